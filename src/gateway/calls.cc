#include "gateway/call_path.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"

namespace qorgan::gateway {
namespace {

/// How long the ACK of a final answer is waited for before the call's last record is written.
constexpr std::int64_t kLastMessages_ms = 1'000;

}  // namespace

slot_handle open_call(call_path& path, call_key key, std::uint16_t trunk) {
  const slot_handle at = path.calls.emplace();
  if (!at) return {};
  if (!path.by_key.insert(key.value, at.index)) {
    path.calls.erase(at);
    return {};
  }
  call& c = *path.calls.find(at);
  c.key = key;
  c.trunk = trunk;
  c.started_at = path.now;
  ++path.trunks.at(trunk).figures.live;
  return at;
}

void index_call(call_path& path, slot_handle at, std::string_view call_id, std::string_view tag) {
  call& c = *path.calls.find(at);
  c.dialog_key = sip::dialog_key(call_id, tag, path.seed);
  c.indexed = path.by_dialog.insert(c.dialog_key, at.index);
}

// A call that passes here twice (a spiral) has two entries under one key, and so may, for a moment,
// a caller's second try after a refusal. A BYE is for the one that is not hanging up yet,
// everything for one that is not over.
found_call find_call(call_path& path, const sip::message& in) {
  const auto look = [&](leg side, auto fits) -> slot_handle {
    const std::string_view tag = side == leg::caller ? in.from.tag : in.to.tag;
    if (tag.empty()) return {};
    const auto is_it = [&](std::uint32_t index) {
      return fits(*path.calls.find(path.calls.handle_at(index)));
    };
    const auto key = sip::dialog_key(in.call_id, tag, path.seed);
    const std::uint32_t index = path.by_dialog.find(key, is_it);
    return index == flat_hash_index::kNone ? slot_handle{} : path.calls.handle_at(index);
  };
  for (const leg side : {leg::caller, leg::callee}) {
    slot_handle at =
        look(side, [](const call& c) { return c.phase != call_phase::ending && !c.hanging_up; });
    if (!at) at = look(side, [](const call&) { return true; });
    if (at) return {at, side};
  }
  return {};
}

slot_handle find_call(call_path& path, call_key key) {
  const std::uint32_t index = path.by_key.find(key.value);
  return index == flat_hash_index::kNone ? slot_handle{} : path.calls.handle_at(index);
}

void end_call(call_path& path, slot_handle at, std::uint16_t code, ended_by by, bool wait) {
  call* const c = path.calls.find(at);
  if (c == nullptr || c->phase == call_phase::ending) return;
  trunk_figures& figures = path.trunks.at(c->trunk).figures;
  if (c->phase == call_phase::answered) {
    figures.talk_time_ms += static_cast<std::uint64_t>((path.now - c->answered_at).count() / 1000);
  }
  c->phase = call_phase::ending;
  c->end_code = code;
  c->ended = by;
  if (!wait) {
    finish_call(path, at);
    return;
  }
  set_call_timer(path, at, path.now_ms + kLastMessages_ms);
}

void finish_call(call_path& path, slot_handle at) {
  call* const c = path.calls.find(at);
  if (c == nullptr) return;
  record_ended(path, *c);
  --path.trunks.at(c->trunk).figures.live;
  path.timers.cancel(c->timer);
  path.by_key.erase(c->key.value, at.index);
  if (c->indexed) path.by_dialog.erase(c->dialog_key, at.index);
  for (stored* const block :
       {&c->dialog, &c->other_dialog, &c->masked_from, &c->shown_from, &c->drop_words}) {
    path.bytes.give_back(*block);
  }
  path.calls.erase(at);
}

void set_call_timer(call_path& path, slot_handle at, std::int64_t due_ms) {
  call& c = *path.calls.find(at);
  path.timers.cancel(c.timer);
  c.timer = path.timers.add(due_ms, at.packed() | kCallTimer);
}

void on_call_timer(call_path& path, slot_handle at) {
  call* const c = path.calls.find(at);
  if (c == nullptr) return;
  c->timer = {};
  if (c->cut.active()) {
    on_drop_deadline(path, at);
  } else if (c->phase == call_phase::ending) {
    finish_call(path, at);
  } else if (c->phase == call_phase::answered) {
    // Nobody said goodbye for as long as no call lasts: the ends are gone.
    end_call(path, at, 200, ended_by::network);
  }
}

}  // namespace qorgan::gateway
