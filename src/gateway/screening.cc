// Life of a new call, top to bottom. What must hold between the steps:
//  - Nothing the message contains has been trusted before its sender was found among the trunks.
//  - Behind describe_call the caller's identity is final.
//  - Behind wait_for_identity what is known of its PASSporT is final; an INVITE that waited for it
//    is described anew when it goes on, as if it had arrived then.
//  - An emergency call is known as such before any limit is looked at, and no limit applies to it.
//  - Behind record_started the decision stands in the journal's queue, in the engine's order.
//  - Only release_refusals refuses, and only what the journal has committed.
#include "gateway/screening.h"

#include "engine/policy.h"
#include "gateway/admission.h"
#include "gateway/answers.h"
#include "gateway/figures.h"
#include "gateway/identity.h"
#include "gateway/identity_wait.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/refusals.h"
#include "gateway/watcher.h"

namespace qorgan::gateway {
namespace {

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
  const auto why = block ? queue_refusal(path, at, seq, decided) : std::nullopt;
  const bool refused = block && !why;
  if (path.watch) path.watch->on_verdict(event, refused);
  if (refused) return;
  if (block) {
    decided.enforced = verdict::pass;
    status = on.options.answers.pass;
    waive(path, on, {decided.key, path.now, *why, status}, cseq);
  }
  const answer with{status, redirect_lines(path, on.options, path.in, decided, status, &event)};
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
  if (!t.trying_sent) {
    const std::string_view trying = make_answer(path, path.in, t.source, {100, {}}, {});
    if (trying.empty()) return;
    path.sockets.send(t.upstream, trying);
  }
  note(path, c, leg::caller, direction::sent, {sip::method::invite, t.cseq, 100});
}

/// Emergency calls go on even when the table of calls is full: without an entry, only forwarded.
slot_handle begin_call(call_path& path, slot_handle at, const call_started& event) {
  const slot_handle call_at = open_call(path, event.key, path.transactions.find(at)->trunk);
  if (!call_at) return {};
  call& c = *path.calls.find(call_at);
  c.emergency = event.emergency;
  c.passport = event.passport;
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
    const auto why = queue_refusal(path, at, seq, decided);
    if (!why) return;
    waive(path, on, {decided.key, path.now, *why, 0}, path.in.cseq.number);
    decided.enforced = verdict::pass;
  }
  if (c != nullptr) c->enforced = decided.enforced;
  forward_invite(path, at, path.in, decided);
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
  // A switch that is no trunk places no calls here, and one that is only watched none either.
  if (from.who.next_hop_only || on.options.mode == trunk_mode::watch) {
    ++path.figures.unknown_source;
    path.rejected.note(
        {rejection::stranger, "next_hop_only", from.from.at, path.now, path.in.bytes});
    answer_statelessly(path, from, {403, {}});
    return;
  }
  path.target = sip::parse_uri(path.in.request_uri).value_or(sip::uri{});
  if (const std::uint16_t status = reasonable(path); status != 0) {
    answer_unreasonable(path, from, status);
    return;
  }
  if (was_refused(path, from, key)) return;
  ++on.figures.attempts;
  on.attempts.count(path.now_ms);
  const bool emergency = is_emergency_call(path, on);
  if (!emergency && !admit(path, from, key)) return;
  call_started event;
  event.unscreened = !emergency && !path.load.screen(from.who.trunk);
  if (event.unscreened) ++on.figures.unscreened;
  event.emergency = emergency;
  describe_call(path, from, event);
  if (wait_for_identity(path, from, key, event)) return;  // comes back to screen_invite
  screen_invite(path, from, key, event);
}

void screen_invite(call_path& path, const arrival& from, const sip::transaction_key& key,
                   const call_started& event) {
  if (path.trunks.at(from.who.trunk).options.mode == trunk_mode::redirect) {
    redirect_call(path, from, key, event);
  } else {
    proxy_call(path, from, key, event);
  }
}

}  // namespace qorgan::gateway
