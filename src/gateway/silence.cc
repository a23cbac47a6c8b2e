// What is done when no answer comes: the next hop is silent, is not there, or lets it ring for
// ever.

#include "gateway/answers.h"
#include "gateway/dialogs.h"
#include "gateway/hop_health.h"
#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"

namespace qorgan::gateway {

void on_silence(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  switch (t.role) {
    case transaction_role::bye: return on_bye_final(path, at, 0);
    case transaction_role::ping: return on_ping_final(path, at, 0);
    case transaction_role::relay: break;
    default: return;
  }
  const slot_handle call_at = t.call;
  if (t.verb != sip::method::invite) {
    // RFC 4320 §4.2: a 408 would come too late to be of use. A failed transport is told (§16.9).
    if (t.unreachable && !t.answered) answer_sent(path, at, {503, {}});
    if (t.verb == sip::method::bye) end_dialog(path, t, ended_by::network);
    close_transaction(path, at);
    return;
  }
  if (t.initial && !t.heard) {
    note_hop_silent(path, t);
    if (try_next_hop(path, at)) return;
  }
  const bool cancelled = t.cancelled_by_caller;
  const std::uint16_t status = cancelled ? 487 : t.unreachable ? 503 : 408;
  const bool initial = t.initial;
  if (!t.answered) answer_sent(path, at, {status, {}});
  if (initial) {
    if (const call* const c = path.calls.find(call_at); c != nullptr && c->cut.active()) return;
    end_call(path, call_at, status, cancelled ? ended_by::caller : ended_by::network, true);
  }
}

// RFC 3261 §16.9: as if the next hop had answered 503. The branch proves that the quoted request is
// ours: nobody on the way can make it up.
void on_unreachable(call_path& path, std::string_view quoted) {
  constexpr std::string_view kMark = ";branch=";
  const std::size_t mark = quoted.find(kMark);
  if (mark == std::string_view::npos) return;
  const slot_handle at = named_by(path, quoted.substr(mark + kMark.size(), sip::kBranchLength));
  transaction* const t = path.transactions.find(at);
  if (t == nullptr || !t->has_client || !t->client.on_unreachable()) return;
  if (t->role != transaction_role::relay) {
    on_silence(path, at);
    arm(path, at);
    return;
  }
  const slot_handle call_at = t->call;
  if (t->initial) {
    note_hop_silent(path, *t);
    if (try_next_hop(path, at)) return;
  }
  const bool initial = t->initial;
  const bool cancelled = t->cancelled_by_caller;
  const std::uint16_t down = path.trunks.at(t->trunk).some_hop_is_up() ? 500 : 503;
  const std::uint16_t status = cancelled ? 487 : down;
  if (!t->answered) answer_sent(path, at, {status, {}});
  if (t->verb == sip::method::bye) end_dialog(path, *t, ended_by::network);
  arm(path, at);
  if (!initial) return;
  if (call* const c = path.calls.find(call_at); c != nullptr && c->cut.active()) {
    run_step(path, call_at, c->cut.on_callee_final(status));  // it never knew of the call
    return;
  }
  end_call(path, call_at, status, cancelled ? ended_by::caller : ended_by::network, true);
}

void on_rang_out(call_path& path, slot_handle at) {
  path.transactions.find(at)->rang_out = true;
  send_cancel(path, at, {});
}

}  // namespace qorgan::gateway
