#include "gateway/asked_life.h"

#include "gateway/call_path.h"
#include "gateway/recorder.h"

namespace qorgan::gateway {
namespace {

using outcome = enquiry_answer::outcome;

slot_handle handle_of(const asked_calls& asked, const asked_call& call) {
  return asked.calls.handle_at(asked.by_key.find(call.key.value));
}

void forget(asked_calls& asked, slot_handle at) {
  asked_call& call = *asked.calls.find(at);
  asked.timers.cancel(call.timer);
  asked.by_key.erase(call.key.value, at.index);
  if (call.name != 0) asked.by_name.erase(call.name, at.index);
  asked.calls.erase(at);
}

void on_ringing(call_path& path, asked_call& call) {
  if (call.phase != asked_phase::asked) return;
  call.phase = asked_phase::ringing;
  trunk_figures& figures = path.trunks.at(call.trunk).figures;
  ++figures.ringing;
  figures.post_dial_delay_ms +=
      static_cast<std::uint64_t>((path.now - call.started_at).count() / 1'000);
  record_event(path, call_ringing{call.key, path.now});
}

void on_answered(call_path& path, asked_call& call) {
  if (call.phase == asked_phase::answered) return;
  call.phase = asked_phase::answered;
  call.answered_at = path.now;
  ++path.trunks.at(call.trunk).figures.answered;
  record_event(path, call_answered{call.key, path.now});
  asked_calls& asked = *path.asked;
  set_timer(asked, call, path.now_ms + path.options.max_call_duration_ms);
}

}  // namespace

asked_call* find(asked_calls& asked, call_key key) {
  const std::uint32_t index = asked.by_key.find(key.value);
  if (index == flat_hash_index::kNone) return nullptr;
  return asked.calls.find(asked.calls.handle_at(index));
}

asked_call* find_by_name(asked_calls& asked, std::uint64_t name) {
  if (name == 0) return nullptr;
  const std::uint32_t index = asked.by_name.find(name);
  if (index == flat_hash_index::kNone) return nullptr;
  return asked.calls.find(asked.calls.handle_at(index));
}

bool is_asked_about(call_path& path, call_key key) {
  const asked_call* const call = find(*path.asked, key);
  return call != nullptr && call->phase != asked_phase::over;
}

void set_timer(asked_calls& asked, asked_call& call, std::int64_t due_ms) {
  asked.timers.cancel(call.timer);
  call.timer = asked.timers.add(due_ms, handle_of(asked, call).packed());
}

asked_call* open_entry(call_path& path, call_key key, std::uint64_t name, std::uint16_t trunk) {
  asked_calls& asked = *path.asked;
  const slot_handle at = asked.calls.emplace();
  if (!at) {
    ++path.figures.asked.not_followed;
    return nullptr;
  }
  asked_call& call = *asked.calls.find(at);
  call.key = key;
  call.trunk = trunk;
  asked.by_key.insert(key.value, at.index);
  if (name != 0 && find_by_name(asked, name) == nullptr) {
    call.name = name;
    asked.by_name.insert(name, at.index);
  }
  call.remembered_until_ms = path.now_ms + asked.options.retry_window_ms;
  return &call;
}

void end(call_path& path, asked_call& call, std::uint16_t code, ended_by by) {
  asked_calls& asked = *path.asked;
  trunk_figures& figures = path.trunks.at(call.trunk).figures;
  if (call.phase == asked_phase::answered) {
    figures.talk_time_ms +=
        static_cast<std::uint64_t>((path.now - call.answered_at).count() / 1'000);
  }
  if (code >= 200 && code < 700) figures.answers.count(code);
  call.phase = asked_phase::over;
  --figures.live;
  --asked.live;
  record_event(path, call_ended{call.key, path.now, code, by});
  if (call.remembered_until_ms <= path.now_ms) return forget(asked, handle_of(asked, call));
  set_timer(asked, call, call.remembered_until_ms);
}

outcome take_news(call_path& path, const call_news& news) {
  asked_call* const call = find(*path.asked, news.key);
  if (call == nullptr || path.trunks.at(call->trunk).options.id != news.trunk) {
    return outcome::unknown_call;
  }
  if (call->phase == asked_phase::over) {
    return news.step == call_step::ended ? outcome::told : outcome::call_over;
  }
  switch (news.step) {
    case call_step::ringing: on_ringing(path, *call); break;
    case call_step::answered: on_answered(path, *call); break;
    case call_step::ended: end(path, *call, news.code, news.by); break;
  }
  return outcome::told;
}

void on_asked_timer(call_path& path, slot_handle at) {
  asked_call* const call = path.asked->calls.find(at);
  if (call == nullptr) return;
  call->timer = {};
  if (call->phase == asked_phase::over) return forget(*path.asked, at);
  if (call->phase != asked_phase::answered) ++path.figures.asked.unheard;
  // Nobody said what became of it, or not for as long as no call lasts.
  end(path, *call, 0, ended_by::unknown);
}

}  // namespace qorgan::gateway
