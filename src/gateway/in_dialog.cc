#include "base/hash.h"
#include "gateway/answers.h"
#include "gateway/dialogs.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"
#include "sip/dialog.h"
#include "sip/forward.h"

namespace qorgan::gateway {
namespace {

/// Where the request in hand goes: by its Route and Request-URI, or, where these name the centre
/// itself or a host name, by what the call remembers. Some clients leave out Route.
bool resolve(call_path& path, sip::route_plan& plan, const call* c, leg towards, peer& to) {
  const stored* dialog = nullptr;
  if (c != nullptr && c->dialog) {
    const bool other = dialog_of(*c, other_side(towards), path.in) == call_dialog::other;
    dialog = other ? &c->other_dialog : &c->dialog;
  }
  const auto next = sip::parse_uri(plan.next);
  const bool own = next && path.names.are(*next);
  if (next && !own) {
    if (const auto there = peer_inside(path, plan.next, c, towards)) {
      to = *there;
      return true;
    }
  }
  if (c == nullptr) return false;
  to = towards == leg::caller ? c->caller : c->callee;
  if (own && dialog != nullptr) {
    const auto parts = sip::unpack({dialog->data, dialog->size});
    plan.request_uri = towards == leg::caller ? parts.caller_target : parts.callee_target;
    if (const auto there = peer_inside(path, sip::next_element(parts, towards), c, towards)) {
      to = *there;
    }
  }
  return !to.at.empty();
}

sip::forward_options forwarding(call_path& path, const sip::route_plan& plan, const peer& to) {
  sip::forward_options options;
  const auto& out_side = path.sockets.at(to.listener);
  options.route = plan;
  options.via_host = out_side.name.host;
  options.via_port = out_side.name.at.port;
  options.transport = path.sockets.via_transport(to);
  return options;
}

/// RFC 6026 §7.1, RFC 3261 §16.11: the ACK of a 2xx is forwarded without a transaction.
void forward_ack(call_path& path, const arrival& from) {
  const sip::message& in = path.in;
  if (in.to.tag.empty() || in.max_forwards == 0) return;
  const found_call found = find_call(path, in);
  call* const c = path.calls.find(found.at);
  const leg towards = other_side(found.from);
  if (c != nullptr) {
    note(path, *c, found.from, direction::received, line_of(in));
    if (transaction* const t = path.transactions.find(c->invite)) {
      path.bytes.give_back(t->response);
    }
    const bool of_first =
        found.from == leg::caller && dialog_of(*c, found.from, in) == call_dialog::first;
    const bool first = of_first && !c->acked;
    if (of_first) c->acked = true;
    if (c->cut.active() && of_first) {  // the callee has had its ACK and BYE from here
      if (first) run_step(path, found.at, c->cut.on_ack());
      return;
    }
  }
  auto plan = sip::plan_route(in, path.names);
  peer to;
  if (!plan || !resolve(path, *plan, c, towards, to)) return;
  char branch[sip::kBranchLength];
  char received[48];
  sip::forward_options options = forwarding(path, *plan, to);
  // The same for every copy of this ACK, different for every other one.
  options.branch = sip::write_branch(
      {hash_bytes(in.top_via.branch, path.seed), sip::loop_hash(in, path.seed)}, branch);
  options.received = received_text(in, from.from.at, received);
  options.rport = from.from.at.port;
  options.changes = masks(path, from.who.trunk, c, towards, found.from == leg::caller);
  sip::writer out(path.scratch);
  sip::write_forwarded(out, in, options);
  if (!out.ok()) return;
  send_request(path, to, out.view());
  if (c != nullptr) note(path, *c, towards, direction::sent, line_of(in));
}

void refuse(call_path& path, const arrival& from, std::uint16_t status,
            std::string_view extra_lines = {}) {
  if (path.in.verb == sip::method::invite) {
    answer_invite(path, from, {status, extra_lines});
  } else {
    answer_statelessly(path, from, {status, extra_lines});
  }
}

/// A hang-up while a drop is under way is that end's last word: it is answered here. True: done.
bool meets_drop(call_path& path, const arrival& from, const found_call& found) {
  call* const c = path.calls.find(found.at);
  if (c == nullptr || !c->cut.active() || path.in.verb != sip::method::bye) return false;
  if (dialog_of(*c, found.from, path.in) != call_dialog::first) return false;
  note(path, *c, found.from, direction::received, line_of(path.in));
  note(path, *c, found.from, direction::sent, {sip::method::bye, path.in.cseq.number, 200});
  answer_statelessly(path, from, {200, {}});
  run_step(path, found.at, c->cut.on_hang_up(found.from));
  return true;
}

void send_trying(call_path& path, slot_handle at) {
  const transaction& t = *path.transactions.find(at);
  const std::string_view trying = make_answer(path, path.in, t.source, {100, {}}, {});
  if (!trying.empty()) path.sockets.send(t.upstream, trying);
}

}  // namespace

void on_ack(call_path& path, const arrival& from) {
  const auto key = sip::server_key(path.in, from.who.trunk, path.seed);
  const slot_handle at = find_transaction(path, key);
  transaction* const t = path.transactions.find(at);
  using state = sip::server_transaction::state;
  const bool refused = path.refused.contains(key, path.now_ms);
  if (t == nullptr && (refused || path.settled.contains(key))) return;
  if (t == nullptr || t->server.at() == state::accepted) {
    forward_ack(path, from);
    return;
  }
  if (t->server.at() != state::completed) return;
  if (t->role == transaction_role::answer && !t->call) {
    path.settled.add(key);
    close_transaction(path, at);
    return;
  }
  t->server.on_ack(path.now_ms);
  path.bytes.give_back(t->response);
  const slot_handle call_at = t->call;
  const bool initial = t->initial;
  const leg side = t->from;
  arm(path, at);
  call* const c = path.calls.find(call_at);
  if (c == nullptr) return;
  note(path, *c, side, direction::received, line_of(path.in));
  if (!initial) return;
  if (c->cut.active()) {
    run_step(path, call_at, c->cut.on_ack());
  } else if (c->phase == call_phase::ending) {
    finish_call(path, call_at);
  }
}

void on_in_dialog(call_path& path, const arrival& from, const sip::transaction_key& key) {
  const sip::message& in = path.in;
  if (in.max_forwards == 0) return refuse(path, from, 483);
  if (const sip::header* const wanted = in.find(sip::header_id::proxy_require)) {
    sip::writer lines(path.lines);
    return refuse(path, from, 420, lines.header_line("Unsupported", wanted->value).view());
  }
  const std::uint64_t loop = sip::loop_hash(in, path.seed);
  if (in.via_count > 1 && sip::is_loop(in, path.names, loop)) return refuse(path, from, 482);
  const found_call found = find_call(path, in);
  call* const c = path.calls.find(found.at);
  const leg side = c == nullptr && from.who.next_hop_only ? leg::callee : found.from;
  const leg towards = other_side(side);
  if (c != nullptr) {
    auto& highest = c->cseq[side_index(side)];
    highest = std::max(highest, in.cseq.number);
  }
  if (meets_drop(path, from, found)) return;
  auto plan = sip::plan_route(in, path.names);
  if (!plan) return refuse(path, from, 400);
  peer to;
  if (!resolve(path, *plan, c, towards, to)) return refuse(path, from, c == nullptr ? 481 : 502);
  const slot_handle at = open_transaction(path, transaction_role::relay, true);
  if (!at || !index_transaction(path, at, key)) {
    close_transaction(path, at);
    return refuse(path, from, 503);
  }
  transaction& t = *path.transactions.find(at);
  t.verb = in.verb;
  t.cseq = in.cseq.number;
  t.from = side;
  t.trunk = from.who.trunk;
  t.source = from.from;
  t.upstream = reply_peer(in, from.from);
  t.downstream = to;
  t.call = found.at;
  t.loop = loop;
  const bool invite = in.verb == sip::method::invite;
  t.server = sip::server_transaction(invite, is_reliable(path, t.upstream));
  if (invite) send_trying(path, at);
  char branch[sip::kBranchLength];
  char received[48];
  sip::forward_options options = forwarding(path, *plan, to);
  options.branch = sip::write_branch(branch_of(t, at), branch);
  options.received = received_text(in, from.from.at, received);
  options.rport = from.from.at.port;
  options.changes = masks(path, from.who.trunk, c, towards, side == leg::caller);
  sip::writer out(path.scratch);
  sip::write_forwarded(out, in, options);
  if (!out.ok() || out.size() > kLargestDatagram) {
    close_transaction(path, at);
    return refuse(path, from, 513);
  }
  start_client(path, at, out.view());
  if (c != nullptr) {
    t.inside = dialog_of(*c, side, in);
    const bool last = t.inside == call_dialog::first && !c->other_dialog;
    if (in.verb == sip::method::bye && last) c->hanging_up = true;
    note(path, *c, side, direction::received, line_of(in));
    note(path, *c, towards, direction::sent, line_of(in));
  }
  arm(path, at);
}

}  // namespace qorgan::gateway
