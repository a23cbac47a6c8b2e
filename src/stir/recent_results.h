#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/identity.h"

namespace qorgan::stir {

/// Keyed hash of everything a question asks about (SipHash-128 with a key of this process), so that
/// nobody can make two questions that share a result.
struct result_key {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const result_key&) const = default;
};

/// Results of the last minute, for the same INVITE over another trunk or sent again. One thread.
/// A fixed table: each key has four places, and the one that ends first is written over.
class recent_results {
 public:
  recent_results();

  result_key key_of(std::string_view question) const;
  /// Null when it is not known or too old.
  const identity_finding* find(const result_key& key, timestamp now) const;
  void keep(const result_key& key, const identity_finding& found, timestamp until);

 private:
  static constexpr std::size_t kPlaces = 8'192;
  static constexpr std::size_t kWays = 4;
  struct place {
    result_key key;
    timestamp until;
    identity_finding found;
  };
  std::span<place> ways_of(const result_key& key);

  std::array<unsigned char, 16> secret_{};
  std::vector<place> places_;
};

}  // namespace qorgan::stir
