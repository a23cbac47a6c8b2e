// Life of a new call, top to bottom. What must hold between the steps:
//  - Nothing the message contains has been trusted before its sender was found among the trunks.
//  - Behind describe_call the caller's identity is final.
//  - An emergency call is known as such before any limit is looked at, and no limit applies to it.
//  - Behind record_started the decision stands in the journal's queue, in the engine's order.
//  - Only release_refusals refuses, and only what the journal has committed.
#include "gateway/screening.h"

#include "engine/policy.h"
#include "gateway/answers.h"
#include "gateway/figures.h"
#include "gateway/identity.h"
#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "sip/refusal.h"

namespace qorgan::gateway {
namespace {

constexpr std::string_view kRetryAfter = "Retry-After: 5\r\n";

bool within_ceilings(call_path& path, trunk& on) {
  const std::uint32_t live = on.options.max_live_calls;
  return (live == 0 || on.figures.live < live) && on.calls.take(path.now_ms);
}

/// RFC 3261 §16.3: what a proxy checks before anything else. 0: nothing is wrong.
std::uint16_t reasonable(call_path& path) {
  const sip::message& in = path.in;
  if (in.max_forwards == 0) return 483;
  const sip::uri& target = path.target;
  if (!target.is_sip && !sip::equals_ignoring_case(target.scheme, "tel") &&
      !sip::equals_ignoring_case(target.scheme, "urn")) {
    return 416;
  }
  if (in.find(sip::header_id::proxy_require) != nullptr) return 420;
  if (in.via_count > 1 && sip::is_loop(in, path.names, sip::loop_hash(in, path.seed))) return 482;
  return 0;
}

void answer_unreasonable(call_path& path, const arrival& from, std::uint16_t status) {
  sip::writer lines(path.lines);
  if (status == 420) {
    lines.header_line("Unsupported", path.in.find(sip::header_id::proxy_require)->value);
  }
  answer_invite(path, from, {status, lines.view()});
}

/// Lines of a redirect trunk's final answer.
std::string_view redirect_lines(call_path& path, const sip::message& in, const decision& decided,
                                std::uint16_t status) {
  sip::writer lines(path.lines);
  if (status >= 300 && status < 400) {
    std::string_view target = in.request_uri;
    if (decided.enforced == verdict::divert) {
      const auto divert = engine::divert_target(path.screening.policy(), decided.rule);
      if (!divert.empty()) target = divert;
    }
    lines.text("Contact: <").text(target).text(">").crlf();
    sip::write_verdict_lines(lines, decided, decided.enforced);
  }
  if (decided.enforced == verdict::block) {
    sip::write_refusal_lines(lines, {status, path.options.refusal_url, decided.key});
  }
  return lines.ok() ? lines.view() : std::string_view{};
}

/// False: there is no room, or no record can become durable; the call must pass.
bool queue_refusal(call_path& path, slot_handle at, std::uint64_t seq, const decision& decided) {
  transaction& t = *path.transactions.find(at);
  if (seq == 0 || !path.journal.healthy()) return false;
  t.request = path.bytes.keep(path.in.bytes);
  if (!t.request) return false;
  t.refuse_with = status_for(path.trunks.at(t.trunk).options, decided);
  t.decided = decided.key;
  t.pending = path.refusals.push({at, seq, path.now_ms + path.options.commit_patience_ms});
  if (!t.pending) path.bytes.give_back(t.request);
  return t.pending;
}

/// A transaction for the INVITE in `path.in`; empty when the table is full.
slot_handle begin_transaction(call_path& path, const arrival& from, transaction_role role,
                              const sip::transaction_key& key, bool emergency) {
  const slot_handle at = open_transaction(path, role, emergency);
  if (!at) return {};
  if (!index_transaction(path, at, key)) {
    close_transaction(path, at);
    return {};
  }
  transaction& t = *path.transactions.find(at);
  t.verb = sip::method::invite;
  t.initial = true;
  t.cseq = path.in.cseq.number;
  t.trunk = from.who.trunk;
  t.server = sip::server_transaction(true, false);
  t.source = from.from;
  t.upstream = reply_peer(path.in, from.from);
  return at;
}

void redirect_call(call_path& path, const arrival& from, const sip::transaction_key& key,
                   const call_started& event) {
  trunk& on = path.trunks.at(from.who.trunk);
  const slot_handle at =
      begin_transaction(path, from, transaction_role::answer, key, event.emergency);
  decision decided = screen(path, event);
  if (event.emergency) decided.enforced = verdict::pass;
  count_verdict(on.figures, decided, event.emergency);
  const bool block = decided.enforced == verdict::block;
  std::uint16_t status = status_for(on.options, decided);
  const sip::method verb = sip::method::invite;
  const std::uint32_t cseq = path.in.cseq.number;
  inline_vector<ladder_entry, 2> messages;
  messages.push_back(entry_of(path.now, leg::caller, direction::received, {verb, cseq, 0}));
  if (!block) {
    messages.push_back(entry_of(path.now, leg::caller, direction::sent, {verb, cseq, status}));
  }
  const std::uint64_t seq = record_started(path, messages);
  if (block) {
    if (at && queue_refusal(path, at, seq, decided)) return;
    ++path.figures.not_enforced;
    ++on.figures.passed;
    decided.enforced = verdict::pass;
    status = on.options.answers.pass;
  }
  const answer with{status, redirect_lines(path, path.in, decided, status)};
  if (!at) {
    answer_statelessly(path, from, with);
    return;
  }
  char tag[16];
  respond(path, at, status, make_answer(path, path.in, from.from, with, sip::local_tag(key, tag)));
  arm(path, at);
}

void send_trying(call_path& path, slot_handle at, call& c) {
  transaction& t = *path.transactions.find(at);
  const std::string_view trying = make_answer(path, path.in, t.source, {100, {}}, {});
  if (trying.empty()) return;
  path.sockets.send(t.upstream, trying);
  note(path, c, leg::caller, direction::sent, {sip::method::invite, t.cseq, 100});
}

/// Emergency calls go on even when the table of calls is full: without an entry, only forwarded.
slot_handle begin_call(call_path& path, slot_handle at, const call_started& event) {
  const slot_handle call_at = open_call(path, event.key, path.transactions.find(at)->trunk);
  if (!call_at) return {};
  call& c = *path.calls.find(call_at);
  c.emergency = event.emergency;
  c.invite = at;
  c.caller = path.transactions.find(at)->upstream;
  c.cseq[side_index(leg::caller)] = path.in.cseq.number;
  c.drop_code = path.trunks.at(c.trunk).options.answers.block;
  index_call(path, call_at, path.in.call_id, path.in.from.tag);
  path.transactions.find(at)->call = call_at;
  note(path, c, leg::caller, direction::received, line_of(path.in));
  return call_at;
}

void proxy_call(call_path& path, const arrival& from, const sip::transaction_key& key,
                const call_started& event) {
  trunk& on = path.trunks.at(from.who.trunk);
  const slot_handle at =
      begin_transaction(path, from, transaction_role::relay, key, event.emergency);
  const slot_handle call_at = at ? begin_call(path, at, event) : slot_handle{};
  if (!at || (!call_at && !event.emergency)) {
    if (at) close_transaction(path, at);
    answer_statelessly(path, from, {503, kRetryAfter});
    return;
  }
  call* const c = path.calls.find(call_at);
  if (c != nullptr) send_trying(path, at, *c);
  decision decided = screen(path, event);
  if (event.emergency) decided.enforced = verdict::pass;
  count_verdict(on.figures, decided, event.emergency);
  const std::uint64_t seq = c != nullptr ? record_started(path, *c) : record_started(path, {});
  if (decided.enforced == verdict::block) {
    if (queue_refusal(path, at, seq, decided)) return;
    ++path.figures.not_enforced;
    ++on.figures.passed;
    decided.enforced = verdict::pass;
  }
  if (c != nullptr) c->enforced = decided.enforced;
  forward_invite(path, at, path.in, decided);
}

/// Returns false when the refusal at the head must wait on.
bool release_one(call_path& path, const pending_refusal& head, bool healthy) {
  transaction* const t = path.transactions.find(head.transaction);
  if (t == nullptr || !t->pending) return true;  // cancelled or dropped meanwhile
  const bool durable = path.journal.committed() >= head.seq;
  if (!durable && healthy && path.now_ms < head.patience_ends_ms) return false;
  t->pending = false;
  trunk& on = path.trunks.at(t->trunk);
  const slot_handle call_at = t->call;
  decision decided;
  decided.key = t->decided;
  if (durable) {
    const std::uint16_t status = t->refuse_with;
    ++on.figures.blocked;
    sip::writer lines(path.lines);
    sip::write_refusal_lines(lines, {status, path.options.refusal_url, t->decided});
    const std::uint32_t cseq = t->cseq;
    answer_kept(path, head.transaction, {status, lines.ok() ? lines.view() : std::string_view{}});
    if (call_at) {
      end_call(path, call_at, status, ended_by::centre, true);
    } else {
      record_ended(
          path, {decided.key, path.now, status, ended_by::centre},
          entry_of(path.now, leg::caller, direction::sent, {sip::method::invite, cseq, status}));
    }
    return true;
  }
  ++path.figures.not_enforced;
  ++on.figures.passed;
  if (t->role == transaction_role::answer) {
    const std::uint16_t status = on.options.answers.pass;
    if (read_kept(path, *t)) {
      answer_kept(path, head.transaction,
                  {status, redirect_lines(path, path.sent, decided, status)});
    }
    return true;
  }
  if (call* const c = path.calls.find(call_at)) c->enforced = verdict::pass;
  stored original = t->request;  // forwarding keeps its own copy in its place
  t->request = {};
  if (sip::parse(original.view(), path.sent)) {
    forward_invite(path, head.transaction, path.sent, decided);
  }
  path.bytes.give_back(original);
  return true;
}

}  // namespace

std::uint16_t status_for(const trunk_options& on, const decision& decided) {
  switch (decided.enforced) {
    case verdict::pass: return on.answers.pass;
    case verdict::alert: return on.answers.alert;
    case verdict::label: return on.answers.label;
    case verdict::withhold: return on.answers.withhold;
    case verdict::divert: return on.answers.divert;
    case verdict::block: break;
  }
  return decided.answer_code != 0 ? decided.answer_code : on.answers.block;
}

void on_new_invite(call_path& path, const arrival& from, const sip::transaction_key& key) {
  trunk& on = path.trunks.at(from.who.trunk);
  if (from.who.next_hop_only) {  // a switch that is no trunk places no calls here
    ++path.figures.unknown_source;
    answer_statelessly(path, from, {403, {}});
    return;
  }
  path.target = sip::parse_uri(path.in.request_uri).value_or(sip::uri{});
  if (const std::uint16_t status = reasonable(path); status != 0) {
    answer_unreasonable(path, from, status);
    return;
  }
  ++on.figures.attempts;
  on.attempts.count(path.now_ms);
  const bool emergency = is_emergency_call(path, on);
  if (!emergency && !within_ceilings(path, on)) {
    answer_invite(path, from, {503, kRetryAfter});
    return;
  }
  call_started event;
  event.emergency = emergency;
  describe_call(path, from, event);
  if (on.options.mode == trunk_mode::redirect) {
    redirect_call(path, from, key, event);
  } else {
    proxy_call(path, from, key, event);
  }
}

void release_refusals(call_path& path) {
  const bool healthy = path.journal.healthy();
  while (const pending_refusal* const head = path.refusals.front()) {
    const pending_refusal copy = *head;
    if (!release_one(path, copy, healthy)) return;
    path.refusals.pop_front();
  }
}

}  // namespace qorgan::gateway
