// What an order would have hit: calls of some days, counted while they are read, newest first and
// bounded.

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "store/row_text.h"
#include "store/store_state.h"

namespace qorgan::store {
namespace {

constexpr long long kMinute_us = 60'000'000;
constexpr std::size_t kMost = 10;

struct counted {
  std::uint64_t calls = 0;
  std::uint64_t over_a_minute = 0;
};
using tally = std::unordered_map<std::string, counted>;

/// "+49151" of "+49151*"; the number itself.
std::string_view beginning_of(const blast_question& question) {
  std::string_view text = question.text;
  if (question.target.kind == order_kind::range) text.remove_suffix(1);
  return text;
}

std::string between(const char* column, const blast_question& question) {
  return std::string(column) + " >= " + std::to_string(to_us(question.from)) + " AND " + column +
         " < " + std::to_string(to_us(question.to));
}

/// Calls with such a number on either side, by the search index; which side it is, is looked at
/// when they are counted.
std::string calls_with_number(const blast_question& question) {
  const std::string_view digits = beginning_of(question).substr(1);
  const number_range range = range_of(digits);
  return "(SELECT DISTINCT n.key AS key FROM number_buckets b CROSS JOIN call_numbers n WHERE "
         "n.bucket = b.id AND b.last_key >= " +
         std::to_string(to_us(question.from)) + " AND b.first_key < " +
         std::to_string(to_us(question.to)) + " AND n.number >= " + std::to_string(range.first) +
         " AND n.number <= " + std::to_string(range.last) + " AND " + between("n.key", question) +
         ") f CROSS JOIN calls c WHERE c.key = f.key";
}

std::string source_of(const blast_question& question) {
  switch (question.target.kind) {
    case order_kind::trunk:
      return "calls c WHERE " + between("c.key", question) +
             " AND c.trunk = " + std::to_string(question.target.value);
    case order_kind::equipment:
      return "calls c WHERE " + between("c.key", question) + " AND c.fingerprint = " +
             std::to_string(static_cast<std::int64_t>(question.target.value));
    case order_kind::number:
    case order_kind::range:
    case order_kind::victim: break;
  }
  return calls_with_number(question);
}

bool meets(const blast_question& question, const std::string& caller, const std::string& callee,
           int trunk) {
  switch (question.target.kind) {
    case order_kind::number: return caller == question.text;
    case order_kind::range: return caller.starts_with(beginning_of(question));
    case order_kind::victim: {
      const trunk_id on{static_cast<std::uint16_t>(trunk)};
      return callee == question.text &&
             std::ranges::find(question.domestic_trunks, on) == question.domestic_trunks.end();
    }
    case order_kind::trunk:
    case order_kind::equipment: break;
  }
  return true;
}

std::vector<blast_radius::affected> most_of(const tally& all) {
  std::vector<blast_radius::affected> out;
  for (const auto& [number, of] : all) out.push_back({number, of.calls, of.over_a_minute});
  std::ranges::sort(out, [](const auto& a, const auto& b) {
    if (a.over_a_minute != b.over_a_minute) return a.over_a_minute > b.over_a_minute;
    return a.calls != b.calls ? a.calls > b.calls : a.number < b.number;
  });
  if (out.size() > kMost) out.resize(kMost);
  return out;
}

struct blast_row {
  std::string caller, callee;
  long long answered = 0, ended = 0;
  int trunk = 0, enforced = 0;
};

}  // namespace

blast_radius store::measure(const blast_question& question) {
  return state_->pool.use([&](soci::session& session) {
    blast_radius out;
    out.by_callee = question.target.kind == order_kind::number;
    blast_row row;
    tally callers, callees;
    std::uint64_t read = 0;
    soci::statement query =
        (session.prepare << "SELECT c.caller, c.callee, c.answered_us, c.ended_us, c.trunk, "
                            "c.enforced FROM " +
                                source_of(question) + " ORDER BY c.key DESC LIMIT " +
                                std::to_string(kBlastCalls + 1),
         soci::into(row.caller), soci::into(row.callee), soci::into(row.answered),
         soci::into(row.ended), soci::into(row.trunk), soci::into(row.enforced));
    query.execute();
    while (query.fetch()) {
      if (++read > kBlastCalls) {
        out.complete = false;
        break;
      }
      if (!meets(question, row.caller, row.callee, row.trunk)) continue;
      const bool lasted = row.answered != 0 && row.ended - row.answered > kMinute_us;
      ++out.calls;
      out.over_a_minute += lasted;
      out.refused_already += static_cast<verdict>(row.enforced) == verdict::block;
      for (counted* side : {&callers[row.caller], &callees[row.callee]}) {
        ++side->calls;
        side->over_a_minute += lasted;
      }
    }
    out.callers = callers.size();
    out.callees = callees.size();
    if (question.honest) {
      for (const auto& [number, of] : callers) out.honest_callers += question.honest(number);
    }
    out.most = most_of(out.by_callee ? callees : callers);
    return out;
  });
}

}  // namespace qorgan::store
