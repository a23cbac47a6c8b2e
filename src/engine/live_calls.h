#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/inline_vector.h"
#include "base/time.h"
#include "domain/call.h"
#include "domain/decision.h"
#include "engine/entity_table.h"

namespace qorgan::engine {

/// In-call detectors the registry may hold; one more does not compile past the registry's test.
inline constexpr unsigned kInCallDetectors = 4;
/// Evidence kept of a call that is up; the weakest is left out.
inline constexpr std::size_t kLiveReasons = 6;

/// A call that was let through and has not ended.
struct live_call {
  static constexpr std::uint32_t kNoTimer = 0xffff'ffff;

  std::uint64_t key = 0;  ///< call_key
  timestamp ringing_at;
  timestamp answered_at;
  timestamp due;  ///< of its next timer
  e164 caller;
  e164 callee;
  std::uint64_t caller_key = 0;  ///< in the table of callers
  std::uint64_t callee_key = 0;  ///< in the table of subscribers
  std::uint32_t equipment = 0;   ///< this and the following: standing_key::hash
  std::uint32_t media = 0;
  std::uint32_t fingerprint = 0;
  std::uint32_t path = 0;
  std::uint32_t missed_meanwhile = 0;  ///< other calls to the callee since the answer
  std::uint32_t range_hash = 0;
  std::uint32_t timer_position = kNoTimer;                ///< in the queue of timers
  std::array<std::uint16_t, kInCallDetectors> delay_s{};  ///< after answer; 0: not armed
  std::uint32_t carrier_known_s = 0;                      ///< at its start
  trunk_id trunk;
  country caller_country;
  trunk_kind kind = trunk_kind::international;
  bool fresh_foreign_caller = false;  ///< a foreign number the centre had not known before
  bool alertable = false;             ///< false on a trunk in shadow mode
  inline_vector<evidence, kLiveReasons> reasons;

  void begin(std::uint64_t of, std::uint32_t) {
    *this = {};
    key = of;
  }
};

/// Live calls and their timers: a binary heap over the table's places, each call at most once, with
/// its position kept in the call so that an ended call leaves at once. Order is (due, call key):
/// two timers of one moment fire in the order of their calls. Full: the call unused for longest is
/// forgotten and raises no alert any more.
class live_calls {
 public:
  live_calls(std::size_t bytes, std::uint64_t seed);

  live_call& add(call_key key, std::uint32_t now_s);
  live_call* find(call_key key) { return table_.find(key.value); }
  void prefetch(call_key key) const { table_.prefetch(key.value); }
  void remove(live_call& call);
  void clear();

  void arm(live_call& call, timestamp due);
  void disarm(live_call& call);
  /// The call whose timer is due first; null without one.
  live_call* first_due();

  /// Calls `visit(live_call&)` for each call with a timer and then restores the order: `visit` may
  /// change `due`, and sets it to kNever to take the timer away.
  template <typename Visit>
  void revise_timers(Visit&& visit) {
    std::size_t kept = 0;
    for (const std::uint32_t place : heap_) {
      live_call& call = table_.at(place);
      visit(call);
      if (happened(call.due)) {
        heap_[kept++] = place;
      } else {
        call.timer_position = live_call::kNoTimer;
      }
    }
    heap_.resize(kept);
    rebuild();
  }

  std::size_t size() const { return table_.size(); }
  std::size_t capacity() const { return table_.capacity(); }
  std::size_t memory_bytes() const {
    return table_.memory_bytes() + heap_.capacity() * sizeof(std::uint32_t);
  }

 private:
  bool before(std::uint32_t a, std::uint32_t b) const;
  void put(std::size_t position, std::uint32_t place);
  void sift_up(std::size_t position);
  void sift_down(std::size_t position);
  void rebuild();

  entity_table<live_call> table_;
  std::vector<std::uint32_t> heap_;
};

}  // namespace qorgan::engine
