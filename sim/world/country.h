#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dice.h"
#include "sim/sim.h"
#include "sim/traffic/plan.h"
#include "sim/world/days.h"

namespace qorgan::sim {

/// What all families of callers share: the trunks, and the people who are called.
class country_world {
 public:
  country_world(std::span<const trunk_seat> trunks, double scale, std::uint64_t seed);

  double scale() const { return scale_; }
  /// `count` of parameters.h for this scale, at least one.
  int scaled(int count) const;
  std::uint64_t next_seed() { return seeds_.next(); }

  const std::string& subscriber(dice& d) const {
    return subscribers_[d.below(subscribers_.size())];
  }
  /// Nobody's number that listens. Bulk dialling meets them by chance.
  const std::string& honeypot(dice& d) const { return honeypots_[d.below(honeypots_.size())]; }
  bool is_honeypot(std::string_view callee) const;

  /// The trunk a call from this country comes over, its own carrier's if it has one and the dice
  /// want it so.
  std::size_t trunk_from(std::string_view country, dice& d) const;
  std::size_t any_carrier(dice& d) const;
  std::size_t hub() const { return hub_; }
  std::size_t domestic() const { return domestic_; }
  bool has_domestic() const { return has_domestic_; }

  /// What the centre sees of equipment behind this trunk: itself, or the border equipment of a
  /// carrier that rewrites every message.
  std::size_t seen_over(std::size_t trunk, std::size_t equipment) const;
  /// A mobile network of this country.
  std::size_t network_of(std::string_view country, dice& d) const;

 private:
  double scale_;
  dice seeds_;
  std::span<const trunk_seat> trunks_;
  std::vector<std::size_t> international_;
  std::size_t hub_ = 0;
  std::size_t domestic_ = 0;
  bool has_domestic_ = false;
  std::vector<std::string> subscribers_;
  std::vector<std::string> honeypots_;
};

/// A family of callers. A day's calls are planned at its beginning; a later one may lie behind its
/// end.
class family {
 public:
  virtual ~family() = default;
  virtual void plan_day(const day& today, std::vector<planned_call>& out) = 0;
};

using families = std::vector<std::unique_ptr<family>>;
void add_private_people(country_world& world, families& out);
void add_institutions(country_world& world, families& out);
void add_busy_callers(country_world& world, families& out);
void add_platforms(country_world& world, families& out);
void add_scam_offices(country_world& world, families& out);

/// Honest countries of origin, those with more people from here more often.
std::string_view country_of_origin(dice& d);
/// Where somebody with a number of this country calls from: mostly there.
std::string_view country_stayed_in(std::string_view home, dice& d);

}  // namespace qorgan::sim
