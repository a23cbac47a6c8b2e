#pragma once

#include <array>
#include <cstdint>

#include "engine/seconds.h"

namespace qorgan::engine {

// What became of calls, remembered for about a week and fading: everything halves in two and a half
// days, so a number that is given to somebody else is clean again within weeks, and what is heard
// again and again stays.

/// Time counts in steps of an eighth of the half-life, so that decay is a table and the same on
/// every machine, and seldom enough that what each step cuts off does not add up.
inline constexpr std::uint32_t kDecayStepSeconds = 27'000;  // 2.5 days / 8
inline constexpr std::uint32_t kStepsPerHalf = 8;

/// An amount that fades, in fractions: 16 bits hold up to 1,023, 32 bits up to a million. Stops
/// there.
template <typename Word>
class fading_count {
 public:
  static constexpr std::uint32_t kOne = sizeof(Word) == 2 ? 64 : 4'096;

  void add(std::uint32_t whole) {
    const std::uint64_t sum = std::uint64_t{value_} + std::uint64_t{whole} * kOne;
    constexpr std::uint64_t kMost = static_cast<Word>(~Word{0});
    value_ = static_cast<Word>(sum < kMost ? sum : kMost);
  }
  /// `steps` of kDecayStepSeconds have passed.
  void fade(std::uint32_t steps) {
    const std::uint32_t halves = steps / kStepsPerHalf;
    if (halves >= 8 * sizeof(Word)) {
      value_ = 0;
      return;
    }
    const std::uint64_t halved = value_ >> halves;
    value_ = static_cast<Word>((halved * factor(steps % kStepsPerHalf)) >> 16);
  }
  std::uint32_t fractions() const { return value_; }  ///< of kOne
  std::uint32_t whole() const { return value_ / kOne; }

 private:
  /// 65536 * 2^(-steps / 8), as numbers: no machine's exponential can make a replay differ.
  static constexpr std::uint32_t factor(std::uint32_t steps) {
    constexpr std::array<std::uint32_t, kStepsPerHalf> kFactors{65536, 60097, 55109, 50535,
                                                                46341, 42495, 38968, 35734};
    return kFactors[steps];
  }

  Word value_ = 0;
};

/// How calls of one caller, range, equipment or media address went, and what was said of them.
template <typename Word>
struct history_of {
  fading_count<Word> attempts;
  fading_count<Word> answered;
  fading_count<Word> brief;  ///< answered and over within kBriefSeconds
  fading_count<Word> quick;  ///< rang less than kQuickSeconds before the caller was gone
  fading_count<Word> fraud;  ///< weight of reports
  fading_count<Word> honest;
  /// Refused for what they were themselves, or would have been on a trunk in shadow mode.
  fading_count<Word> refused;

  static constexpr std::uint32_t kBriefSeconds = 15;
  static constexpr std::uint32_t kQuickSeconds = 3;

  void advance(std::uint32_t from_s, std::uint32_t to_s) {
    const std::uint32_t steps = to_s / kDecayStepSeconds - from_s / kDecayStepSeconds;
    if (steps == 0) return;
    for (fading_count<Word>* one :
         {&attempts, &answered, &brief, &quick, &fraud, &honest, &refused}) {
      one->fade(steps);
    }
  }
  /// Calls that reached somebody, in fractions.
  std::uint32_t let_through() const {
    const std::uint32_t stopped = refused.fractions();
    return attempts.fractions() > stopped ? attempts.fractions() - stopped : 0;
  }
  /// Talks that were more than a few words, in fractions.
  std::uint32_t talks() const {
    const std::uint32_t few_words = brief.fractions();
    return answered.fractions() > few_words ? answered.fractions() - few_words : 0;
  }
  /// Reports of fraud less those of honesty, in fractions; never below zero.
  std::uint32_t suspicion() const {
    const std::uint32_t good = honest.fractions();
    return fraud.fractions() > good ? fraud.fractions() - good : 0;
  }
};

/// What a new call is in the history of those it came from.
enum class taken_as : std::uint8_t {
  let_through,
  refused,             ///< for what was found of it
  refused_for_others,  ///< only because calls of its company were refused: leaves no trace, so that
                       ///< refusals cannot feed on each other
};

template <typename Word>
void count_attempt(history_of<Word>& into, taken_as how) {
  if (how == taken_as::refused_for_others) return;
  into.attempts.add(1);
  if (how == taken_as::refused) into.refused.add(1);
}

/// How one call went.
struct call_outcome {
  bool answered = false;
  bool brief = false;
  bool quick = false;
};

template <typename Word>
void count_outcome(history_of<Word>& into, const call_outcome& went) {
  if (went.answered) into.answered.add(1);
  if (went.brief) into.brief.add(1);
  if (went.quick) into.quick.add(1);
}

}  // namespace qorgan::engine
