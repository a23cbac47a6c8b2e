#include "gateway/teardown_driver.h"

#include <algorithm>

#include "gateway/answers.h"
#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "sip/dialog.h"
#include "sip/refusal.h"

namespace qorgan::gateway {
namespace {

constexpr std::string_view kNotLive = "no such live call";
constexpr std::string_view kOnlyAsked =
    "only the switch that asked about the call can end it: nothing was sent";

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

void write_reason(sip::writer& out, const call& c) {
  const std::string_view words = c.drop_words.view();
  out.text("Reason: SIP;cause=").number(c.drop_code).text(";text=\"ended by ");
  for (const char each : actor_class(words)) {
    if (each > ' ' && each < 0x7f && each != '"' && each != '\\') out.text({&each, 1});
  }
  if (const auto id = cause_id(words); !id.empty()) out.text(" ").text(id);
  out.text("\"").crlf();
}

void send_inside(call_path& path, slot_handle call_at, leg towards, sip::method verb) {
  call& c = *path.calls.find(call_at);
  if (!c.dialog) return;
  auto parts = sip::unpack({c.dialog.data, c.dialog.size});
  if (towards == leg::callee && c.shown_from) parts.caller = c.shown_from.view();
  peer to = towards == leg::caller ? c.caller : c.callee;
  if (const auto at = sip::numeric_target(sip::next_element(parts, towards))) {
    to = {*at, path.sockets.towards(*at), 0};
  }
  const transaction* const invite = path.transactions.find(c.invite);
  const bool ack = verb == sip::method::ack;
  std::uint32_t& used = c.cseq[side_index(other_side(towards))];
  if (!ack) ++used;
  const std::uint32_t cseq = ack && invite != nullptr ? invite->cseq : used;

  const slot_handle at = ack ? slot_handle{} : open_transaction(path, transaction_role::bye, true);
  transaction stateless;
  transaction& t = at ? *path.transactions.find(at) : stateless;
  t.loop = path.seed ^ ++path.stateless;
  char branch[sip::kBranchLength];
  sip::writer reason(path.lines);
  if (!ack) write_reason(reason, c);
  const auto& side = path.sockets.at(to.listener);
  sip::in_dialog_options options;
  options.towards = towards;
  options.verb = sip::to_string(verb);
  options.cseq = cseq;
  options.via_host = side.name.host;
  options.via_port = side.name.at.port;
  options.branch = sip::write_branch(branch_of(t, at), branch);
  options.extra_lines = reason.view();
  sip::writer out(path.scratch);
  sip::write_in_dialog(out, parts, options);
  if (!out.ok()) return close_transaction(path, at);
  path.sockets.send(to, out.view());
  note(path, c, towards, direction::sent, {verb, cseq, 0});
  if (!at) return;
  t.verb = verb;
  t.cseq = cseq;
  t.from = towards;
  t.trunk = c.trunk;
  t.call = call_at;
  t.downstream = to;
  t.request = path.bytes.keep(out.view());
  t.has_client = true;
  t.client = sip::client_transaction(false, false, 0);
  t.client.start(path.now_ms);
  arm(path, at);
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

void start_drop(call_path& path, const drop_request& request) {
  if (std::ranges::find(path.dropped, request.key) != path.dropped.end()) return;
  ++path.figures.drops_requested;
  const slot_handle at = find_call(path, request.key);
  call* const c = path.calls.find(at);
  if (c == nullptr || c->phase == call_phase::ending) {
    ++path.figures.drops_failed;
    const bool asked = path.asked && is_asked_about(path, request.key);
    record_teardown_failed(path, request, asked ? kOnlyAsked : kNotLive);
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
  if (step.ack_callee) send_inside(path, call_at, leg::callee, sip::method::ack);
  if (step.bye_callee) send_inside(path, call_at, leg::callee, sip::method::bye);
  if (step.bye_caller) send_inside(path, call_at, leg::caller, sip::method::bye);
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
