#pragma once

#include <cstdint>
#include <vector>

#include "base/flat_hash_index.h"
#include "domain/call.h"

namespace qorgan::gateway {

/// What a redirect trunk asked about lately, so that the call's life in the mirror continues the
/// record the question began. Full: the oldest is forgotten, and its call would be recorded twice.
class watch_verdicts {
 public:
  struct verdict_given {
    call_key key;
    std::uint64_t id = 0;       ///< hash of the Call-ID
    std::uint64_t numbers = 0;  ///< of caller and callee, 0: one is not known
    timestamp at;
    bool refused = false;
    bool joined = false;
  };

  explicit watch_verdicts(std::size_t capacity);

  void add(const verdict_given& given);
  /// A refusal became a pass.
  void pass(call_key key);
  /// The question about this call, asked at most kFresh before or after `at` and not taken yet: by
  /// its Call-ID, else by both numbers (border controllers ask under a Call-ID of their own). Null:
  /// there was none. It is taken with that.
  const verdict_given* take(std::uint64_t id, std::uint64_t numbers, timestamp at);

  static std::uint64_t numbers_of(const call_started& event);
  static constexpr duration kFresh = std::chrono::seconds{10};

 private:
  std::uint32_t find(const flat_hash_index& in, std::uint64_t key, timestamp at) const;

  std::vector<verdict_given> given_;  // round
  flat_hash_index by_id_;
  flat_hash_index by_numbers_;
  flat_hash_index by_key_;
  std::size_t next_ = 0;
};

}  // namespace qorgan::gateway
