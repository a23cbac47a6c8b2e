#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace qorgan::journal {

/// BLAKE2b-256.
using chain_hash = std::array<std::byte, 32>;

/// What one row of the file holds beside its chain value.
struct group {
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = 0;
  std::int64_t at_us = 0;  ///< wall clock of the commit
  std::span<const std::byte> payload;
};

/// The chain value of a group that follows the group with value `previous`.
chain_hash chain_after(const chain_hash& previous, const group& next) noexcept;

}  // namespace qorgan::journal
