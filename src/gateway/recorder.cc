#include "gateway/recorder.h"

#include <algorithm>

namespace qorgan::gateway {
namespace {

constexpr std::uint8_t kCalleeSide = 1;
constexpr std::uint8_t kSent = 2;

ladder_entry expand(const ladder_mark& mark) {
  ladder_entry out;
  out.at = from_us(mark.at_us);
  out.cseq = mark.cseq;
  out.status = mark.status;
  out.side = (mark.flags & kCalleeSide) != 0 ? leg::callee : leg::caller;
  out.way = (mark.flags & kSent) != 0 ? direction::sent : direction::received;
  const std::string_view name = sip::to_string(mark.verb);
  out.method.assign(name.empty() ? "OTHER" : name);
  return out;
}

/// Begins a record of `input` in place: the entry is large and used again.
template <typename Input>
record& begin(call_path& path, const Input& input) {
  path.entry.seq = 0;
  path.entry.input = input;
  path.entry.decided.reset();
  path.entry.alerts.clear();
  path.entry.messages.clear();
  return path.entry;
}

void take_ladder(record& entry, call& of) {
  for (const ladder_mark& mark : of.ladder) entry.messages.push_back(expand(mark));
  of.ladder.clear();
}

std::uint64_t append(call_path& path, record& entry) {
  return path.journal.append(entry) ? entry.seq : 0;
}

template <typename Event>
void apply_and_append(call_path& path, const Event& event, call* of) {
  const engine::effects& made = path.screening.apply(event);
  record& entry = begin(path, event);
  for (const alert& raised : made.alerts) entry.alerts.push_back(raised);
  if (of != nullptr) take_ladder(entry, *of);
  append(path, entry);
}

}  // namespace

call_key next_key(call_path& path) {
  path.last_key = std::max(path.last_key + 1, static_cast<std::uint64_t>(to_us(path.now)));
  return call_key{path.last_key};
}

decision screen(call_path& path, const call_started& event) {
  const engine::effects& made = path.screening.apply(event);
  record& entry = begin(path, event);
  entry.decided = made.decided;
  for (const alert& raised : made.alerts) entry.alerts.push_back(raised);
  ++path.figures.decisions;
  decision out;
  out.key = event.key;
  return made.decided.value_or(out);
}

std::uint64_t record_started(call_path& path, std::span<const ladder_entry> messages) {
  for (const ladder_entry& message : messages) path.entry.messages.push_back(message);
  return append(path, path.entry);
}

std::uint64_t record_started(call_path& path, call& of) {
  take_ladder(path.entry, of);
  return append(path, path.entry);
}

void record_ringing(call_path& path, call& of) {
  apply_and_append(path, call_ringing{of.key, path.now}, &of);
}

void record_answered(call_path& path, call& of) {
  apply_and_append(path, call_answered{of.key, path.now}, &of);
}

void record_ended(call_path& path, call& of) {
  apply_and_append(path, call_ended{of.key, path.now, of.end_code, of.ended}, &of);
}

void record_event(call_path& path, const call_ringing& event) {
  apply_and_append(path, event, nullptr);
}

void record_event(call_path& path, const call_answered& event) {
  apply_and_append(path, event, nullptr);
}

void record_event(call_path& path, const call_ended& event) {
  apply_and_append(path, event, nullptr);
}

void record_ended(call_path& path, const call_ended& event, const ladder_entry& message) {
  path.screening.apply(event);
  record& entry = begin(path, event);
  entry.messages.push_back(message);
  append(path, entry);
}

void record_waived(call_path& path, const refusal_waived& fact, std::uint32_t cseq) {
  record& entry = begin(path, fact);
  if (fact.answer_code != 0) {
    entry.messages.push_back(entry_of(fact.at, leg::caller, direction::sent,
                                      {sip::method::invite, cseq, fact.answer_code}));
  }
  append(path, entry);
}

namespace {

template <typename Event>
void append_watched(call_path& path, const Event& event, std::span<const ladder_entry> seen) {
  record& entry = begin(path, event);
  if constexpr (requires { path.screening.apply(event); }) {
    for (const alert& raised : path.screening.apply(event).alerts) entry.alerts.push_back(raised);
  }
  for (const ladder_entry& message : seen) entry.messages.push_back(message);
  append(path, entry);
}

}  // namespace

void record_watched(call_path& path, const call_ringing& event,
                    std::span<const ladder_entry> seen) {
  append_watched(path, event, seen);
}

void record_watched(call_path& path, const call_answered& event,
                    std::span<const ladder_entry> seen) {
  append_watched(path, event, seen);
}

void record_watched(call_path& path, const call_ended& event, std::span<const ladder_entry> seen) {
  append_watched(path, event, seen);
}

void record_watched(call_path& path, const ladder_rest& event, std::span<const ladder_entry> seen) {
  append_watched(path, event, seen);
}

void record_rest(call_path& path, call& of) {
  if (of.ladder.empty()) return;
  record& entry = begin(path, ladder_rest{of.key, path.now});
  take_ladder(entry, of);
  append(path, entry);
}

void record_lost(call_path& path, call_key key) {
  apply_and_append(path, call_ended{key, path.now, 0, ended_by::unknown}, nullptr);
}

void record_teardown(call_path& path, call& of, teardown_state state, std::string_view words) {
  teardown_progress progress;
  progress.key = of.key;
  progress.at = path.now;
  progress.state = state;
  progress.caller_ended = of.cut.ended(leg::caller);
  progress.callee_ended = of.cut.ended(leg::callee);
  const std::string_view asked = of.drop_words.view();
  const std::size_t line = asked.find('\n');
  progress.actor.assign(asked.substr(0, line));
  if (words.empty() && line != std::string_view::npos) words = asked.substr(line + 1);
  progress.cause.assign(words);
  record& entry = begin(path, progress);
  take_ladder(entry, of);
  append(path, entry);
}

void record_teardown_failed(call_path& path, const drop_request& request, std::string_view why) {
  teardown_progress progress;
  progress.key = request.key;
  progress.at = path.now;
  progress.state = teardown_state::failed;
  progress.actor.assign(request.actor);
  progress.cause.assign(why);
  append(path, begin(path, progress));
}

void record_time(call_path& path) {
  for (bool more = true; more;) {
    const time_passed event{path.now};
    const engine::effects& made = path.screening.apply(event);
    more = made.more;
    if (made.alerts.empty()) continue;
    record& entry = begin(path, event);
    for (const alert& raised : made.alerts) entry.alerts.push_back(raised);
    append(path, entry);
  }
}

void record_process_started(call_path& path) {
  apply_and_append(path, process_started{path.now}, nullptr);
}

void record_policy(call_path& path, std::string_view digest) {
  policy_adopted event;
  event.at = path.now;
  event.digest.assign(digest);
  append(path, begin(path, event));
}

void record_told(call_path& path, const order_changed& event) {
  apply_and_append(path, event, nullptr);
}

void record_told(call_path& path, const call_reported& event) {
  apply_and_append(path, event, nullptr);
}

ladder_line line_of(const sip::message& in) {
  return {in.verb, in.cseq.number, in.status};
}

ladder_entry entry_of(timestamp at, leg side, direction way, const ladder_line& line) {
  ladder_mark mark{to_us(at), line.cseq, line.status, line.verb, 0};
  if (side == leg::callee) mark.flags |= kCalleeSide;
  if (way == direction::sent) mark.flags |= kSent;
  return expand(mark);
}

void note(call_path& path, call& of, leg side, direction way, const ladder_line& line) {
  if (of.ladder_total >= limits::kLadderEntries) return;
  ++of.ladder_total;
  if (of.ladder.full()) record_rest(path, of);
  ladder_mark mark{to_us(path.now), line.cseq, line.status, line.verb, 0};
  if (side == leg::callee) mark.flags |= kCalleeSide;
  if (way == direction::sent) mark.flags |= kSent;
  of.ladder.push_back(mark);
}

}  // namespace qorgan::gateway
