// Which place of a next hop is tried, and what happens when a name leads elsewhere.
#include <algorithm>

#include "base/hash.h"
#include "gateway/trunks.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kMostHops = 32;  // bits of `tried`

}  // namespace

int trunk_table::choose_hop(const trunk& of, std::uint32_t tried) {
  const std::size_t count = std::min(of.hops.size(), kMostHops);
  const auto standing = [](const hop& one) { return std::uint64_t{one.entry} << 32 | one.rank; };
  for (const bool only_up : {true, false}) {
    const auto is_open = [&](std::size_t i) {
      return (tried >> i & 1u) == 0 && of.hops[i].leads_somewhere() && (of.hops[i].up || !only_up);
    };
    int chosen = -1;
    std::uint64_t total = 0;  // weights so far of those that stand as the chosen one does
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_open(i)) continue;
      const hop& next = of.hops[i];
      const std::uint64_t best =
          chosen < 0 ? ~std::uint64_t{0} : standing(of.hops[static_cast<std::size_t>(chosen)]);
      if (standing(next) > best) continue;
      if (standing(next) < best) {
        chosen = static_cast<int>(i);
        total = next.weight;
        continue;
      }
      // Each keeps its share of the whole: RFC 2782, one pass.
      total += next.weight;
      random_ = mix64(random_ + 0x9e3779b97f4a7c15ULL);
      if (total > 0 && random_ % total < next.weight) chosen = static_cast<int>(i);
    }
    if (chosen >= 0) return chosen;
  }
  return -1;
}

void trunk_table::place_hop(hop& at, const located& place) {
  const auto listener = sockets_->find(place.over, place.at);
  at.over = place.over;
  at.to = {place.at, listener.value_or(sockets_->towards(place.at)),
           sockets_->streams().name_of(at.tls_name), 0};
  at.rank = place.rank;
  at.weight = place.weight;
  at.address = to_string(place.at);
  at.label = at.name.empty() ? "" : at.name + " ";
  if (place.over == transport::tcp) at.label += "tcp:";
  if (place.over == transport::tls) at.label += "tls:";
  at.label += at.address;
}

void trunk_table::relocate(std::size_t trunk, std::uint8_t entry, const location& found,
                           timestamp now) {
  auto& hops = all_[trunk].hops;
  const std::string& name = all_[trunk].options.next_hops[entry].host;
  std::vector<located> fresh = found.places;
  std::vector<hop*> vacant;
  for (hop& each : hops) {
    if (each.gone || each.entry != entry) continue;
    const auto stays = std::ranges::find_if(fresh, [&each](const located& one) {
      return one.at == each.to.at && one.over == each.over;
    });
    if (stays == fresh.end()) {
      vacant.push_back(&each);
      continue;
    }
    each.rank = stays->rank;
    each.weight = stays->weight;
    fresh.erase(stays);
  }
  for (std::size_t i = 0; i < vacant.size(); ++i) {
    hop next;
    next.entry = entry;
    next.name = name;
    next.tls_name = vacant[i]->tls_name;
    next.label = name;
    next.since = now;
    if (i < fresh.size()) place_hop(next, fresh[i]);
    *vacant[i] = std::move(next);
  }
  forget_senders();  // who sends from a place of a next hop has changed
}

void trunk_table::relocate(const watched_name& name, const location& found, timestamp now) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].removed || all_[i].options.id != name.trunk) continue;
    const auto& entries = all_[i].options.next_hops;
    for (std::size_t j = 0; j < entries.size(); ++j) {
      if (entries[j] == name.hop) relocate(i, static_cast<std::uint8_t>(j), found, now);
    }
  }
}

}  // namespace qorgan::gateway
