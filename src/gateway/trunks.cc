#include "gateway/trunks.h"

#include <algorithm>

#include "base/hash.h"

namespace qorgan::gateway {

bool rate_limit::take(std::int64_t now_ms) {
  if (per_second_ == 0) return true;
  const std::int64_t full = std::int64_t{per_second_} * 1000;
  const std::int64_t elapsed = std::min<std::int64_t>(now_ms - filled_at_ms_, 1000);
  milli_tokens_ = std::min(full, milli_tokens_ + elapsed * per_second_);
  filled_at_ms_ = now_ms;
  if (milli_tokens_ < 1000) return false;
  milli_tokens_ -= 1000;
  return true;
}

void attempt_window::count(std::int64_t now_ms) {
  const std::int64_t number = now_ms / 1000;
  second& slot = seconds_[static_cast<std::size_t>(number) % kSeconds];
  if (slot.number != number) slot = {number, 0};
  ++slot.attempts;
}

double attempt_window::per_second(std::int64_t now_ms) const {
  const std::int64_t now = now_ms / 1000;
  std::uint64_t sum = 0;
  for (const second& slot : seconds_) {
    if (slot.number >= now - 10 && slot.number < now) sum += slot.attempts;
  }
  return static_cast<double>(sum) / 10.0;
}

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

std::size_t hop_place(trunk& of, const next_hop& wanted) {
  for (std::size_t i = 0; i < of.hops.size(); ++i) {
    if (of.hops[i].to.at == wanted.at) return i;
  }
  if (of.hops.size() < trunk_table::kHops) return of.hops.emplace_back(), of.hops.size() - 1;
  const auto former = std::ranges::find(of.hops, true, &hop::gone);
  return static_cast<std::size_t>(former - of.hops.begin());
}

/// Known hops keep their index and their health; those that are not wanted any more are marked.
void adopt_hops(trunk& of, const std::vector<next_hop>& wanted, const listeners& sockets,
                timestamp now, std::int64_t now_ms) {
  for (hop& each : of.hops) each.gone = true;
  of.preferred.clear();
  for (const next_hop& next : wanted) {
    const std::size_t at = hop_place(of, next);
    if (at >= of.hops.size()) continue;  // more are refused by the configuration
    hop& to = of.hops[at];
    if (to.to.at != next.at) {
      to = {};
      to.to = {next.at, sockets.towards(next.at), 0};
      to.address = to_string(next.at);
      to.since = now;
      to.heard_at_ms = now_ms;
    }
    to.gone = false;
    of.preferred.push_back(static_cast<std::uint8_t>(at));
  }
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
  of.figures.screen = fresh.mode == trunk_mode::screen;
  of.options = std::move(fresh);
}

}  // namespace

trunk_table::trunk_table(const std::vector<trunk_options>& options, const listeners& sockets)
    : remembered_(kRemembered) {
  adopt(options, sockets, {}, 0);
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

void trunk_table::adopt(std::vector<trunk_options> fresh, const listeners& sockets, timestamp now,
                        std::int64_t now_ms) {
  order_.clear();
  for (trunk_options& each : fresh) {
    const std::size_t at = place_for(each);
    adopt_hops(all_[at], each.next_hops, sockets, now, now_ms);
    adopt_options(all_[at], std::move(each));
    order_.push_back(static_cast<std::uint16_t>(at));
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    trunk& each = all_[i];
    if (std::ranges::find(order_, i) == order_.end() && !each.removed) {
      each.removed = true;
      remember_sources(each, {});
      each.options.sources.clear();
      adopt_hops(each, {}, sockets, now, now_ms);
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

origin trunk_table::search(const ip_endpoint& sender) const {
  const auto within = [&](const std::vector<ip_block>& blocks) {
    return std::ranges::any_of(blocks, [&](const ip_block& b) { return b.contains(sender); });
  };
  for (const std::uint16_t i : order_) {
    if (within(all_[i].options.sources)) return {i, true, false};
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const auto at = static_cast<std::uint16_t>(i);
    if (within(all_[i].former)) return {at, true, true};
    for (const hop& next : all_[i].hops) {
      // A switch may send from another port than it listens on.
      if (next.to.at.port != 0 && next.to.at.address == sender.address) return {at, true, true};
    }
  }
  return {};
}

origin trunk_table::find(const ip_endpoint& sender) {
  std::uint64_t words[2];
  static_assert(sizeof words == sizeof sender.address);
  std::copy_n(sender.address.data(), sizeof words, reinterpret_cast<std::uint8_t*>(words));
  const std::uint64_t hash = combine(words[0] ^ sender.port, words[1]);
  remembered& slot = remembered_[hash % kRemembered];
  if (slot.sender != sender) slot = {sender, search(sender)};
  return slot.from;
}

int trunk_table::choose_hop(const trunk& of, std::uint32_t tried) const {
  int fallback = -1;
  for (const std::uint8_t i : of.preferred) {
    if ((tried >> i & 1u) != 0) continue;
    if (of.hops[i].up) return i;
    if (fallback < 0) fallback = i;
  }
  return fallback;
}

}  // namespace qorgan::gateway
