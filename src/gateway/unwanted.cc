#include "gateway/unwanted.h"

#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"
#include "sip/derived.h"
#include "sip/dialog.h"
#include "sip/forward.h"

namespace qorgan::gateway {
namespace {

constexpr std::uint64_t kAttemptShift = 60;

/// What the request to the next hop at `from` looked like: the kept one went to another hop.
void write_on_left_branch(call_path& path, const transaction& t, const peer& from,
                          sip::method verb) {
  if (!read_kept(path, t)) return;
  const auto& side = path.sockets.at(from.listener);
  std::array<char, 512> target_room;
  sip::writer target(target_room);
  const auto uri = sip::parse_uri(path.sent.request_uri);
  if (t.rewrites_target && uri) write_retargeted(target, *uri, to_string(from.at));
  sip::hop_request request;
  request.verb = sip::to_string(verb);
  request.request_uri = target.size() != 0 ? target.view() : path.sent.request_uri;
  request.via_host = side.name.host;
  request.via_port = side.name.at.port;
  request.transport = path.sockets.via_transport(from);
  request.branch = path.in.top_via.branch;
  const sip::header* const to =
      (verb == sip::method::ack ? path.in : path.sent).find(sip::header_id::to);
  if (to == nullptr) return;
  request.to = to->value;
  sip::writer out(path.scratch);
  sip::write_hop_request(out, path.sent, request);
  if (out.ok()) path.sockets.send(from, out.view());
}

}  // namespace

bool on_left_branch(call_path& path, const arrival& from) {
  const sip::message& in = path.in;
  sip::proxy_branch branch;
  if (in.verb != sip::method::invite || !path.names.are(in.top_via.host, in.top_via.port) ||
      !sip::read_branch(in.top_via.branch, branch)) {
    return false;
  }
  const slot_handle at =
      path.transactions.handle_at(static_cast<std::uint32_t>(branch.transaction));
  const transaction* const t = path.transactions.find(at);
  if (t == nullptr || t->role != transaction_role::relay || !t->initial || t->loop != branch.loop) {
    return false;
  }
  transaction then = *t;
  then.attempt = static_cast<std::uint8_t>(branch.transaction >> kAttemptShift);
  if (then.attempt >= t->attempt || branch_of(then, at).transaction != branch.transaction) {
    return false;
  }
  if (in.status >= 200 && in.status < 300) {
    then.downstream = from.from;
    hang_up_unwanted(path, then);
  } else {
    const bool refusal = in.status >= 300;
    write_on_left_branch(path, then, from.from, refusal ? sip::method::ack : sip::method::cancel);
  }
  return true;
}

void hang_up_unwanted(call_path& path, const transaction& t) {
  const sip::message& in = path.in;
  const sip::header* const from = in.find(sip::header_id::from);
  const sip::header* const to = in.find(sip::header_id::to);
  if (from == nullptr || to == nullptr) return;
  std::array<char, 4'096> room;
  sip::dialog_parts parts;
  parts.call_id = in.call_id;
  parts.caller = from->value;
  parts.callee = to->value;
  parts.callee_target = sip::contact_uri(in);
  if (parts.callee_target.empty()) parts.callee_target = in.to.address.text;
  parts.callee_routes = sip::route_sets_of(in, path.names, room).callee_routes;
  inside_request request;
  request.towards = leg::callee;
  request.trunk = t.trunk;
  request.to = t.downstream;
  request.cseq = in.cseq.number;
  request.verb = sip::method::ack;
  send_inside(path, parts, request);
  ++request.cseq;
  request.verb = sip::method::bye;
  request.extra_lines = "Reason: SIP;cause=487;text=\"the caller is gone\"\r\n";
  send_inside(path, parts, request);
}

}  // namespace qorgan::gateway
