#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qorgan::audit {

/// Hashes of a Merkle tree as RFC 6962, section 2.1, defines it, over SHA-256. The same leaves in
/// the same order always have the same root; a proof of a few hashes shows that a longer log begins
/// with a shorter one, unchanged.
using tree_hash = std::array<std::uint8_t, 32>;

tree_hash leaf_hash(std::string_view leaf);
tree_hash node_hash(const tree_hash& left, const tree_hash& right);

/// The root of a log that grows, in memory that grows with the logarithm of its length.
class growing_tree {
 public:
  void add(const tree_hash& leaf);
  std::uint64_t size() const { return size_; }
  /// Of no leaf: the hash of nothing.
  tree_hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<tree_hash> peaks_;  ///< roots of whole subtrees, largest first
};

tree_hash root_of(std::span<const tree_hash> leaves);

/// Shows that the log of `leaves` begins with its own first `old_size`, which must not be more than
/// there are. Empty for an old size of 0 or of all.
std::vector<tree_hash> consistency_proof(std::span<const tree_hash> leaves, std::uint64_t old_size);

struct tree_state {
  std::uint64_t size = 0;
  tree_hash root{};
  bool operator==(const tree_state&) const = default;
};
/// Whether the proof shows that `now` extends `before` (RFC 9162, section 2.1.4.2).
bool extends(const tree_state& before, const tree_state& now, std::span<const tree_hash> proof);

}  // namespace qorgan::audit
