// A patient two-stage office: a cold caller wins a little trust from one foreign number, minutes
// later a closer calls the same victim from another ("the bank's security"), and often a third
// follows ("the investigator"). Each number is used once; the calls are few, answered and long. To
// a rule that counts calls per number they look like families.
#include <algorithm>
#include <queue>
#include <vector>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

struct stage {
  duration at;
  std::uint64_t order;  // equal times: first planned, first placed
  planned_call call;
};
struct later {
  bool operator()(const stage& a, const stage& b) const {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }
};

class patient_office final : public actor {
 public:
  explicit patient_office(const actor_world& world)
      : dice_{world.seed}, trunks_{world.trunks}, mean_gap_s_{1.0 / world.calls_per_second} {
    // Two impatient attempts open the day, so that the pattern shows in the first minute.
    plan_victim(seconds(3.0), true);
    plan_victim(seconds(9.0), true);
    next_victim_ = seconds(14.0);
    refill();
  }

  duration next_at() const override { return stages_.top().at; }

  planned_call take() override {
    planned_call call = stages_.top().call;
    call.at = stages_.top().at;
    stages_.pop();
    refill();
    return call;
  }

 private:
  // Every call planned so far that is due before the next victim's first may be handed out.
  void refill() {
    while (stages_.empty() || stages_.top().at >= next_victim_) {
      const std::size_t calls = plan_victim(next_victim_, dice_.chance(0.3));
      next_victim_ += seconds(dice_.exponential(mean_gap_s_ * static_cast<double>(calls)));
    }
  }

  std::size_t plan_victim(duration at, bool impatient) {
    const std::string victim = kz_mobile(dice_);
    const std::size_t calls = 2 + dice_.below(2) + (impatient ? 1 : 0);
    for (std::size_t i = 0; i < calls; ++i) {
      planned_call call = stage_call(victim, impatient, i);
      const duration length = call.ring_delay + call.wait + call.talk;
      stages_.push({at, planned_++, std::move(call)});
      at += length + seconds(impatient ? dice_.between(1.0, 4.0) : dice_.between(60.0, 420.0));
    }
    return calls;
  }

  planned_call stage_call(const std::string& victim, bool impatient, std::size_t number) {
    static constexpr std::array<std::string_view, 4> kCountries{"RU", "UA", "GB", "KG"};
    planned_call call;
    call.trunk = trunk_of_country(trunks_, number % 2 == 0 ? "RU" : "DE", dice_);
    call.equipment = scam_equipment(scam_site::office, 0);
    call.caller = foreign_mobile(dice_.one_of(kCountries), dice_);
    call.callee = victim;
    call.kind = "office";
    call.campaign = "office-a";
    call.fraud = true;
    call.ring_delay = seconds(dice_.between(0.4, 1.2));
    call.wait = seconds(impatient ? dice_.between(1.5, 3.0) : dice_.between(3.0, 10.0));
    call.caller_hangs_up = dice_.chance(0.8);
    if (impatient) {
      call.talk = seconds(dice_.between(4.0, 8.0));
      if (number == 2) call.talk = seconds(dice_.between(240.0, 600.0));
    } else {
      call.talk = seconds(number == 0 ? dice_.between(150.0, 420.0) : dice_.between(400.0, 1500.0));
    }
    return call;
  }

  dice dice_;
  std::span<const trunk_seat> trunks_;
  double mean_gap_s_;
  duration next_victim_{};
  std::uint64_t planned_ = 0;
  std::priority_queue<stage, std::vector<stage>, later> stages_;
};

}  // namespace

std::unique_ptr<actor> make_patient_office(const actor_world& world) {
  return std::make_unique<patient_office>(world);
}

}  // namespace qorgan::sim
