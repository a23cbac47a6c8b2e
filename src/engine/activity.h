#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "domain/number.h"
#include "engine/history.h"
#include "engine/seconds.h"

namespace qorgan::engine {

// What is remembered of one number, number range, equipment or source. A record is advanced to the
// present before it is read or counted in, so nothing has to run when nobody calls; and only an
// event of a call advances it, so the passing of time alone changes nothing.

/// Events of the last `Slots * SlotSeconds` seconds. The oldest slot is dropped as a whole: what
/// happened within the last `(Slots - 1) * SlotSeconds` is always counted, nothing older than the
/// whole window ever. A slot stops at 65,535.
template <unsigned Slots, unsigned SlotSeconds>
class slot_counter {
 public:
  void advance(std::uint32_t from_s, std::uint32_t to_s) {
    const std::uint32_t from = from_s / SlotSeconds;
    const std::uint32_t stale = to_s / SlotSeconds - from;
    if (stale == 0) return;
    if (stale >= Slots) {
      slots_ = {};
      return;
    }
    for (std::uint32_t i = 1; i <= stale; ++i) slots_[(from + i) % Slots] = 0;
  }
  void add(std::uint32_t now_s) {
    std::uint16_t& slot = slots_[(now_s / SlotSeconds) % Slots];
    if (slot != 0xffff) ++slot;
  }
  std::uint32_t sum() const {
    std::uint32_t total = 0;
    for (const std::uint16_t slot : slots_) total += slot;
    return total;
  }
  std::uint32_t newest(std::uint32_t now_s) const { return slots_[(now_s / SlotSeconds) % Slots]; }

 private:
  std::array<std::uint16_t, Slots> slots_{};
};

/// How many different values were seen within the last one to two halves. Two bitmaps of 128 bits,
/// one per half (linear counting: Whang, Vander-Zanden, Taylor 1990). Exact to about one at 10
/// values, to about 6 % at 50 and 10 % at 300; values above some 600 all look alike.
template <std::uint32_t HalfSeconds>
class distinct_within {
 public:
  static constexpr std::uint32_t kHalfSeconds = HalfSeconds;

  void advance(std::uint32_t from_s, std::uint32_t to_s) {
    const std::uint32_t halves = to_s / kHalfSeconds - from_s / kHalfSeconds;
    if (halves == 0) return;
    bits_[(to_s / kHalfSeconds) % 2] = {};
    if (halves > 1) bits_[(to_s / kHalfSeconds + 1) % 2] = {};
  }
  void add(std::uint64_t hash, std::uint32_t now_s) {
    bits_[(now_s / kHalfSeconds) % 2][(hash >> 6) & 1] |= std::uint64_t{1} << (hash & 63);
  }
  std::uint32_t estimate() const { return estimate_of(united(0), united(1)); }
  /// The estimate when `hash` is counted too.
  std::uint32_t estimate_with(std::uint64_t hash) const {
    std::array<std::uint64_t, 2> all{united(0), united(1)};
    all[(hash >> 6) & 1] |= std::uint64_t{1} << (hash & 63);
    return estimate_of(all[0], all[1]);
  }

 private:
  std::uint64_t united(unsigned half) const { return bits_[0][half] | bits_[1][half]; }

  /// Expected number of values that set `n` of 128 bits: sum of 128 / (128 - i). A table, so that
  /// no machine's logarithm can make a replay differ.
  static constexpr std::array<std::uint16_t, 129> make_table() {
    std::array<std::uint16_t, 129> table{};
    double expected = 0;
    for (unsigned n = 1; n <= 128; ++n) {
      expected += 128.0 / (129.0 - n);
      table[n] = static_cast<std::uint16_t>(expected + 0.5);
    }
    return table;
  }
  static std::uint32_t estimate_of(std::uint64_t low, std::uint64_t high) {
    static constexpr auto kTable = make_table();
    return kTable[static_cast<unsigned>(std::popcount(low) + std::popcount(high))];
  }

  std::array<std::array<std::uint64_t, 2>, 2> bits_{};
};
using distinct_sketch = distinct_within<1'800>;         ///< 30 to 60 minutes
using distinct_week_sketch = distinct_within<302'400>;  ///< half a week to a week

/// The same for a handful of values, in half of the room: 64 bits per half of a week. Good up to
/// some 50; more than 300 all look alike.
class few_week_sketch {
 public:
  static constexpr std::uint32_t kHalfSeconds = 302'400;

  void advance(std::uint32_t from_s, std::uint32_t to_s) {
    const std::uint32_t halves = to_s / kHalfSeconds - from_s / kHalfSeconds;
    if (halves == 0) return;
    bits_[(to_s / kHalfSeconds) % 2] = 0;
    if (halves > 1) bits_[(to_s / kHalfSeconds + 1) % 2] = 0;
  }
  void add(std::uint64_t hash, std::uint32_t now_s) {
    bits_[(now_s / kHalfSeconds) % 2] |= std::uint64_t{1} << (hash & 63);
  }
  /// Bits set when `hash` is counted too: never more than the values there were.
  std::uint32_t at_least_with(std::uint64_t hash) const {
    return static_cast<std::uint32_t>(
        std::popcount(bits_[0] | bits_[1] | std::uint64_t{1} << (hash & 63)));
  }

 private:
  std::array<std::uint64_t, 2> bits_{};
};

/// One caller, caller's range, equipment or source. `peer` is the party whose variety is telling:
/// the callee of a caller or range, the caller of an equipment or source.
struct alignas(64) activity {
  static constexpr std::uint64_t kSmallStep = 10;

  std::uint64_t key = 0;
  std::uint64_t last_callee = 0;  ///< packed E.164; for steps between callees
  distinct_sketch peers;
  std::uint32_t first_seen_s = 0;
  std::uint32_t last_seen_s = 0;
  slot_counter<10, 60> minutes;         ///< 10 min
  slot_counter<6, 600> ten_minutes;     ///< 1 h
  slot_counter<8, 10'800> three_hours;  ///< 24 h
  std::uint32_t last_equipment = 0;     ///< of a caller's newest call: standing_key::hash
  std::uint32_t last_media = 0;
  history_of<std::uint16_t> history;  ///< about a week
  std::uint8_t small_steps = 0;       ///< run of small steps from callee to callee
  std::uint8_t newcomers = 0;  ///< of a range: numbers that called for the first time, fading

  void begin(std::uint64_t of, std::uint32_t now_s) {
    *this = {};
    key = of;
    first_seen_s = last_seen_s = now_s;
  }
  void advance(std::uint32_t now_s) {
    if (now_s <= last_seen_s) return;
    minutes.advance(last_seen_s, now_s);
    ten_minutes.advance(last_seen_s, now_s);
    three_hours.advance(last_seen_s, now_s);
    history.advance(last_seen_s, now_s);
    peers.advance(last_seen_s, now_s);
    if (now_s - last_seen_s > 600) small_steps = 0;
    constexpr std::uint32_t kHalfSeconds = kDecayStepSeconds * kStepsPerHalf;
    const std::uint32_t halves = now_s / kHalfSeconds - last_seen_s / kHalfSeconds;
    newcomers = halves >= 8 ? 0 : static_cast<std::uint8_t>(newcomers >> halves);
    last_seen_s = now_s;
  }
  /// Length of the run of small steps if `callee` is dialled next. Steps up to kSmallStep between
  /// the callees of two calls in a row count; a larger one halves the run instead of ending it,
  /// because honest calls of the same equipment lie between those of a sequence.
  std::uint8_t steps_with(e164 callee) const {
    const e164 before = e164::from_packed(last_callee);
    if (callee.empty() || before.empty() || before == callee) return small_steps;
    const std::uint64_t step = callee.value() > before.value() ? callee.value() - before.value()
                                                               : before.value() - callee.value();
    if (step > kSmallStep || before.length() != callee.length()) return small_steps / 2;
    return small_steps == 0xff ? small_steps : static_cast<std::uint8_t>(small_steps + 1);
  }
  void count(std::uint64_t peer_hash, e164 callee, taken_as how, std::uint32_t now_s) {
    small_steps = steps_with(callee);
    if (!callee.empty()) last_callee = callee.packed();
    minutes.add(now_s);
    ten_minutes.add(now_s);
    three_hours.add(now_s);
    peers.add(peer_hash, now_s);
    count_attempt(history, how);
  }
};
static_assert(sizeof(activity) == 128);

/// One subscriber: which foreign callers that were new to the centre reached it lately. Callers are
/// told apart by their number range, so that the extensions of one company are one caller.
struct alignas(64) callee_activity {
  struct fresh_caller {
    std::uint32_t range_hash = 0;
    std::uint32_t at_s = 0;
  };
  static constexpr unsigned kKept = 5;

  std::uint64_t key = 0;
  std::uint32_t first_seen_s = 0;
  std::uint32_t last_seen_s = 0;
  std::array<fresh_caller, kKept> fresh{};  ///< at_s 0: unused
  std::uint32_t talked_range = 0;  ///< of the fresh foreign caller it last talked to for long
  std::uint32_t talked_s = 0;      ///< until when; 0: never

  void begin(std::uint64_t of, std::uint32_t now_s) {
    *this = {};
    key = of;
    first_seen_s = last_seen_s = now_s;
  }
  void advance(std::uint32_t now_s) { last_seen_s = std::max(last_seen_s, now_s); }

  /// Takes the place of the same range's entry, or of the oldest.
  void add_fresh(std::uint32_t range_hash, std::uint32_t now_s) {
    fresh_caller* place = &fresh[0];
    for (fresh_caller& entry : fresh) {
      if (entry.at_s != 0 && entry.range_hash == range_hash) {
        place = &entry;
        break;
      }
      if (entry.at_s < place->at_s) place = &entry;
    }
    *place = {range_hash, now_s};
  }
  /// From how many other ranges than this one fresh callers called within the last `window_s`
  /// seconds.
  std::uint32_t fresh_besides(std::uint32_t range_hash, std::uint32_t now_s,
                              std::uint32_t window_s) const {
    std::uint32_t others = 0;
    for (const fresh_caller& entry : fresh) {
      const bool recent = entry.at_s != 0 && entry.at_s + std::uint64_t{window_s} >= now_s;
      if (recent && entry.range_hash != range_hash) ++others;
    }
    return others;
  }
};
static_assert(sizeof(callee_activity) == 64);

}  // namespace qorgan::engine
