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
      if (next.to.at.empty()) continue;
      if (next.to.at.address == sender.address) return {at, true, true};
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

origin trunk_table::may_come_by_tls(const ip_endpoint& sender) {
  const origin by_address = find(sender);
  if (by_address.known) return by_address;
  for (const std::uint16_t i : order_) {
    const trunk_options& options = all_[i].options;
    if (!options.tls_identities.empty() && options.sources.empty()) return {i, true, true};
  }
  return {};
}

origin trunk_table::find_named(const net::tls_names& names, const ip_endpoint& sender) const {
  const auto is_named = [&names](const std::string& one) { return names.are(one); };
  const auto contains = [&sender](const ip_block& one) { return one.contains(sender); };
  for (const std::uint16_t i : order_) {
    const trunk_options& options = all_[i].options;
    if (!std::ranges::any_of(options.tls_identities, is_named)) continue;
    if (options.sources.empty() || std::ranges::any_of(options.sources, contains)) {
      return {i, true, false};
    }
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const hop& next : all_[i].hops) {
      if (next.over != transport::tls || next.to.at.address != sender.address) continue;
      if (next.tls_name.empty() ? names.are(next.to.at) : names.are(next.tls_name)) {
        return {static_cast<std::uint16_t>(i), true, true};
      }
    }
  }
  return {};
}

}  // namespace qorgan::gateway
