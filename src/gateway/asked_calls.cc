// Calls that a switch asks about over HTTP. It carries the call itself, so nothing is forwarded or
// refused here; what must hold is what holds for SIP (screening.cc): identity is final before the
// engine looks, engine and journal see the same order, a refusal is answered only once its record
// is durable, an emergency call passes.
#include "gateway/asked_calls.h"

#include <algorithm>

#include "engine/policy.h"
#include "gateway/asked_life.h"
#include "gateway/call_path.h"
#include "gateway/figures.h"
#include "gateway/identity.h"
#include "gateway/recorder.h"
#include "gateway/refusals.h"
#include "gateway/screening.h"

namespace qorgan::gateway {
namespace {

using outcome = enquiry_answer::outcome;

constexpr std::uint16_t kNoTrunk = 0xffff;

std::uint16_t index_of(call_path& path, trunk_id id) {
  const auto& all = path.trunks.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].options.id == id) return static_cast<std::uint16_t>(i);
  }
  return kNoTrunk;
}

/// The same call id for other numbers or on another trunk is another call.
std::uint64_t name_of(const call_path& path, trunk_id trunk, std::string_view caller,
                      std::string_view callee, std::string_view call_id) {
  if (call_id.empty()) return 0;
  std::uint64_t h = combine(path.seed, trunk.value);
  for (const std::string_view part : {caller, callee, call_id}) h = hash_bytes(part, h);
  return h != 0 ? h : 1;
}

void send(asked_calls& asked, const enquiry_answer& answer) {
  if (answer.ticket == 0) return;
  asked.answers.push(answer);
  asked.answered = true;
}

call_started event_of(call_path& path, const enquiry& asked, const trunk& on) {
  call_started event;
  event.key = next_key(path);
  event.at = path.now;
  event.trunk = on.options.id;
  event.kind = on.options.kind;
  event.mode = on.options.enforced;
  event.seen = seen_by::screened;
  event.attested = asked.attested;
  event.carrier_country = on.options.where;
  fill(event.caller, asked.caller, on.options.numbers);
  fill(event.callee, asked.callee, on.options.numbers);
  event.emergency =
      asked.emergency || is_emergency(asked.callee, on.options.numbers,
                                      engine::emergency_numbers(path.screening.policy()));
  event.unscreened = path.now_ms * 1'000'000 > asked.deadline_ns;
  event.source = asked.source;
  event.media = asked.media;
  event.fingerprint = asked.fingerprint;
  event.sip_call_id = asked.call_id;
  event.user_agent = asked.user_agent;
  return event;
}

enquiry_answer answer_of(call_path& path, const call_started& event, const decision& decided,
                         const trunk& on) {
  enquiry_answer out;
  out.made = decided;
  out.mode = on.options.enforced;
  out.unscreened = event.unscreened;
  if (event.unscreened) out.open = fail_open::late;
  if (decided.enforced == verdict::block) out.refuse_with = status_for(on.options, decided);
  if (decided.enforced == verdict::divert) {
    out.divert_to.assign(path.screening.divert_target(decided.rule));
  }
  return out;
}

void pass_for_want_of_record(call_path& path, trunk& on, enquiry_answer& answer, waiver why) {
  waive(path, on, {answer.made.key, path.now, why, 0}, 0);
  answer.made.enforced = verdict::pass;
  answer.refuse_with = 0;
  answer.open = fail_open::no_record;
}

/// Somebody asks again. While the first answer waits for its record so does this one.
void repeat(call_path& path, const enquiry& again, const asked_call& call) {
  asked_calls& asked = *path.asked;
  ++path.figures.asked.repeated;
  enquiry_answer answer = call.said;
  answer.ticket = again.ticket;
  answer.what = outcome::repeated;
  if (call.pending) {
    const std::int64_t patience = std::min<std::int64_t>(
        path.now_ms + path.options.commit_patience_ms, again.deadline_ns / 1'000'000);
    if (asked.pending.push({answer, call.seq, patience, call.trunk, false})) return;
    answer.made.enforced = verdict::pass;
    answer.refuse_with = 0;
    answer.open = fail_open::no_record;
  }
  send(asked, answer);
}

void on_letter(call_path& path, const enquiry& of) {
  asked_calls& asked = *path.asked;
  const std::uint16_t index = index_of(path, of.trunk);
  if (index == kNoTrunk) {
    enquiry_answer unknown;
    unknown.ticket = of.ticket;
    unknown.what = outcome::unknown_trunk;
    return send(asked, unknown);
  }
  const std::uint64_t name = name_of(path, of.trunk, of.caller, of.callee, of.call_id);
  if (const asked_call* const before = find_by_name(asked, name)) return repeat(path, of, *before);
  trunk& on = path.trunks.at(index);
  ++path.figures.asked.calls;
  ++on.figures.attempts;
  on.attempts.count(path.now_ms);
  const call_started event = event_of(path, of, on);
  if (event.unscreened) ++on.figures.unscreened;
  // Beyond this point the caller's identity is final.
  decision decided = screen(path, event);
  if (event.emergency) decided.enforced = verdict::pass;
  count_verdict(on.figures, decided, event.emergency);
  const std::uint64_t seq = record_started(path, {});
  // Beyond this point the decision stands in the journal's queue.
  enquiry_answer answer = answer_of(path, event, decided, on);
  answer.ticket = of.ticket;
  const bool block = decided.enforced == verdict::block;
  const std::int64_t patience = std::min<std::int64_t>(
      path.now_ms + path.options.commit_patience_ms, of.deadline_ns / 1'000'000);
  const bool waits = block && seq != 0 && path.journal.healthy() &&
                     asked.pending.push({answer, seq, patience, index, true});
  if (block && !waits) {
    const bool down = seq == 0 || !path.journal.healthy();
    pass_for_want_of_record(path, on, answer, down ? waiver::journal_down : waiver::no_room);
  }
  if (asked_call* const call = open_entry(path, event.key, name, index)) {
    call->said = answer;
    call->started_at = path.now;
    call->pending = waits;
    call->seq = seq;
    ++on.figures.live;
    ++asked.live;
    set_timer(asked, *call, path.now_ms + asked.options.unheard_ms);
  }
  if (!waits) send(asked, answer);
}

void on_letter(call_path& path, const call_news& news) {
  ++path.figures.asked.news;
  enquiry_answer answer;
  answer.ticket = news.ticket;
  answer.what = take_news(path, news);
  send(*path.asked, answer);
}

/// False: the answer at the head waits on.
bool release_one(call_path& path, const pending_answer& head, bool healthy) {
  const bool durable = path.journal.committed() >= head.seq;
  if (!durable && healthy && path.now_ms < head.patience_ends_ms) return false;
  enquiry_answer answer = head.answer;
  trunk& on = path.trunks.at(head.trunk);
  if (!durable && head.first) {
    const waiver why = healthy ? waiver::record_late : waiver::journal_down;
    pass_for_want_of_record(path, on, answer, why);
  } else if (!durable) {
    answer.made.enforced = verdict::pass;
    answer.refuse_with = 0;
    answer.open = fail_open::no_record;
  }
  if (head.first) {
    if (durable) ++on.figures.blocked;
    if (asked_call* const call = find(*path.asked, answer.made.key)) {
      call->pending = false;
      call->said = answer;
      if (durable && call->phase != asked_phase::over) {
        end(path, *call, answer.refuse_with, ended_by::centre);
      }
    } else if (durable) {
      record_event(path,
                   call_ended{answer.made.key, path.now, answer.refuse_with, ended_by::centre});
    }
  }
  send(*path.asked, answer);
  return true;
}

void release_answers(call_path& path) {
  const bool healthy = path.journal.healthy();
  while (const pending_answer* const head = path.asked->pending.front()) {
    if (!release_one(path, *head, healthy)) return;
    path.asked->pending.pop_front();
  }
}

void wake_reader(asked_calls& asked) {
  if (!asked.answered) return;
  asked.answered = false;
  net::wake(asked.wake.load(std::memory_order_acquire));
}

}  // namespace

asked_calls::asked_calls(const enquiry_options& with, std::int64_t now_ms)
    : options(with),
      calls(with.max_calls),
      by_key(with.max_calls),
      by_name(with.max_calls),
      timers(with.max_calls, now_ms) {}

bool read_letters(call_path& path) {
  asked_calls& asked = *path.asked;
  for (std::size_t i = 0; i < asked_calls::kLettersPerRound; ++i) {
    const enquiry_letter* const letter = asked.letters.front();
    if (letter == nullptr) break;
    std::visit([&](const auto& of) { on_letter(path, of); }, *letter);
    asked.letters.pop_front();
  }
  wake_reader(asked);
  return asked.letters.front() != nullptr;
}

void asked_calls_on_time(call_path& path) {
  asked_calls& asked = *path.asked;
  if (asked.pending.front() != nullptr) release_answers(path);
  asked.timers.advance(path.now_ms, [&path](std::uint64_t value) {
    on_asked_timer(path, slot_handle::unpack(value));
  });
  wake_reader(asked);
}

void remember_asked(call_path& path, const record& entry) {
  const auto& event = std::get<call_started>(entry.input);
  const std::uint16_t index = index_of(path, event.trunk);
  const std::int64_t age_ms = (path.now - event.at).count() / 1'000;
  const std::int64_t left_ms = path.asked->options.retry_window_ms - age_ms;
  if (index == kNoTrunk || left_ms <= 0 || !entry.decided) return;
  const trunk& on = path.trunks.at(index);
  const std::uint64_t name =
      name_of(path, event.trunk, event.caller.signalled, event.callee.signalled, event.sip_call_id);
  asked_call* const call = open_entry(path, event.key, name, index);
  if (call == nullptr) return;
  decision decided = *entry.decided;
  if (event.emergency) decided.enforced = verdict::pass;
  call->said = answer_of(path, event, decided, on);
  call->started_at = event.at;
  call->phase = asked_phase::over;  // what became of it is not known any more
  call->remembered_until_ms = path.now_ms + left_ms;
  set_timer(*path.asked, *call, call->remembered_until_ms);
}

}  // namespace qorgan::gateway
