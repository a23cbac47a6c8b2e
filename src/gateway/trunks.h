#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "base/limits.h"
#include "base/time.h"
#include "domain/centre_status.h"
#include "gateway/header_rules.h"
#include "gateway/listeners.h"
#include "gateway/locate.h"
#include "gateway/name_watch.h"
#include "gateway/options.h"

namespace qorgan::gateway {

/// A place requests are sent to and whether it answers. A next hop with a name has several, some
/// of them empty (`to.at`), filled as its name is looked up.
struct hop {
  peer to;
  std::uint8_t entry = 0;    ///< index of trunk_options::next_hops
  std::string name;          ///< that has to be looked up; empty: an address
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
  bool gone = false;             ///< no longer configured: calls that use it end there, no new ones

  bool leads_somewhere() const { return !gone && !to.at.empty(); }
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
  std::vector<hop> hops;  ///< indexes are stable: open transactions hold them
  rate_limit calls{};
  attempt_window attempts;
  bool removed = false;          ///< no longer configured; its calls finish
  std::vector<ip_block> former;  ///< sources it had: what they send inside their calls goes on
  std::int64_t former_since_ms = 0;
  std::int64_t used_at_ms = 0;  ///< last time it had a live call, kept while there is a former part

  bool some_hop_is_up() const {
    return std::ranges::any_of(hops,
                               [](const hop& each) { return each.up && each.leads_somewhere(); });
  }
};

/// The declared neighbours. Finding one costs a hash lookup once it has been heard of.
class trunk_table {
 public:
  trunk_table(const std::vector<trunk_options>& options, listeners& sockets);

  /// The trunks configured from now on. A trunk is the same one when its name is: it keeps its
  /// index, its figures and what is known of its hops. Others are added; what is missing is marked
  /// and known for as long as it may have calls (`age`).
  void adopt(std::vector<trunk_options> fresh, timestamp now, std::int64_t now_ms);
  /// Forgets former sources and hops without live calls; `longest_call_ms` ends it in any case.
  void age(std::int64_t now_ms, std::int64_t longest_call_ms);

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
  /// The same wherever this next hop is configured now.
  void relocate(const watched_name& name, const location& found, timestamp now);

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
  void adopt_hops(trunk& of, const std::vector<next_hop>& wanted, timestamp now,
                  std::int64_t now_ms);
  void adopt_address(trunk& of, const next_hop& wanted, std::uint8_t entry, timestamp now,
                     std::int64_t now_ms);
  void adopt_name(trunk& of, const next_hop& wanted, std::uint8_t entry, timestamp now);
  void place_hop(hop& at, const located& place);
  void forget_senders() { remembered_.assign(kRemembered, {}); }

  std::vector<trunk> all_;
  std::vector<std::uint16_t> order_;  ///< indexes of the configured trunks, as configured
  std::vector<remembered> remembered_;
  listeners* sockets_;
  std::uint64_t random_ = 0x9e3779b97f4a7c15ULL;
};

}  // namespace qorgan::gateway
