#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"
#include "domain/centre_status.h"
#include "gateway/listeners.h"
#include "gateway/options.h"

namespace qorgan::gateway {

/// A next hop and whether it answers.
struct hop {
  peer to;
  std::string address;  ///< "192.0.2.1:5060"
  bool up = true;
  timestamp since;
  std::uint8_t silent = 0;  ///< pings and calls in a row without any answer
  bool ping_open = false;
  std::int64_t heard_at_ms = 0;  ///< last answer of any kind
};

/// So many a second, with bursts of as much. No limit when `per_second` is 0.
class rate_limit {
 public:
  explicit rate_limit(std::uint32_t per_second = 0) : per_second_(per_second) {}
  bool take(std::int64_t now_ms);

 private:
  std::uint32_t per_second_;
  std::int64_t milli_tokens_ = 0;
  std::int64_t filled_at_ms_ = 0;
};

/// Attempts of the last ten seconds.
class attempt_window {
 public:
  void count(std::int64_t now_ms);
  double per_second(std::int64_t now_ms) const;

 private:
  static constexpr std::size_t kSeconds = 11;  // ten whole ones and the one that runs
  struct second {
    std::int64_t number = -1;
    std::uint32_t attempts = 0;
  };
  std::array<second, kSeconds> seconds_{};
};

struct trunk {
  trunk_options options;
  trunk_figures figures;
  std::vector<hop> hops;
  rate_limit calls;
  attempt_window attempts;
};

/// What a sender's address says about it.
struct origin {
  std::uint16_t trunk = 0;
  bool known = false;
  bool next_hop_only = false;  ///< a next hop that is no trunk's source: in-dialog requests only
};

/// The declared neighbours. Finding one costs a hash lookup once it has been heard of.
class trunk_table {
 public:
  trunk_table(const std::vector<trunk_options>& options, const listeners& sockets);

  origin find(const ip_endpoint& sender);
  trunk& at(std::size_t index) { return all_[index]; }
  const trunk& at(std::size_t index) const { return all_[index]; }
  std::vector<trunk>& all() { return all_; }

  /// Hop to try next: the first one that is up, else the first one at all, without those in the
  /// bit set `tried`. -1: none is left.
  int choose_hop(const trunk& of, std::uint32_t tried) const;

 private:
  static constexpr std::size_t kRemembered = 4'096;
  struct remembered {
    ip_endpoint sender;
    origin from;
  };

  origin search(const ip_endpoint& sender) const;

  std::vector<trunk> all_;
  std::vector<remembered> remembered_;
};

}  // namespace qorgan::gateway
