#include "app/replay_reports.h"

#include <algorithm>
#include <ostream>
#include <tuple>

#include "base/hash.h"
#include "domain/number_plan.h"

namespace qorgan::app {
namespace {

constexpr std::size_t kListed = 20;

e164 number_of(std::string_view text) {
  return normalise(text, dial_plan{}).number;
}

std::uint64_t pair_of(e164 caller, e164 callee) {
  return combine(mix64(caller.packed()), callee.packed());
}

}  // namespace

std::expected<report_queue, std::string> report_queue::open(const std::string& path,
                                                            std::ostream& err) {
  report_queue out;
  if (path.empty()) return out;
  const auto lines = read_table<codec::report_table>(path, err, [&](const codec::report_row& row) {
    entry one;
    one.said = {row.at, number_of(row.caller), number_of(row.callee), row.source,
                row.label == codec::call_label::fraud};
    one.call_id = row.call_id;
    if (!one.call_id.empty()) out.named_.try_emplace(one.call_id);
    out.entries_.push_back(std::move(one));
  });
  if (!lines) return std::unexpected(lines.error());
  out.lines_ = *lines;
  // Reports of one moment in an order that does not depend on the file's.
  std::ranges::sort(out.entries_, {}, [](const entry& one) {
    return std::tuple{one.said.at,     one.said.caller, one.said.callee,
                      one.said.source, one.said.fraud,  std::string_view{one.call_id}};
  });
  return out;
}

void report_queue::see(std::string_view call_id, const call_started& call) {
  if (named_.empty()) return;
  key_.assign(call_id);
  const auto at = named_.find(key_);
  if (at != named_.end()) at->second = {true, false, call.caller.number, call.callee.number};
}

void report_queue::was_refused(std::string_view call_id, const call_started& call, bool refused) {
  const std::uint64_t pair = pair_of(call.caller.number, call.callee.number);
  if (!refused) {
    refused_.erase(pair);
    return;
  }
  refused_.insert(pair);
  key_.assign(call_id);
  const auto at = named_.find(key_);
  if (at != named_.end()) at->second.refused = true;
}

timestamp report_queue::next_at() const {
  return next_ == entries_.size() ? kNever : entries_[next_].said.at;
}

std::optional<call_reported> report_queue::take() {
  const entry& one = entries_[next_++];
  call_reported said = one.said;
  if (one.call_id.empty()) {
    if (!refused_.contains(pair_of(said.caller, said.callee))) return said;
    ++of_refused_calls_;
    return std::nullopt;
  }
  const seen_call& call = named_.at(one.call_id);
  if (!call.seen) {
    ++of_unknown_calls_;
    if (unknown_calls_.size() < kListed) unknown_calls_.push_back(one.call_id);
    return said;
  }
  if (call.refused) {
    ++of_refused_calls_;
    return std::nullopt;
  }
  if (said.caller.empty()) said.caller = call.caller;
  if (said.callee.empty()) said.callee = call.callee;
  return said;
}

}  // namespace qorgan::app
