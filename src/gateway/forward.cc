#include "sip/forward.h"

#include "engine/policy.h"
#include "gateway/answers.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/verstat.h"
#include "sip/transaction_key.h"

namespace qorgan::gateway {
namespace {

/// With another next hop waiting, silence is enough after four INVITEs (3.5 s) instead of 32 s.
constexpr std::int64_t kHopPatience_ms = 4'000;
constexpr std::uint8_t kMostAttempts = 15;
constexpr std::string_view kPrivacyLine = "Privacy: id\r\n";

/// Choice of the next hop; false: none is left.
bool take_hop(call_path& path, transaction& t) {
  const trunk& on = path.trunks.at(t.trunk);
  const int chosen = path.trunks.choose_hop(on, t.tried);
  if (chosen < 0) return false;
  t.hop = static_cast<std::uint8_t>(chosen);
  t.tried |= 1u << chosen;
  t.downstream = on.hops[t.hop].to;
  return true;
}

std::int64_t patience(call_path& path, const transaction& t, const trunk& on) {
  const bool last = t.diverted || path.trunks.choose_hop(on, t.tried) < 0;
  return last ? sip::kGiveUp_ms : kHopPatience_ms;
}

void launch(call_path& path, slot_handle at, std::string_view bytes) {
  transaction& t = *path.transactions.find(at);
  t.heard = false;
  start_client(path, at, bytes, patience(path, t, path.trunks.at(t.trunk)));
  if (call* const c = path.calls.find(t.call)) {
    c->forwarded = true;
    c->callee = t.downstream;
    if (c->phase == call_phase::screening) c->phase = call_phase::setup;
    note(path, *c, leg::callee, direction::sent, {t.verb, t.cseq, 0});
  }
  arm(path, at);
}

/// A final answer before anything was forwarded.
void refuse_unforwarded(call_path& path, slot_handle at, const sip::message& in,
                        std::uint16_t status) {
  transaction& t = *path.transactions.find(at);
  char tag[16];
  const slot_handle call_at = t.call;
  respond(path, at, status,
          make_answer(path, in, t.source, {status, {}}, sip::local_tag(t.key, tag)));
  arm(path, at);
  end_call(path, call_at, status, ended_by::network, true);
}

/// Keeps both forms of a withheld caller's From: the callee's side only ever sees the second.
void mask_caller(call_path& path, call& c, const sip::message& in) {
  const sip::header* const from = in.find(sip::header_id::from);
  c.masked_from = path.bytes.keep(from->value);
  sip::writer shown(path.lines);
  shown.text("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
  if (!in.from.tag.empty()) shown.text(";tag=").text(in.from.tag);
  c.shown_from = path.bytes.keep(shown.view());
}

/// What the INVITE of a new call looks like to the next hop. The lines lie in `path.lines`.
sip::header_changes changes_of(call_path& path, const transaction& t, const sip::message& in,
                               const decision& decided) {
  const trunk& on = path.trunks.at(t.trunk);
  const header_options& with = on.options.headers;
  call* const c = path.calls.find(t.call);
  sip::header_changes changes;
  changes.strip = &on.rules.from_carrier;
  const bool label = decided.enforced == verdict::label;
  const bool withhold = decided.enforced == verdict::withhold && c != nullptr;
  if (label && with.label_by_display) changes.display = with.label_text;
  if (withhold) {
    mask_caller(path, *c, in);
    changes.from_value = c->shown_from.view();
    changes.strip_privacy = true;
    changes.strip_identity = with.withhold == withholding::strip;
  } else if (c != nullptr && on.options.passports.verstat) {
    add_verstat(path, *c, in, changes);
  }
  sip::writer lines(path.lines);
  if (label && with.label_by_header) lines.text(with.label_line).crlf();
  if (withhold) lines.text(kPrivacyLine);
  write_added_lines(lines, with, decided);
  if (lines.ok()) changes.extra_lines = lines.view();
  return changes;
}

}  // namespace

void write_retargeted(sip::writer& out, const sip::uri& target, std::string_view to) {
  out.text(target.scheme).text(":");
  const std::size_t user = target.text.find('@');
  const std::size_t begin = target.scheme.size() + 1;
  if (user != std::string_view::npos) out.text(target.text.substr(begin, user + 1 - begin));
  out.text(to);
  if (!target.parameters.empty()) out.text(";").text(target.parameters);
}

sip::proxy_branch branch_of(const transaction& t, slot_handle at) {
  constexpr std::uint64_t kGenerationMask = 0xfff'ffff;
  sip::proxy_branch out;
  out.transaction =
      std::uint64_t{t.attempt} << 60 | (at.generation & kGenerationMask) << 32 | at.index;
  out.loop = t.loop;
  return out;
}

slot_handle named_by(const call_path& path, std::string_view text) {
  sip::proxy_branch branch;
  if (!sip::read_branch(text, branch)) return {};
  slot_handle at = path.transactions.handle_at(static_cast<std::uint32_t>(branch.transaction));
  const transaction* t = path.transactions.find(at);
  if (t == nullptr || branch_of(*t, at).transaction != branch.transaction) {
    const auto carried = path.carried.find(branch.transaction);
    if (carried == path.carried.end()) return {};
    at = carried->second;
    t = path.transactions.find(at);
  }
  return t != nullptr && t->loop == branch.loop ? at : slot_handle{};
}

sip::header_changes masks(const call_path& path, std::uint16_t trunk_of_sender, const call* c,
                          leg to, bool is_request_of_caller) {
  sip::header_changes changes;
  const trunk& on = path.trunks.at(c != nullptr ? c->trunk : trunk_of_sender);
  changes.strip = to == leg::callee ? &on.rules.from_carrier : &on.rules.to_carrier;
  if (c == nullptr || !c->masked_from) return changes;
  const std::string_view value = to == leg::callee ? c->shown_from.view() : c->masked_from.view();
  // The caller is in From of its own requests and their responses, in To of the callee's.
  (is_request_of_caller ? changes.from_value : changes.to_value) = value;
  changes.strip_identity = c->enforced == verdict::withhold && is_request_of_caller &&
                           to == leg::callee && on.options.headers.withhold == withholding::strip;
  return changes;
}

void add_record_routes(const call_path& path, transaction& t, std::string_view request_uri,
                       sip::forward_options& options) {
  const auto& in_side = path.sockets.at(t.source.listener);
  const auto& out_side = path.sockets.at(t.downstream.listener);
  const bool secure = sip::equals_ignoring_case(request_uri.substr(0, 5), "sips:");
  options.record_route = secure ? in_side.secure_record_route : in_side.record_route;
  t.record_routes = 1;
  if (t.source.listener == t.downstream.listener) return;
  options.outer_record_route = secure ? out_side.secure_record_route : out_side.record_route;
  t.record_routes = 2;
}

void forward_invite(call_path& path, slot_handle at, const sip::message& in,
                    const decision& decided) {
  transaction& t = *path.transactions.find(at);
  auto plan = sip::plan_route(in, path.names);
  if (!plan) return refuse_unforwarded(path, at, in, 400);
  std::string_view divert;
  if (decided.enforced == verdict::divert) {
    divert = path.screening.divert_target(decided.rule);
  }
  std::array<char, 512> target_room;
  sip::writer target(target_room);
  if (!divert.empty()) plan->request_uri = divert;
  if (const auto to = path.sockets.peer_of(divert)) {
    t.diverted = true;
    t.downstream = *to;
  } else {  // a divert target with a host name is for the next hop to find
    if (!take_hop(path, t)) return refuse_unforwarded(path, at, in, 503);
    const auto uri = sip::parse_uri(plan->request_uri);
    t.rewrites_target = uri && uri->is_sip && path.names.are(*uri);
    if (t.rewrites_target) {
      write_retargeted(target, *uri, path.trunks.at(t.trunk).hops[t.hop].address);
      if (target.ok()) plan->request_uri = target.view();
    }
  }
  t.loop = sip::loop_hash(in, path.seed);
  const auto& out_side = path.sockets.at(t.downstream.listener);
  char branch[sip::kBranchLength];
  char received[48];
  sip::forward_options options;
  options.route = *plan;
  options.via_host = out_side.name.host;
  options.via_port = out_side.name.at.port;
  options.branch = sip::write_branch(branch_of(t, at), branch);
  options.received = received_text(in, t.source.at, received);
  options.rport = t.source.at.port;
  options.transport = path.sockets.via_transport(t.downstream);
  add_record_routes(path, t, in.request_uri, options);
  options.changes = changes_of(path, t, in, decided);
  sip::writer out(path.scratch);
  sip::write_forwarded(out, in, options);
  if (!out.ok() || out.size() > kLargestDatagram) return refuse_unforwarded(path, at, in, 513);
  launch(path, at, out.view());
}

bool try_next_hop(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  if (t.diverted || t.answered || t.cancelled_by_caller || t.attempt == kMostAttempts) return false;
  if (!read_kept(path, t) || !take_hop(path, t)) return false;
  ++t.attempt;
  const sip::message& sent = path.sent;
  sip::writer out(path.scratch);
  std::array<char, 512> target_room;
  sip::writer target(target_room);
  const auto uri = sip::parse_uri(sent.request_uri);
  if (t.rewrites_target && uri)
    write_retargeted(target, *uri, path.trunks.at(t.trunk).hops[t.hop].address);
  out.request_line(sent.verb_text, target.size() != 0 ? target.view() : sent.request_uri);
  const auto& out_side = path.sockets.at(t.downstream.listener);
  char branch[sip::kBranchLength];
  sip::write_via(out, path.sockets.via_transport(t.downstream), out_side.name.host,
                 out_side.name.at.port, sip::write_branch(branch_of(t, at), branch));
  // The first lines were our Via and Record-Route.
  const std::size_t own_lines = t.record_routes;
  sip::forward_options options;
  add_record_routes(path, t, sent.request_uri, options);
  sip::write_record_routes(out, options);
  out.text(sent.bytes.substr(sent.headers[own_lines].line_end));
  if (!out.ok()) return false;
  launch(path, at, out.view());
  return true;
}

}  // namespace qorgan::gateway
