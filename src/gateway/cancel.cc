#include "gateway/answers.h"
#include "gateway/identity_wait.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "sip/derived.h"

namespace qorgan::gateway {
namespace {

/// The Reason of the message in hand, as a line of its own (RFC 3326).
std::string_view reason_line(const sip::message& in) {
  const sip::header* const reason = in.find(sip::header_id::reason);
  if (reason == nullptr) return {};
  return in.bytes.substr(reason->line_begin, reason->line_end - reason->line_begin);
}

}  // namespace

void on_cancel(call_path& path, const arrival& from) {
  const auto key = sip::server_key(path.in, from.who.trunk, path.seed);
  const slot_handle at = find_transaction(path, key);
  transaction* const t = path.transactions.find(at);
  if (t == nullptr) {
    answer_statelessly(path, from, {481, {}});
    return;
  }
  // The same 200 for every copy of the CANCEL: a transaction of its own would add nothing.
  answer_statelessly(path, from, {200, {}});
  if (t->parked && !go_on_unverified(path, at)) return;
  if (t->server.at() != sip::server_transaction::state::proceeding || t->cancelled_by_caller)
    return;
  t->cancelled_by_caller = true;
  const slot_handle call_at = t->call;
  if (call* const c = path.calls.find(call_at)) {
    note(path, *c, t->from, direction::received, line_of(path.in));
    note(path, *c, t->from, direction::sent, {sip::method::cancel, path.in.cseq.number, 200});
  }
  if (!t->pending) {
    request_cancel(path, at, reason_line(path.in));
    return;
  }
  t->pending = false;  // its refusal was waiting for the record: there is nothing left to refuse
  const call_key decided = t->decided;
  const std::uint32_t cseq = t->cseq;
  answer_kept(path, at, {487, {}});
  if (call_at) {
    end_call(path, call_at, 487, ended_by::caller, true);
  } else {
    record_ended(
        path, {decided, path.now, 487, ended_by::caller},
        entry_of(path.now, leg::caller, direction::sent, {sip::method::invite, cseq, 487}));
  }
}

void request_cancel(call_path& path, slot_handle at, std::string_view extra_lines) {
  transaction& t = *path.transactions.find(at);
  if (!t.has_client || t.cancel) return;
  if (t.client.at() == sip::client_transaction::state::calling) {
    if (t.cancel_wanted) return;
    t.cancel_wanted = true;
    if (!extra_lines.empty()) t.cancel_lines = path.bytes.keep(extra_lines);
  } else if (t.client.at() == sip::client_transaction::state::proceeding) {
    send_cancel(path, at, extra_lines);
  }
}

void send_cancel(call_path& path, slot_handle at, std::string_view extra_lines) {
  transaction* t = path.transactions.find(at);
  t->cancel_wanted = false;
  if (extra_lines.empty()) extra_lines = t->cancel_lines.view();
  if (!read_kept(path, *t)) return;
  sip::writer out(path.scratch);
  sip::write_cancel(out, path.sent, extra_lines);
  if (!out.ok()) return;
  t->client.on_cancel_sent(path.now_ms);
  if (call* const c = path.calls.find(t->call)) {
    note(path, *c, other_side(t->from), direction::sent, {sip::method::cancel, t->cseq, 0});
  }
  arm(path, at);
  const slot_handle cancel_at = open_transaction(path, transaction_role::cancel, true);
  if (!cancel_at) {  // sent once, not repeated
    path.sockets.send(t->downstream, out.view());
    return;
  }
  t = path.transactions.find(at);
  t->cancel = cancel_at;
  transaction& cancel = *path.transactions.find(cancel_at);
  cancel.verb = sip::method::cancel;
  cancel.cseq = t->cseq;
  cancel.from = t->from;
  cancel.trunk = t->trunk;
  cancel.cancel = at;
  cancel.call = t->call;
  cancel.downstream = t->downstream;
  start_client(path, cancel_at, out.view());
  arm(path, cancel_at);
}

}  // namespace qorgan::gateway
