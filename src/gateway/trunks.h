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
  bool gone = false;             ///< no longer configured: calls that use it end there, no new ones
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
  std::vector<hop> hops;                ///< indexes are stable: open transactions hold them
  std::vector<std::uint8_t> preferred;  ///< indexes of the configured hops, first choice first
  rate_limit calls{};
  attempt_window attempts;
  bool removed = false;          ///< no longer configured; its calls finish
  std::vector<ip_block> former;  ///< sources it had: what they send inside their calls goes on
  std::int64_t former_since_ms = 0;
  std::int64_t used_at_ms = 0;  ///< last time it had a live call, kept while there is a former part
};

/// What a sender's address says about it.
struct origin {
  std::uint16_t trunk = 0;
  bool known = false;
  bool next_hop_only = false;  ///< a next hop or a former source: in-dialog requests only
};

/// The declared neighbours. Finding one costs a hash lookup once it has been heard of.
class trunk_table {
 public:
  trunk_table(const std::vector<trunk_options>& options, const listeners& sockets);

  /// The trunks configured from now on. A trunk is the same one when its name is: it keeps its
  /// index, its figures and what is known of its hops. Others are added; what is missing is marked
  /// and known for as long as it may have calls (`age`).
  void adopt(std::vector<trunk_options> fresh, const listeners& sockets, timestamp now,
             std::int64_t now_ms);
  /// Forgets former sources and hops without live calls; `longest_call_ms` ends it in any case.
  void age(std::int64_t now_ms, std::int64_t longest_call_ms);

  origin find(const ip_endpoint& sender);
  trunk& at(std::size_t index) { return all_[index]; }
  std::vector<trunk>& all() { return all_; }

  /// Hop to try next: the first one that is up, else the first one at all, without those in the
  /// bit set `tried`. -1: none is left.
  int choose_hop(const trunk& of, std::uint32_t tried) const;

  /// Trunks a running process knows, removed ones included; beyond it the place of a removed one
  /// without calls is taken.
  static constexpr std::size_t kPlaces = 4 * limits::kTrunks;
  /// Hops of one trunk, former ones included; beyond it the place of a former one is taken.
  static constexpr std::size_t kHops = kMostNextHops;
  /// Former sources of one trunk; beyond it the oldest are strangers again.
  static constexpr std::ptrdiff_t kFormer = 256;

 private:
  static constexpr std::size_t kRemembered = 4'096;
  struct remembered {
    ip_endpoint sender;
    origin from;
  };

  origin search(const ip_endpoint& sender) const;
  std::size_t place_for(const trunk_options& named);
  void forget_senders() { remembered_.assign(kRemembered, {}); }

  std::vector<trunk> all_;
  std::vector<std::uint16_t> order_;  ///< indexes of the configured trunks, as configured
  std::vector<remembered> remembered_;
};

}  // namespace qorgan::gateway
