// Sequential dialling: one number works through a block of subscribers, one after another, in
// bursts of about one call a second, then changes its number and rests.
#include <algorithm>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

class sequential_dialler final : public actor {
 public:
  explicit sequential_dialler(const actor_world& world)
      : dice_{world.seed}, trunks_{world.trunks}, mean_gap_s_{1.0 / world.calls_per_second} {
    begin_burst(seconds(1.0));  // at once: a demonstration shows it in its first minute
  }

  duration next_at() const override { return next_; }

  planned_call take() override {
    planned_call call;
    call.at = next_;
    call.trunk = trunk_;
    call.equipment = scam_equipment(scam_site::sequential, 0);
    call.caller = caller_;
    call.callee = callee_;
    call.kind = "sequential";
    call.campaign = "sequential-a";
    call.fraud = true;
    draw_course(call, {.answers = 0.35, .gives_up = 0.45, .talk_median_s = 20}, dice_);
    callee_ = following(callee_, dice_.chance(0.9) ? 1 : 2);
    advance();
    return call;
  }

 private:
  void begin_burst(duration at) {
    burst_began_ = next_ = at;
    left_ = burst_size_ = 30 + dice_.below(30);
    trunk_ = trunk_of_country(trunks_, "RU", dice_);
    caller_ = foreign_mobile(dice_.chance(0.5) ? "RU" : "UA", dice_);
    callee_ = kz_mobile(dice_);
  }

  void advance() {
    if (--left_ > 0) {
      next_ += seconds(dice_.between(0.5, 1.5));
      return;
    }
    // Rest until the burst's calls, spread over the whole time, make the family's rate.
    const duration round = seconds(mean_gap_s_ * static_cast<double>(burst_size_));
    begin_burst(std::max(next_ + seconds(1.0), burst_began_ + round));
  }

  dice dice_;
  std::span<const trunk_seat> trunks_;
  double mean_gap_s_;
  duration burst_began_{};
  duration next_{};
  std::size_t left_ = 0;
  std::size_t burst_size_ = 0;
  std::size_t trunk_ = 0;
  std::string caller_;
  std::string callee_;
};

}  // namespace

std::unique_ptr<actor> make_sequential_diallers(const actor_world& world) {
  return std::make_unique<sequential_dialler>(world);
}

}  // namespace qorgan::sim
