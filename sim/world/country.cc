#include "sim/world/country.h"

#include <algorithm>
#include <array>

#include "base/assert.h"
#include "base/hash.h"
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {

country_world::country_world(std::span<const trunk_seat> trunks, double scale, std::uint64_t seed)
    : scale_{scale}, seeds_{seed}, trunks_{trunks} {
  for (std::size_t i = 0; i < trunks.size(); ++i) {
    switch (trunks[i].kind) {
      case trunk_kind::international: international_.push_back(i); break;
      case trunk_kind::roaming_hub: hub_ = i; break;
      case trunk_kind::domestic: domestic_ = i; has_domestic_ = true;
    }
  }
  QORGAN_ASSERT(!international_.empty());
  dice d{seeds_.next()};
  const int people = scaled(parameters::kSubscribers);
  for (int i = 0; i < scaled(parameters::kHoneypots); ++i) honeypots_.push_back(kz_any(d));
  std::ranges::sort(honeypots_);
  while (static_cast<int>(subscribers_.size()) < people) {
    std::string number = kz_any(d);
    if (!is_honeypot(number)) subscribers_.push_back(std::move(number));  // nobody's number listens
  }
}

int country_world::scaled(int count) const {
  return std::max(1, static_cast<int>(count * scale_));
}

bool country_world::is_honeypot(std::string_view callee) const {
  return std::ranges::binary_search(honeypots_, callee);
}

std::size_t country_world::trunk_from(std::string_view country, dice& d) const {
  const bool transit = d.chance(parameters::kTransitShare);
  for (const std::size_t i : international_) {
    if (!transit && trunks_[i].country == country) return i;
  }
  return any_carrier(d);
}

std::size_t country_world::any_carrier(dice& d) const {
  return international_[d.below(international_.size())];
}

std::size_t country_world::seen_over(std::size_t trunk, std::size_t equipment) const {
  // Wholesale carriers of the simulation are British; their border controllers are back-to-back
  // user agents, behind which all calls look alike.
  return trunks_[trunk].country == "GB" ? core_equipment(2) : equipment;
}

std::size_t country_world::network_of(std::string_view country, dice& d) const {
  const auto network = d.below(parameters::kCoresPerCountry);
  return core_network(mix64(stable_hash(country) + network));
}

std::string_view country_of_origin(dice& d) {
  static constexpr std::array<std::string_view, 21> kOrigins{
      "RU", "RU", "RU", "RU", "RU", "RU", "RU", "RU", "RU", "DE", "DE",
      "DE", "TR", "TR", "UZ", "KG", "CN", "KR", "US", "GB", "UA"};
  return d.one_of(kOrigins);
}

std::string_view country_stayed_in(std::string_view home, dice& d) {
  return d.chance(parameters::kForeignTravellers) ? country_of_origin(d) : home;
}

}  // namespace qorgan::sim
