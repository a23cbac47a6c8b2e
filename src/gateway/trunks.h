#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"
#include "domain/centre_status.h"
#include "gateway/header_rules.h"
#include "gateway/listeners.h"
#include "gateway/locate.h"
#include "gateway/options.h"

namespace qorgan::gateway {

/// A place requests are sent to and whether it answers. A next hop with a name has several, some
/// of them empty (`to.at`), filled as its name is looked up.
struct hop {
  peer to;
  std::uint8_t entry = 0;    ///< index of trunk_options::next_hops
  std::uint32_t rank = 0;    ///< within the entry: lower ones first …
  std::uint16_t weight = 0;  ///< … and among equals by weight (RFC 2782)
  std::string label;         ///< for people
  std::string address;       ///< "192.0.2.1:5060"
  std::string tls_name;
  transport over = transport::udp;
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
  header_rules rules;
  trunk_figures figures;
  std::vector<hop> hops;
  rate_limit calls;
  attempt_window attempts;

  bool some_hop_is_up() const {
    return std::ranges::any_of(hops, [](const hop& each) { return each.up; });
  }
};

/// The declared neighbours. Finding one costs a hash lookup once it has been heard of.
class trunk_table {
 public:
  trunk_table(const std::vector<trunk_options>& options, listeners& sockets);

  origin find(const ip_endpoint& sender);
  /// Whether somebody from this address may show a certificate: a source, a next hop, or anybody
  /// when a trunk is known by its identities alone.
  origin may_come_by_tls(const ip_endpoint& sender);
  /// Whom a certificate names: the trunk with that identity (and, where it has sources, this
  /// address among them), or a TLS next hop.
  origin find_named(const net::tls_names& names, const ip_endpoint& sender) const;
  trunk& at(std::size_t index) { return all_[index]; }
  const trunk& at(std::size_t index) const { return all_[index]; }
  std::vector<trunk>& all() { return all_; }

  /// Hop to try next, without those in the bit set `tried`: of those that are up, else of all, one
  /// of the first entry and least rank, by weight. -1: none is left.
  int choose_hop(const trunk& of, std::uint32_t tried);
  /// The name of this entry leads there now. What is known of places that stay is kept.
  void relocate(std::size_t trunk, std::uint8_t entry, const location& found, timestamp now);

 private:
  static constexpr std::size_t kRemembered = 4'096;
  struct remembered {
    ip_endpoint sender;
    origin from;
  };

  origin search(const ip_endpoint& sender) const;
  void add_hops(trunk& to, std::size_t entry);
  void place_hop(hop& at, const located& place, const std::string& name);

  std::vector<trunk> all_;
  std::vector<remembered> remembered_;
  listeners* sockets_;
  std::uint64_t random_ = 0x9e3779b97f4a7c15ULL;
};

}  // namespace qorgan::gateway
