// Trunks are taken over whole from a configuration that was read again. What open transactions and
// live calls point to, a trunk or a hop by its index, stays where it is.
#include <algorithm>

#include "gateway/trunks.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kLinger_ms = 32'000;  // RFC 3261: 64*T1, the last repetitions are over

bool has_former_parts(const trunk& each) {
  return !each.former.empty() ||
         std::ranges::any_of(each.hops, [](const hop& h) { return h.gone && h.to.at.port != 0; });
}

bool contains(const std::vector<ip_block>& blocks, const ip_block& wanted) {
  return std::ranges::any_of(blocks, [&](const ip_block& block) {
    return block.base == wanted.base && block.prefix_bits == wanted.prefix_bits;
  });
}

/// Sources that are left behind are former ones; those that came back are not.
void remember_sources(trunk& of, const std::vector<ip_block>& wanted) {
  std::erase_if(of.former, [&](const ip_block& block) { return contains(wanted, block); });
  for (const ip_block& block : of.options.sources) {
    if (!contains(wanted, block) && !contains(of.former, block)) of.former.push_back(block);
  }
  if (std::ssize(of.former) > trunk_table::kFormer) {
    of.former.erase(of.former.begin(), of.former.end() - trunk_table::kFormer);
  }
}

/// A place for another hop of the trunk; null: it has as many as it may.
hop* free_place(trunk& of) {
  if (of.hops.size() < trunk_table::kHops) return &of.hops.emplace_back();
  const auto former = std::ranges::find(of.hops, true, &hop::gone);
  return former == of.hops.end() ? nullptr : &*former;
}

void adopt_options(trunk& of, trunk_options fresh) {
  of.removed = false;
  remember_sources(of, fresh.sources);
  if (of.options.max_calls_per_second != fresh.max_calls_per_second) {
    of.calls = rate_limit(fresh.max_calls_per_second);
  }
  of.figures.id = fresh.id;
  of.figures.name = fresh.name;
  of.figures.carrier = fresh.carrier;
  of.figures.where = fresh.where;
  of.figures.kind = fresh.kind;
  of.figures.mode = fresh.enforced;
  of.figures.proxy = fresh.mode == trunk_mode::proxy;
  of.figures.watched = fresh.mode == trunk_mode::watch;
  of.figures.screen = fresh.mode == trunk_mode::screen;
  of.rules = rules_of(fresh.headers);
  of.options = std::move(fresh);
}

}  // namespace

trunk_table::trunk_table(const std::vector<trunk_options>& options, listeners& sockets)
    : remembered_(kRemembered), sockets_(&sockets) {
  adopt(options, {}, 0);
}

void trunk_table::adopt_address(trunk& of, const next_hop& wanted, std::uint8_t entry,
                                timestamp now, std::int64_t now_ms) {
  const auto known = std::ranges::find_if(of.hops, [&](const hop& each) {
    return each.name.empty() && each.to.at == wanted.at && each.over == wanted.over &&
           each.tls_name == wanted.tls_name;
  });
  const bool is_new = known == of.hops.end();
  hop* const to = is_new ? free_place(of) : &*known;
  if (to == nullptr) return;  // more are refused by the configuration
  if (is_new) {
    *to = {};
    to->tls_name = wanted.tls_name;
    to->since = now;
    to->heard_at_ms = now_ms;
    place_hop(*to, {wanted.over, wanted.at, 0, 0});
  }
  to->entry = entry;
  to->gone = false;
}

/// A name keeps the places it leads to; a new one gets places to be filled.
void trunk_table::adopt_name(trunk& of, const next_hop& wanted, std::uint8_t entry, timestamp now) {
  bool known = false;
  for (hop& each : of.hops) {
    if (each.name != wanted.host || each.tls_name != wanted.tls_name) continue;
    known = true;
    each.entry = entry;
    each.gone = false;
  }
  for (std::size_t i = 0; !known && i < kPlacesPerName; ++i) {
    hop* const to = free_place(of);
    if (to == nullptr) return;
    *to = {};
    to->entry = entry;
    to->name = to->label = wanted.host;
    to->tls_name = wanted.tls_name;
    to->since = now;
  }
}

/// Known hops keep their index and their health; those that are not wanted any more are marked.
void trunk_table::adopt_hops(trunk& of, const std::vector<next_hop>& wanted, timestamp now,
                             std::int64_t now_ms) {
  for (hop& each : of.hops) each.gone = true;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto entry = static_cast<std::uint8_t>(i);
    if (wanted[i].host.empty()) {
      adopt_address(of, wanted[i], entry, now, now_ms);
    } else {
      adopt_name(of, wanted[i], entry, now);
    }
  }
}

std::size_t trunk_table::place_for(const trunk_options& named) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].options.id == named.id) return i;
  }
  if (all_.size() >= kPlaces) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!all_[i].removed || all_[i].figures.live > 0 || has_former_parts(all_[i])) continue;
      // Its hops keep their places: whatever still points to one finds an entry.
      std::vector<hop> hops = std::move(all_[i].hops);
      all_[i] = trunk{};
      all_[i].hops = std::move(hops);
      return i;
    }
  }
  trunk& added = all_.emplace_back();
  added.calls = rate_limit(named.max_calls_per_second);
  return all_.size() - 1;
}

void trunk_table::adopt(std::vector<trunk_options> fresh, timestamp now, std::int64_t now_ms) {
  order_.clear();
  for (trunk_options& each : fresh) {
    const std::size_t at = place_for(each);
    adopt_hops(all_[at], each.next_hops, now, now_ms);
    adopt_options(all_[at], std::move(each));
    order_.push_back(static_cast<std::uint16_t>(at));
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    trunk& each = all_[i];
    if (std::ranges::find(order_, i) == order_.end() && !each.removed) {
      each.removed = true;
      remember_sources(each, {});
      each.options.sources.clear();
      each.options.tls_identities.clear();
      adopt_hops(each, {}, now, now_ms);
    }
    each.former_since_ms = each.used_at_ms = now_ms;
  }
  forget_senders();
}

void trunk_table::age(std::int64_t now_ms, std::int64_t longest_call_ms) {
  for (trunk& each : all_) {
    if (each.figures.live > 0) each.used_at_ms = now_ms;
    if (!has_former_parts(each)) continue;
    const bool idle = now_ms - each.used_at_ms > kLinger_ms;
    if (!idle && now_ms - each.former_since_ms <= longest_call_ms) continue;
    each.former.clear();
    for (hop& next : each.hops) {
      if (next.gone) next.to.at = {};
    }
    forget_senders();
  }
}

}  // namespace qorgan::gateway
