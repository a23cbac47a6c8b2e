#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/dice.h"
#include "sim/sim.h"
#include "sim/traffic/plan.h"

namespace qorgan::sim {

/// What an actor family may know: the trunks there are, its share of the rate, its own dice.
struct actor_world {
  std::span<const trunk_seat> trunks;
  double calls_per_second = 1.0;  ///< of this family, simulated time
  std::uint64_t seed = 0;
};

/// A family of callers: an endless sequence of calls in time order.
class actor {
 public:
  virtual ~actor() = default;
  /// When the next call is placed.
  virtual duration next_at() const = 0;
  /// That call; the actor moves on to the one behind it.
  virtual planned_call take() = 0;
};

/// An actor whose calls come independently of each other at a mean rate (a Poisson process).
class steady_actor : public actor {
 public:
  steady_actor(double calls_per_second, std::uint64_t seed)
      : dice_{seed}, mean_gap_s_{1.0 / calls_per_second} {
    next_ = seconds(dice_.exponential(mean_gap_s_));
  }
  duration next_at() const final { return next_; }
  planned_call take() final {
    planned_call call = draw(dice_);
    call.at = next_;
    next_ += seconds(dice_.exponential(mean_gap_s_));
    return call;
  }

 protected:
  virtual planned_call draw(dice& d) = 0;

 private:
  dice dice_;
  double mean_gap_s_;
  duration next_{};
};

/// How the called side of a family behaves, as probabilities and seconds.
struct called_side {
  double answers = 0.62;
  double busy = 0.10;
  double gives_up = 0.14;  ///< the rest is no answer
  double talk_median_s = 50;
  double talk_sigma = 0.8;
  double caller_hangs_up = 0.55;
};
void draw_course(planned_call& call, const called_side& side, dice& d);

/// Index of an international trunk of this country; of any international trunk when there is none.
std::size_t trunk_of_country(std::span<const trunk_seat> trunks, std::string_view country, dice& d);
std::size_t any_international(std::span<const trunk_seat> trunks, dice& d);
/// Index of the roaming hub; of any trunk when there is none.
std::size_t roaming_hub(std::span<const trunk_seat> trunks, dice& d);

// Honest callers.
std::unique_ptr<actor> make_families(const actor_world& world);
std::unique_ptr<actor> make_business(const actor_world& world);
std::unique_ptr<actor> make_roamers(const actor_world& world);
std::unique_ptr<actor> make_couriers(const actor_world& world);
// Scammers.
std::unique_ptr<actor> make_spoofers(const actor_world& world);
std::unique_ptr<actor> make_rotators(const actor_world& world);
std::unique_ptr<actor> make_sequential_diallers(const actor_world& world);
std::unique_ptr<actor> make_patient_office(const actor_world& world);

}  // namespace qorgan::sim
