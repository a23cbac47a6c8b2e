#include "gateway/teardown_driver.h"

#include <algorithm>

#include "gateway/answers.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/watcher.h"
#include "sip/dialog.h"
#include "sip/refusal.h"

namespace qorgan::gateway {
namespace {

constexpr std::string_view kNotLive = "no such live call";
constexpr std::string_view kOnlyAsked =
    "only the switch that asked about the call can end it: nothing was sent";
constexpr std::string_view kOnlyWatched =
    "the call is only watched: it does not pass through the centre, nothing was sent";

std::string_view why_out_of_reach(call_path& path, call_key key) {
  if (path.watch && path.watch->is_watching(key)) return kOnlyWatched;
  if (path.asked && is_asked_about(path, key)) return kOnlyAsked;
  return kNotLive;
}

/// "operator:aigerim" is written as "operator": the other side learns the class, not the name.
std::string_view actor_class(std::string_view words) {
  return words.substr(0, words.find_first_of(":\n"));
}

/// The second line when it is an identifier; words of people stay inside.
std::string_view cause_id(std::string_view words) {
  const std::size_t line = words.find('\n');
  if (line == std::string_view::npos) return {};
  const std::string_view cause = words.substr(line + 1);
  const auto is_id = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return std::ranges::all_of(cause, is_id) ? cause : std::string_view{};
}

}  // namespace

void write_reason(sip::writer& out, const call& c) {
  const std::string_view words = c.drop_words.view();
  out.text("Reason: SIP;cause=").number(c.drop_code).text(";text=\"ended by ");
  for (const char each : actor_class(words)) {
    if (each > ' ' && each < 0x7f && each != '"' && each != '\\') out.text({&each, 1});
  }
  if (const auto id = cause_id(words); !id.empty()) out.text(" ").text(id);
  out.text("\"").crlf();
}

namespace {

void send_to(call_path& path, slot_handle call_at, leg towards, sip::method verb) {
  call& c = *path.calls.find(call_at);
  if (!c.dialog) return;
  auto parts = sip::unpack({c.dialog.data, c.dialog.size});
  if (towards == leg::callee && c.shown_from) parts.caller = c.shown_from.view();
  const transaction* const invite = path.transactions.find(c.invite);
  const bool ack = verb == sip::method::ack;
  std::uint32_t& used = c.cseq[side_index(other_side(towards))];
  if (!ack) ++used;
  sip::writer reason(path.lines);
  if (!ack) write_reason(reason, c);
  inside_request request;
  request.towards = towards;
  request.verb = verb;
  request.cseq = ack && invite != nullptr ? invite->cseq : used;
  request.to = towards == leg::caller ? c.caller : c.callee;
  request.trunk = c.trunk;
  request.call = call_at;
  request.extra_lines = reason.view();
  send_inside(path, parts, request);
}

void refuse_caller(call_path& path, call& c) {
  transaction* const t = path.transactions.find(c.invite);
  if (t == nullptr) return;
  std::array<char, 1'024> room;
  sip::writer lines(room);
  if (path.options.refusal_url.empty() || c.drop_code != 603) {
    write_reason(lines, c);
  } else {
    sip::write_refusal_lines(lines, {c.drop_code, path.options.refusal_url, c.key});
  }
  const answer with{c.drop_code, lines.ok() ? lines.view() : std::string_view{}};
  if (t->pending || !t->has_client) {
    t->pending = false;
    answer_kept(path, c.invite, with);
  } else {
    answer_sent(path, c.invite, with);
  }
}

/// A second phone that answered (dialogs.h): its dialog gets its BYE both ways, and is not
/// followed.
void hang_up_other(call_path& path, call& c) {
  if (!c.other_dialog) return;
  auto parts = sip::unpack({c.other_dialog.data, c.other_dialog.size});
  std::array<char, 512> room;
  sip::writer reason(room);
  write_reason(reason, c);
  for (const leg side : {leg::callee, leg::caller}) {
    parts.caller = side == leg::callee && c.shown_from
                       ? c.shown_from.view()
                       : sip::unpack({c.other_dialog.data, c.other_dialog.size}).caller;
    inside_request request;
    request.towards = side;
    request.cseq = ++c.cseq[side_index(other_side(side))];
    request.to = side == leg::caller ? c.caller : c.callee;
    request.trunk = c.trunk;
    request.extra_lines = reason.view();
    send_inside(path, parts, request);
  }
}

sip::drop_phase phase_of(const call& c) {
  if (c.phase == call_phase::answered) {
    return c.acked ? sip::drop_phase::answered : sip::drop_phase::unacked;
  }
  return c.forwarded ? sip::drop_phase::early : sip::drop_phase::unforwarded;
}

void report(call_path& path, call& c, const sip::teardown_step& step) {
  for (const teardown_state state : step.reports) {
    const bool failed = state == teardown_state::failed;
    if (failed) ++path.figures.drops_failed;
    if (state == teardown_state::confirmed) ++path.figures.drops_confirmed;
    record_teardown(path, c, state, failed ? step.trouble : std::string_view{});
  }
}

}  // namespace

void send_inside(call_path& path, const sip::dialog_parts& dialog, const inside_request& request) {
  peer to = request.to;
  const call* const of = path.calls.find(request.call);
  const std::string_view next = sip::next_element(dialog, request.towards);
  if (const auto there = peer_inside(path, next, of, request.towards)) to = *there;
  const bool ack = request.verb == sip::method::ack;
  const slot_handle at = ack ? slot_handle{} : open_transaction(path, transaction_role::bye, true);
  transaction stateless;
  transaction& t = at ? *path.transactions.find(at) : stateless;
  t.loop = path.seed ^ ++path.stateless;
  char branch[sip::kBranchLength];
  const auto& side = path.sockets.at(to.listener);
  sip::in_dialog_options options;
  options.towards = request.towards;
  options.verb = sip::to_string(request.verb);
  options.cseq = request.cseq;
  options.via_host = side.name.host;
  options.via_port = side.name.at.port;
  options.transport = path.sockets.via_transport(to);
  options.branch = sip::write_branch(branch_of(t, at), branch);
  options.extra_lines = request.extra_lines;
  sip::writer out(path.scratch);
  sip::write_in_dialog(out, dialog, options);
  if (!out.ok()) return close_transaction(path, at);
  if (call* const c = path.calls.find(request.call)) {
    note(path, *c, request.towards, direction::sent, {request.verb, request.cseq, 0});
  }
  if (!at) return send_request(path, to, out.view());
  t.verb = request.verb;
  t.cseq = request.cseq;
  t.from = request.towards;
  t.trunk = request.trunk;
  t.call = request.call;
  t.downstream = to;
  start_client(path, at, out.view());
  arm(path, at);
}

void start_drop(call_path& path, const drop_request& request) {
  if (std::ranges::find(path.dropped, request.key) != path.dropped.end()) return;
  ++path.figures.drops_requested;
  const slot_handle at = find_call(path, request.key);
  call* const c = path.calls.find(at);
  if (c == nullptr || c->phase == call_phase::ending) {
    ++path.figures.drops_failed;
    record_teardown_failed(path, request, why_out_of_reach(path, request.key));
    return;
  }
  path.dropped[path.next_dropped++ % path.dropped.size()] = request.key;
  sip::writer words(path.lines);
  words.text(std::string_view(request.actor).substr(0, 63)).text("\n");
  words.text(std::string_view(request.cause).substr(0, 95));
  c->drop_words = path.bytes.keep(words.view());
  c->drop_ends_ms = path.now_ms + path.options.teardown_timeout_ms;
  c->repeat_ms = static_cast<std::int32_t>(sip::kT1_ms);
  set_call_timer(path, at, std::min(c->drop_ends_ms, path.now_ms + c->repeat_ms));
  hang_up_other(path, *c);
  run_step(path, at, c->cut.start(phase_of(*c)));
}

void run_step(call_path& path, slot_handle call_at, const sip::teardown_step& step) {
  call* const c = path.calls.find(call_at);
  if (c == nullptr) return;
  if (step.refuse_caller) refuse_caller(path, *c);
  if (step.cancel_callee) {
    std::array<char, 512> room;
    sip::writer reason(room);
    write_reason(reason, *c);
    request_cancel(path, c->invite, reason.view());
  }
  if (step.ack_callee) send_to(path, call_at, leg::callee, sip::method::ack);
  if (step.bye_callee) send_to(path, call_at, leg::callee, sip::method::bye);
  if (step.bye_caller) send_to(path, call_at, leg::caller, sip::method::bye);
  report(path, *c, step);
  if (!step.finished) return;
  const bool answered = c->phase == call_phase::answered;
  end_call(path, call_at, answered ? 200 : c->drop_code, ended_by::centre);
}

void on_drop_deadline(call_path& path, slot_handle call_at) {
  call& c = *path.calls.find(call_at);
  if (path.now_ms >= c.drop_ends_ms) {
    run_step(path, call_at, c.cut.on_deadline());
    return;
  }
  // The callee, acknowledged by us, repeats its 2xx no more: until the caller's ACK it is our turn.
  const transaction* const t = path.transactions.find(c.invite);
  if (t != nullptr && c.phase == call_phase::answered && !c.acked && t->response) {
    path.sockets.send(t->upstream, t->response.view());
    ++path.figures.retransmissions;
  }
  c.repeat_ms = std::min<std::int32_t>(2 * c.repeat_ms, static_cast<std::int32_t>(sip::kT2_ms));
  set_call_timer(path, call_at, std::min(c.drop_ends_ms, path.now_ms + c.repeat_ms));
}

void on_bye_final(call_path& path, slot_handle at, std::uint16_t status) {
  const transaction& t = *path.transactions.find(at);
  const leg side = t.from;
  const slot_handle call_at = t.call;
  call* const c = path.calls.find(call_at);
  if (c == nullptr) return;
  if (status != 0) note(path, *c, side, direction::received, {t.verb, t.cseq, status});
  run_step(path, call_at, c->cut.on_bye_final(side, status));
}

}  // namespace qorgan::gateway
