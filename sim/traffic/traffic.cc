#include "sim/traffic/traffic.h"

#include "base/assert.h"

namespace qorgan::sim {

namespace {

struct family_share {
  std::unique_ptr<actor> (*make)(const actor_world&);
  double share;  // of the honest or the fraudulent calls
};

constexpr family_share kHonest[] = {
    {make_families, 0.46}, {make_business, 0.345}, {make_roamers, 0.035}, {make_couriers, 0.16}};
constexpr family_share kFraud[] = {{make_spoofers, 0.35},
                                   {make_rotators, 0.25},
                                   {make_sequential_diallers, 0.25},
                                   {make_patient_office, 0.15}};

}  // namespace

traffic::traffic(const traffic_options& options) {
  QORGAN_ASSERT(!options.trunks.empty());
  QORGAN_ASSERT(options.rate > 0);
  dice seeds{options.seed};
  const auto add = [&](const family_share& family, double rate) {
    const std::uint64_t seed = seeds.next();  // drawn also for families without calls
    if (rate > 0) actors_.push_back(family.make({options.trunks, rate, seed}));
  };
  for (const auto& family : kHonest) {
    add(family, options.rate * (1.0 - options.fraud_share) * family.share);
  }
  for (const auto& family : kFraud) add(family, options.rate * options.fraud_share * family.share);
}

std::size_t traffic::earliest() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < actors_.size(); ++i) {
    if (actors_[i]->next_at() < actors_[best]->next_at()) best = i;
  }
  return best;
}

duration traffic::next_at() const {
  return actors_[earliest()]->next_at();
}
planned_call traffic::take() {
  return actors_[earliest()]->take();
}

}  // namespace qorgan::sim
