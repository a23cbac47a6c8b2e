#include "stats/evaluation.h"

#include <algorithm>

#include "base/hash.h"

namespace qorgan::stats {
namespace {

constexpr std::size_t kExamples = 20;
constexpr auto kInTime = std::chrono::seconds{60};

/// The value below which `percent` of the sorted values lie (nearest rank).
double percentile(const std::vector<double>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

void evaluation::add(const judged_call& call) {
  const auto [at, fresh] =
      by_id_.emplace(hash_bytes(call.call_id), static_cast<std::uint32_t>(calls_.size()));
  if (!fresh) {
    ++gaps_.calls_given_twice;
    return;
  }
  entry& one = calls_.emplace_back();
  one.started_at = call.started_at;
  one.answered_at = call.answered_at;
  one.ended_at = call.ended_at;
  one.first_of_caller =
      !call.caller.empty() && callers_.emplace(hash_bytes(call.caller), true).second;
}

evaluation::entry* evaluation::find(std::string_view call_id, std::uint64_t& unknown) {
  const auto at = by_id_.find(hash_bytes(call_id));
  if (at != by_id_.end()) return &calls_[at->second];
  ++unknown;
  if (gaps_.examples.size() < kExamples) gaps_.examples.emplace_back(call_id);
  return nullptr;
}

std::uint32_t evaluation::name_index(std::string_view name) {
  if (name.empty()) return 0;
  const auto [at, fresh] =
      by_name_.emplace(std::string(name), static_cast<std::uint32_t>(names_.size()));
  if (fresh) names_.emplace_back(name);
  return at->second;
}

void evaluation::add_label(std::string_view call_id, bool fraud, std::string_view kind,
                           std::string_view campaign) {
  entry* call = find(call_id, gaps_.labels_of_unknown_calls);
  if (call == nullptr) return;
  if (call->labelled) {
    ++gaps_.labels_given_twice;
    return;
  }
  call->labelled = true;
  call->fraud = fraud;
  call->kind = name_index(kind);
  call->campaign = name_index(campaign);
}

void evaluation::add_decision(std::string_view call_id, verdict enforced) {
  entry* call = find(call_id, gaps_.decisions_of_unknown_calls);
  if (call == nullptr) return;
  call->decided = true;
  call->refused = enforced == verdict::block || enforced == verdict::divert;
}

void evaluation::add_alert(std::string_view call_id, timestamp at) {
  entry* call = find(call_id, gaps_.alerts_of_unknown_calls);
  if (call == nullptr) return;
  if (!happened(call->alerted_at) || at < call->alerted_at) call->alerted_at = at;
}

void evaluation::count(const entry& call, outcome_counts& into) {
  const bool alerted = happened(call.alerted_at);
  if (!call.fraud) {
    ++into.legit;
    into.legit_refused += call.refused;
    into.legit_alerted += alerted;
    return;
  }
  ++into.fraud;
  into.fraud_refused += call.refused;
  into.fraud_alerted += alerted;
  into.zero_hour += call.first_of_caller;
  into.zero_hour_refused += call.first_of_caller && call.refused;
  // A refused call's later course did not happen.
  const bool talked = !call.refused && happened(call.answered_at) && happened(call.ended_at) &&
                      call.ended_at - call.answered_at >= kInTime;
  into.victims += talked;
  into.victims_alerted_in_time +=
      talked && alerted && call.alerted_at <= call.answered_at + kInTime;
}

void evaluation::count_alert_times(seconds_to_alert& times, outcome_counts& into) {
  std::ranges::sort(times);
  into.median_s_to_alert = percentile(times, 50);
  into.p90_s_to_alert = percentile(times, 90);
}

evaluation_result evaluation::result() const {
  evaluation_result out;
  out.gaps = gaps_;
  std::map<outcome_counts*, seconds_to_alert> times;  // by what they are counted in
  for (const entry& call : calls_) {
    if (!call.labelled) {
      ++out.gaps.calls_without_label;
      continue;
    }
    out.gaps.calls_without_decision += !call.decided;
    const std::string& kind = names_[call.kind];
    const auto hyphen = kind.find('-');
    const bool grouped = call.fraud && hyphen != std::string::npos;
    outcome_counts* group = grouped ? &out.by_group[kind.substr(0, hyphen)] : nullptr;
    for (outcome_counts* counts : {&out.all, &out.by_kind[kind], group}) {
      if (counts == nullptr) continue;
      count(call, *counts);
      if (!call.fraud || !happened(call.alerted_at)) continue;
      const auto took = std::chrono::duration<double>(call.alerted_at - call.started_at).count();
      times[counts].push_back(took);
    }
    if (call.fraud && call.campaign != 0) {
      campaign_counts& campaign = out.by_campaign[names_[call.campaign]];
      ++campaign.calls;
      if (campaign.refused == 0 && !call.refused) ++campaign.passed_before_stop;
      campaign.refused += call.refused;
    }
  }
  for (auto& [counts, took] : times) count_alert_times(took, *counts);
  return out;
}

}  // namespace qorgan::stats
