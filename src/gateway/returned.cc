#include "gateway/answers.h"
#include "gateway/dialogs.h"
#include "gateway/hop_health.h"
#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"
#include "sip/derived.h"
#include "sip/forward.h"

namespace qorgan::gateway {
namespace {

/// RFC 3263 §4.3: another server may do better.
bool is_worth_another_hop(std::uint16_t status) {
  return status == 503;
}

/// ACK of a non-2xx final response, kept in the request's place to be repeated.
void acknowledge(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const sip::header* const to = path.in.find(sip::header_id::to);
  if (!read_kept(path, t) || to == nullptr) return;
  if (path.sent.verb == sip::method::ack) {
    path.sockets.send(t.downstream, t.request.view());
    return;
  }
  sip::writer out(path.scratch);
  sip::write_hop_ack(out, path.sent, to->value);
  if (!out.ok()) return;
  path.sockets.send(t.downstream, out.view());
  if (call* const c = path.calls.find(t.call)) {
    note(path, *c, other_side(t.from), direction::sent, {sip::method::ack, t.cseq, 0});
  }
}

/// From here on the INVITE is only needed for repeating its ACK.
void keep_ack_only(call_path& path, slot_handle at) {
  transaction* const t = path.transactions.find(at);
  const sip::header* const to = path.in.find(sip::header_id::to);
  if (t == nullptr || to == nullptr || !read_kept(path, *t)) return;
  if (path.sent.verb != sip::method::invite) return;
  sip::writer out(path.scratch);
  sip::write_hop_ack(out, path.sent, to->value);
  path.bytes.give_back(t->request);
  if (out.ok()) t->request = path.bytes.keep(out.view());
}

/// The response in hand goes back with our Via taken off. One that has lost the caller's Via
/// cannot: a final one is then said in our own words, so that the caller is not left waiting.
void pass_back(call_path& path, slot_handle at) {
  const transaction& t = *path.transactions.find(at);
  const std::uint16_t status = path.in.status;
  if (path.in.via_count < 2) {
    const bool refusal = status >= 300;
    if (status >= 200) answer_sent(path, at, {refusal ? status : std::uint16_t{502}, {}});
    return;
  }
  const call* const c = path.calls.find(t.call);
  sip::writer out(path.scratch);
  sip::write_returned(out, path.in, masks(c, t.from, t.from == leg::caller));
  if (out.ok()) respond(path, at, status, out.view());
}

void on_ringing(call_path& path, call& c) {
  if (c.phase != call_phase::setup) return;
  c.phase = call_phase::ringing;
  c.ringing_at = path.now;
  trunk_figures& figures = path.trunks.at(c.trunk).figures;
  ++figures.ringing;
  figures.post_dial_delay_ms +=
      static_cast<std::uint64_t>((path.now - c.started_at).count() / 1000);
  record_ringing(path, c);
}

void on_answer(call_path& path, slot_handle call_at) {
  call& c = *path.calls.find(call_at);
  if (c.phase == call_phase::answered) return;
  c.phase = call_phase::answered;
  c.answered_at = path.now;
  ++path.trunks.at(c.trunk).figures.answered;
  keep_dialog(path, c);
  record_answered(path, c);
  if (!c.cut.active()) {
    set_call_timer(path, call_at, path.now_ms + path.options.max_call_duration_ms);
  }
}

void on_provisional(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const std::uint16_t status = path.in.status;
  if (t.cancel_wanted) send_cancel(path, at, {});
  if (status == 100 || t.answered) return;  // §16.7 step 5: 100 is for this hop alone
  pass_back(path, at);
  call* const c = path.calls.find(t.call);
  if (c != nullptr && t.initial && (status == 180 || status == 183)) on_ringing(path, *c);
}

void on_success(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const slot_handle call_at = t.initial ? t.call : slot_handle{};
  call* const c = path.calls.find(call_at);
  if (c != nullptr && c->cut.active()) {  // it crossed the drop
    keep_dialog(path, *c);
    run_step(path, call_at, c->cut.on_callee_final(path.in.status));
    return;
  }
  if (t.answered && c != nullptr && c->acked) {
    ++path.figures.retransmissions;
  }
  pass_back(path, at);
  if (c != nullptr) on_answer(path, call_at);
  if (!t.initial) refresh_targets(path, t);
  path.bytes.give_back(path.transactions.find(at)->request);
}

ended_by who_refused(const transaction& t, std::uint16_t status) {
  if (t.cancelled_by_caller) return ended_by::caller;
  return status == 408 || status >= 500 ? ended_by::network : ended_by::callee;
}

void on_refusal(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const std::uint16_t status = path.in.status;
  const slot_handle call_at = t.initial ? t.call : slot_handle{};
  if (call* const c = path.calls.find(call_at); c != nullptr && c->cut.active()) {
    keep_ack_only(path, at);
    run_step(path, call_at, c->cut.on_callee_final(status));
    return;
  }
  if (t.answered) return;
  // One call's 503 may be about that call alone: whether the hop is down, its ping tells.
  if (t.initial && is_worth_another_hop(status) && try_next_hop(path, at)) return;
  if (t.rang_out) {  // 487 of our own CANCEL: to the caller it rang for too long
    answer_sent(path, at, {408, {}});
    keep_ack_only(path, at);
    end_call(path, call_at, 408, ended_by::network, true);
    return;
  }
  const ended_by by = who_refused(t, status);
  pass_back(path, at);
  keep_ack_only(path, at);
  end_call(path, call_at, status, by, true);
}

void on_plain_final(call_path& path, slot_handle at) {
  const transaction& t = *path.transactions.find(at);
  const bool bye = t.verb == sip::method::bye;
  const slot_handle call_at = t.call;
  const ended_by by = t.from == leg::caller ? ended_by::caller : ended_by::callee;
  const std::uint16_t status = path.in.status;
  pass_back(path, at);
  if (t.verb == sip::method::update && status < 300) refresh_targets(path, t);
  path.bytes.give_back(path.transactions.find(at)->request);
  call* const c = path.calls.find(call_at);
  // 401 and 407 ask for the same BYE with credentials; everything else ends the call (§15.1.1).
  if (!bye || c == nullptr || status == 401 || status == 407 || c->cut.active()) return;
  if (c->phase == call_phase::answered) end_call(path, call_at, 200, by);
}

void on_relay_response(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const std::uint16_t status = path.in.status;
  const sip::client_step step = t.client.on_response(status, path.now_ms);
  if (t.initial) note_hop_answered(path, t);
  t.heard = true;
  if (step.pass_up) {
    if (call* const c = path.calls.find(t.call)) {
      note(path, *c, other_side(t.from), direction::received, line_of(path.in));
    }
  } else if (status >= 200) {
    ++path.figures.retransmissions;
  }
  if (step.send_ack) acknowledge(path, at);
  if (!step.pass_up) return;
  if (status < 200) {
    on_provisional(path, at);
  } else if (t.verb != sip::method::invite) {
    on_plain_final(path, at);
  } else if (status < 300) {
    on_success(path, at);
  } else {
    on_refusal(path, at);
  }
}

/// The transaction our branch in the top Via names; empty when it is gone or the branch is made up.
slot_handle named_by(call_path& path) {
  const sip::via_value& via = path.in.top_via;
  sip::proxy_branch branch;
  if (!path.names.are(via.host, via.port) || !sip::read_branch(via.branch, branch)) return {};
  slot_handle at = path.transactions.handle_at(static_cast<std::uint32_t>(branch.transaction));
  const transaction* t = path.transactions.find(at);
  if (t == nullptr || branch_of(*t, at).transaction != branch.transaction) {
    const auto carried = path.carried.find(branch.transaction);
    if (carried == path.carried.end()) return {};
    at = carried->second;
    t = path.transactions.find(at);
  }
  if (t == nullptr || t->loop != branch.loop) return {};
  if (path.in.verb == sip::method::cancel && t->role == transaction_role::relay) {
    at = t->cancel;
    t = path.transactions.find(at);
  }
  return t != nullptr && t->has_client && t->verb == path.in.verb ? at : slot_handle{};
}

}  // namespace

void on_response(call_path& path, const arrival&) {
  const slot_handle at = named_by(path);
  transaction* const t = path.transactions.find(at);
  if (t == nullptr) return;  // RFC 6026 §8.9: strays are not forwarded
  const std::uint16_t status = path.in.status;
  if (t->role == transaction_role::relay) {
    on_relay_response(path, at);
    arm(path, at);
    return;
  }
  const sip::client_step step = t->client.on_response(status, path.now_ms);
  if (step.pass_up && status >= 200) {
    switch (t->role) {
      case transaction_role::bye: on_bye_final(path, at, status); break;
      case transaction_role::ping: on_ping_final(path, at, status); break;
      default:
        if (call* const c = path.calls.find(t->call)) {
          note(path, *c, other_side(t->from), direction::received, line_of(path.in));
        }
    }
  }
  arm(path, at);
}

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
    // RFC 4320 §4.2: a 408 would come too late to be of use.
    const bool bye = t.verb == sip::method::bye;
    close_transaction(path, at);
    if (bye) end_call(path, call_at, 200, ended_by::network);
    return;
  }
  if (t.initial && !t.heard) {
    note_hop_silent(path, t);
    if (try_next_hop(path, at)) return;
  }
  const bool cancelled = t.cancelled_by_caller;
  const std::uint16_t status = cancelled ? 487 : 408;
  const bool initial = t.initial;
  if (!t.answered) answer_sent(path, at, {status, {}});
  if (initial) {
    if (const call* const c = path.calls.find(call_at); c != nullptr && c->cut.active()) return;
    end_call(path, call_at, status, cancelled ? ended_by::caller : ended_by::network, true);
  }
}

void on_rang_out(call_path& path, slot_handle at) {
  path.transactions.find(at)->rang_out = true;
  send_cancel(path, at, {});
}

}  // namespace qorgan::gateway
