#include "gateway/answers.h"
#include "gateway/dialogs.h"
#include "gateway/hop_health.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"
#include "gateway/unwanted.h"
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
  sip::write_returned(out, path.in, masks(path, t.trunk, c, t.from, t.from == leg::caller));
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

/// The caller of this INVITE has had its final answer, and it was no 2xx.
bool is_unwanted(const transaction& t) {
  return t.initial && t.answered && t.server.at() != sip::server_transaction::state::accepted;
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
  if (is_unwanted(t)) return hang_up_unwanted(path, t);
  if (t.answered && c != nullptr && c->acked) {
    ++path.figures.retransmissions;
  }
  pass_back(path, at);
  if (is_unwanted(t)) {  // it had lost the caller's Via: the caller has been told 502
    hang_up_unwanted(path, t);
    end_call(path, call_at, 502, ended_by::network, true);
    return;
  }
  if (c != nullptr && c->phase == call_phase::answered) {
    keep_other_dialog(path, *c);
  } else if (c != nullptr) {
    on_answer(path, call_at);
  }
  if (!t.initial) refresh_targets(path, t);
  // A next hop that was given up may still have to be cancelled (unwanted.h).
  if (t.attempt == 0) path.bytes.give_back(path.transactions.find(at)->request);
}

ended_by who_refused(const transaction& t, std::uint16_t status) {
  if (t.cancelled_by_caller) return ended_by::caller;
  return status == 408 || status >= 500 ? ended_by::network : ended_by::callee;
}

/// RFC 3261 §16.7 step 6: a 503 passed on would say that no call can be served here; the caller's
/// side would stop sending any. While a next hop is up this one call alone has failed.
void unavailable(call_path& path, slot_handle at) {
  const slot_handle call_at = path.transactions.find(at)->call;
  answer_sent(path, at, {500, {}});
  keep_ack_only(path, at);
  end_call(path, call_at, 500, ended_by::network, true);
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
  if (t.initial && is_worth_another_hop(status)) {
    if (try_next_hop(path, at)) return;
    if (path.trunks.at(t.trunk).some_hop_is_up()) return unavailable(path, at);
  }
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
  if (c->phase == call_phase::answered) end_dialog(path, *path.transactions.find(at), by);
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
  if (!step.pass_up) {
    const bool given_up = t.client.at() == sip::client_transaction::state::terminated;
    if (given_up && is_unwanted(t) && status >= 200 && status < 300) hang_up_unwanted(path, t);
    return;
  }
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

slot_handle asked_by_response(const call_path& path) {
  const sip::via_value& via = path.in.top_via;
  if (!path.names.are(via.host, via.port)) return {};
  slot_handle at = named_by(path, via.branch);
  const transaction* t = path.transactions.find(at);
  if (t == nullptr) return {};
  if (path.in.verb == sip::method::cancel && t->role == transaction_role::relay) {
    at = t->cancel;
    t = path.transactions.find(at);
  }
  return t != nullptr && t->has_client && t->verb == path.in.verb ? at : slot_handle{};
}

}  // namespace

void on_response(call_path& path, const arrival& from) {
  const slot_handle at = asked_by_response(path);
  transaction* const t = path.transactions.find(at);
  if (t == nullptr) {
    on_left_branch(path, from);  // others are strays, which are not forwarded: RFC 6026 §8.9
    return;
  }
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

}  // namespace qorgan::gateway
