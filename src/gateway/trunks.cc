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

trunk_table::trunk_table(const std::vector<trunk_options>& options, const listeners& sockets)
    : remembered_(kRemembered) {
  for (const trunk_options& each : options) {
    trunk added;
    added.options = each;
    added.calls = rate_limit(each.max_calls_per_second);
    added.figures.id = each.id;
    added.figures.name = each.name;
    added.figures.carrier = each.carrier;
    added.figures.where = each.where;
    added.figures.kind = each.kind;
    added.figures.mode = each.enforced;
    added.figures.proxy = each.mode == trunk_mode::proxy;
    added.figures.screen = each.mode == trunk_mode::screen;
    for (const next_hop& next : each.next_hops) {
      hop to;
      to.to = {next.at, sockets.towards(next.at), 0};
      to.address = to_string(next.at);
      added.hops.push_back(to);
    }
    all_.push_back(std::move(added));
  }
}

origin trunk_table::search(const ip_endpoint& sender) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const ip_block& block : all_[i].options.sources) {
      if (block.contains(sender)) return {static_cast<std::uint16_t>(i), true, false};
    }
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const hop& next : all_[i].hops) {
      // A switch may send from another port than it listens on.
      if (next.to.at.address == sender.address) return {static_cast<std::uint16_t>(i), true, true};
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
  for (std::size_t i = 0; i < of.hops.size() && i < 32; ++i) {
    if ((tried >> i & 1u) != 0) continue;
    if (of.hops[i].up) return static_cast<int>(i);
    if (fallback < 0) fallback = static_cast<int>(i);
  }
  return fallback;
}

}  // namespace qorgan::gateway
