#include "gateway/rejected_log.h"

#include <algorithm>

#include "base/hash.h"

namespace qorgan::gateway {
namespace {

/// A stranger's place is one of so many neighbouring ones. When all are taken the one that was
/// heard least gives way, and the newcomer takes over its count: a flood of made-up addresses does
/// not push out the one that keeps coming.
constexpr std::size_t kWays = 4;

}  // namespace

void rejected_log::kept::keep(const entry& from) noexcept {
  at = from.at;
  source = from.source;
  bytes = static_cast<std::uint32_t>(from.bytes.size());
  head_size = static_cast<std::uint32_t>(std::min(from.bytes.size(), kHeadBytes));
  std::copy_n(from.bytes.data(), head_size, head.data());
}

rejected_message rejected_log::kept::as_message() const {
  return {at, source, bytes, std::string(head.data(), head_size)};
}

rejected_log::rejected_log() : rings_(kRings), strangers_(kStrangers) {}

rejected_log::ring* rejected_log::ring_of(const entry& from) noexcept {
  for (std::size_t i = 0; i < used_rings_; ++i) {
    if (rings_[i].kind == from.kind && rings_[i].reason == from.reason) return &rings_[i];
  }
  if (used_rings_ == kRings) return nullptr;
  ring& added = rings_[used_rings_++];
  added.kind = from.kind;
  added.reason = from.reason;
  return &added;
}

void rejected_log::note_stranger(const entry& from) noexcept {
  const std::string_view address{reinterpret_cast<const char*>(from.source.address.data()),
                                 from.source.address.size()};
  const std::size_t base = hash_bytes(address) % (kStrangers / kWays) * kWays;
  stranger* least = &strangers_[base];
  for (std::size_t i = 0; i < kWays; ++i) {
    stranger& each = strangers_[base + i];
    if (each.count > 0 && each.newest.source.address == from.source.address) {
      ++each.count;
      each.newest.keep(from);
      return;
    }
    if (each.count < least->count) least = &each;
  }
  ++least->count;
  least->first = from.at;
  least->newest.keep(from);
}

void rejected_log::note(const entry& turned_away) noexcept {
  const std::unique_lock lock(guard_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  if (ring* const to = ring_of(turned_away)) {
    to->newest[to->count++ % kPerRing].keep(turned_away);
  }
  if (turned_away.kind == rejection::stranger) note_stranger(turned_away);
}

rejected_report rejected_log::report() const {
  rejected_report out;
  const std::lock_guard lock(guard_);
  for (std::size_t i = 0; i < used_rings_; ++i) {
    const ring& from = rings_[i];
    rejected_kind kind{from.kind, std::string(from.reason), from.count, {}};
    for (std::uint64_t n = 0; n < std::min<std::uint64_t>(from.count, kPerRing); ++n) {
      kind.newest.push_back(from.newest[(from.count - 1 - n) % kPerRing].as_message());
    }
    out.kinds.push_back(std::move(kind));
  }
  for (const stranger& from : strangers_) {
    if (from.count == 0) continue;
    const rejected_message newest = from.newest.as_message();
    out.strangers.push_back({newest.source, from.count, from.first, newest.at, newest.head});
  }
  std::ranges::sort(out.strangers, std::ranges::greater{}, &stranger_figures::count);
  return out;
}

}  // namespace qorgan::gateway
