#pragma once

#include <cstdint>

#include "engine/activity.h"

namespace qorgan::engine {

/// What a standing is of. Together with trunk and number range these are what a campaign keeps when
/// its numbers change.
enum class standing_of : std::uint8_t {
  equipment = 1,  ///< fingerprint behind one source address
  media,          ///< media address, whatever trunk it comes over
  fingerprint,    ///< fingerprint, whatever trunk it comes over
  source,         ///< source address: the trunk; asked for its size, never for blame
  path,           ///< equipment, media address and country of the caller's number taken together
};

/// Key in the table of standings; `hash` is 0 when there is none. A caller's record keeps the
/// hashes of its newest call, so that a report, hours later, finds what stood behind that call.
struct standing_key {
  standing_of what = standing_of::equipment;
  std::uint32_t hash = 0;

  constexpr std::uint64_t value() const {
    return hash == 0 ? 0 : std::uint64_t{static_cast<std::uint8_t>(what)} << 32 | hash;
  }
};

/// A call as a standing counts it.
struct standing_call {
  std::uint64_t caller_hash = 0;
  std::uint64_t area_hash = 0;
  bool fresh_foreign = false;
  bool strange_caller = false;
  taken_as how = taken_as::let_through;
};

/// The reputation of something many callers may share, over about a week.
struct alignas(64) standing {
  std::uint64_t key = 0;
  std::uint32_t first_seen_s = 0;
  std::uint32_t last_seen_s = 0;
  distinct_week_sketch callers;
  few_week_sketch areas;  ///< blocks of ten thousand numbers the callers are of
  history_of<std::uint32_t> history;
  fading_count<std::uint32_t> fresh_calls;  ///< of foreign numbers the centre had not known before
  slot_counter<6, 600> strange;             ///< 1 h, calls of features::strange_caller()
  std::uint32_t fingerprint = 0;            ///< of equipment: standing_key::hash of its fingerprint

  void begin(std::uint64_t of, std::uint32_t now_s) {
    *this = {};
    key = of;
    first_seen_s = last_seen_s = now_s;
  }
  void advance(std::uint32_t now_s) {
    if (now_s <= last_seen_s) return;
    const std::uint32_t steps = now_s / kDecayStepSeconds - last_seen_s / kDecayStepSeconds;
    if (steps != 0) fresh_calls.fade(steps);
    history.advance(last_seen_s, now_s);
    strange.advance(last_seen_s, now_s);
    callers.advance(last_seen_s, now_s);
    areas.advance(last_seen_s, now_s);
    last_seen_s = now_s;
  }
  void count(const standing_call& call, std::uint32_t now_s) {
    if (call.strange_caller) strange.add(now_s);
    if (call.how == taken_as::refused_for_others) return;
    count_attempt(history, call.how);
    callers.add(call.caller_hash, now_s);
    areas.add(call.area_hash, now_s);
    if (call.fresh_foreign) fresh_calls.add(1);
  }
};
static_assert(sizeof(standing) == 128);

/// Who is being talked to by a new foreign number now.
struct conversation {
  std::uint64_t key = 0;   ///< of the subscriber
  std::uint64_t call = 0;  ///< call_key of the newest such call; it may have ended

  void begin(std::uint64_t of, std::uint32_t) { *this = {of, 0}; }
};

/// Somebody who reports, or a pair of reporter and caller.
struct reporter {
  std::uint64_t key = 0;
  std::uint32_t last_seen_s = 0;
  slot_counter<8, 10'800> said;  ///< 24 h

  void begin(std::uint64_t of, std::uint32_t now_s) {
    *this = {};
    key = of;
    last_seen_s = now_s;
  }
  void advance(std::uint32_t now_s) {
    if (now_s <= last_seen_s) return;
    said.advance(last_seen_s, now_s);
    last_seen_s = now_s;
  }
};

}  // namespace qorgan::engine
