#include "gateway/admission.h"

#include "gateway/answers.h"

namespace qorgan::gateway {
namespace {

bool within_ceilings(call_path& path, trunk& on) {
  const std::uint32_t live = on.options.max_live_calls;
  return (live == 0 || on.figures.live < live) && on.calls.take(path.now_ms);
}

bool refuse(call_path& path, const arrival& from, const sip::transaction_key& key, rejection why) {
  path.rejected.note({why, "new_call", from.from.at, path.now, path.in.bytes});
  path.trunks.at(from.who.trunk).figures.answers.count(503);
  path.refused.add(key, path.now_ms);
  answer_statelessly(path, from, {503, kRetryAfter});
  return false;
}

}  // namespace

bool admit(call_path& path, const arrival& from, const sip::transaction_key& key) {
  trunk& on = path.trunks.at(from.who.trunk);
  if (!within_ceilings(path, on)) {
    ++on.figures.over_ceiling;
    return refuse(path, from, key, rejection::ceiling);
  }
  if (path.options.drain_refuses_calls && path.draining.load(std::memory_order_relaxed)) {
    return refuse(path, from, key, rejection::draining);
  }
  if (!path.load.admit(from.who.trunk)) {
    ++on.figures.refused_overload;
    return refuse(path, from, key, rejection::overload);
  }
  return true;
}

bool was_refused(call_path& path, const arrival& from, const sip::transaction_key& key) {
  if (!path.refused.contains(key, path.now_ms)) return false;
  ++path.figures.retransmissions;
  answer_statelessly(path, from, {503, kRetryAfter});
  return true;
}

}  // namespace qorgan::gateway
