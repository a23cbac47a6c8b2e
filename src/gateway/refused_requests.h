#pragma once

#include <cstdint>
#include <vector>

#include "sip/transaction_key.h"

namespace qorgan::gateway {

/// INVITEs that were refused without a transaction, so that a copy of one that is still under way
/// does not become a call, and the ACK of the refusal goes nowhere. A fixed table in which the
/// newest takes the place of an older one: forgetting costs no more than what it prevents.
class refused_requests {
 public:
  refused_requests() : places_(kPlaces) {}

  void add(const sip::transaction_key& key, std::int64_t now_ms) {
    places_[key.place % kPlaces] = {key.place ^ key.call, now_ms + kRemembered_ms};
    newest_ends_ms_ = now_ms + kRemembered_ms;
  }
  bool contains(const sip::transaction_key& key, std::int64_t now_ms) const {
    if (now_ms >= newest_ends_ms_) return false;
    const entry& at = places_[key.place % kPlaces];
    return at.hash == (key.place ^ key.call) && now_ms < at.ends_ms;
  }

 private:
  static constexpr std::size_t kPlaces = 1 << 16;
  static constexpr std::int64_t kRemembered_ms = 32'000;  // no INVITE is repeated for longer

  struct entry {
    std::uint64_t hash = 0;
    std::int64_t ends_ms = 0;
  };
  std::vector<entry> places_;
  std::int64_t newest_ends_ms_ = 0;
};

}  // namespace qorgan::gateway
