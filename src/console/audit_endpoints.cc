// The audit log for those who may read what everybody did: by conditions, its newest signed state,
// and the proof that it extends a state that somebody remembers.

#include <boost/json.hpp>

#include "audit/log_check.h"
#include "audit/merkle.h"
#include "audit/signed_note.h"
#include "console/body_reader.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr unsigned kTogether = 10'000;
/// A proof reads the log from its beginning; a longer one is checked with `qorgan verify`.
constexpr std::uint64_t kMostLeaves = 2'000'000;

std::vector<audit::tree_hash> leaves_of(audit_book& book, std::uint64_t size) {
  std::vector<audit::tree_hash> out;
  std::int64_t last = 0;
  while (out.size() < size) {
    const auto more = book.audit_after(last, kTogether);
    for (const placed_entry& each : more) {
      if (out.size() == size) break;
      out.push_back(audit::leaf_hash(audit::leaf_of(each.entry)));
      last = each.id;
    }
    if (more.size() < kTogether) break;
  }
  return out;
}

}  // namespace

answer search_audit(exchange& x) {
  body_reader read{x.body};
  audit_query query;
  query.actor = read.optional_text("actor", 96);
  query.action = read.optional_text("action", 48);
  query.words = read.optional_text("words", 96);
  query.from = read.parsed("from", parse_rfc3339).value_or(kNever);
  query.to = read.parsed("to", parse_rfc3339).value_or(kNever);
  query.before = read.integer("before", 1, INT64_MAX).value_or(0);
  query.limit = static_cast<unsigned>(read.integer("limit", 1, 500).value_or(100));
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  // Whoever reads what others did leaves a trace too.
  audit(x, "read_audit", query.actor, query.action + " " + query.words);
  const auto found = x.needs.outside.law.log.find_audit(query);
  json::array items;
  for (const placed_entry& each : found) {
    items.push_back(json::object{{"id", each.id},
                                 {"at", to_rfc3339(each.entry.at)},
                                 {"actor", each.entry.actor},
                                 {"action", each.entry.action},
                                 {"subject", each.entry.subject},
                                 {"detail", each.entry.detail}});
  }
  json::object out{{"items", std::move(items)}};
  if (found.size() >= query.limit) out["next"] = found.back().id;
  return json_answer(200, out);
}

answer audit_proof(exchange& x) {
  body_reader read{x.parameters};
  const auto from = static_cast<std::uint64_t>(
      read.integer("from", 0, static_cast<std::int64_t>(kMostLeaves)).value_or(0));
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  const law_desk& law = x.needs.outside.law;
  const auto newest = law.log.newest_checkpoint();
  if (!newest) return refuse(problem_code::not_found, "Nothing is signed yet");
  if (newest->size > kMostLeaves) {
    return refuse(problem_code::not_found, "The log is too long for this; use qorgan verify");
  }
  json::array proof;
  const bool possible = from <= newest->size;
  if (possible) {
    const auto leaves = leaves_of(law.log, newest->size);
    if (leaves.size() == newest->size) {
      for (const audit::tree_hash& each : audit::consistency_proof(leaves, from)) {
        proof.emplace_back(audit::to_base64(each));
      }
    }
  }
  return json_answer(200, {{"from", from},
                           {"size", newest->size},
                           {"note", newest->note},
                           {"key", law.audit_key},
                           {"signed_at", to_rfc3339(newest->at)},
                           {"proof", std::move(proof)}});
}

}  // namespace qorgan::console
