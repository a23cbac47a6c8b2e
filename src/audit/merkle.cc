#include "audit/merkle.h"

#include <sodium.h>

#include <bit>

#include "base/assert.h"

namespace qorgan::audit {
namespace {

tree_hash hash_of(std::uint8_t prefix, std::span<const std::string_view> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &prefix, 1);
  for (const std::string_view part : parts) {
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  tree_hash out;
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

std::string_view bytes_of(const tree_hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// The largest power of two below `n`, which is more than one.
std::uint64_t split_of(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

void prove(std::span<const tree_hash> leaves, std::uint64_t old_size, bool whole,
           std::vector<tree_hash>& out) {
  const std::uint64_t n = leaves.size();
  if (old_size == n) {
    if (!whole) out.push_back(root_of(leaves));
    return;
  }
  const std::uint64_t k = split_of(n);
  if (old_size <= k) {
    prove(leaves.first(k), old_size, whole, out);
    out.push_back(root_of(leaves.subspan(k)));
  } else {
    prove(leaves.subspan(k), old_size - k, false, out);
    out.push_back(root_of(leaves.first(k)));
  }
}

}  // namespace

tree_hash leaf_hash(std::string_view leaf) {
  const std::array parts{leaf};
  return hash_of(0, parts);
}

tree_hash node_hash(const tree_hash& left, const tree_hash& right) {
  const std::array parts{bytes_of(left), bytes_of(right)};
  return hash_of(1, parts);
}

// Each bit of the size is one whole subtree, as when one is added to a binary number.
void growing_tree::add(const tree_hash& leaf) {
  peaks_.push_back(leaf);
  for (std::uint64_t carry = size_; (carry & 1) != 0; carry >>= 1) {
    const tree_hash right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = node_hash(peaks_.back(), right);
  }
  ++size_;
}

tree_hash growing_tree::root() const {
  if (peaks_.empty()) {
    tree_hash out;
    crypto_hash_sha256(out.data(), nullptr, 0);
    return out;
  }
  tree_hash out = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) out = node_hash(peaks_[i - 1], out);
  return out;
}

tree_hash root_of(std::span<const tree_hash> leaves) {
  growing_tree tree;
  for (const tree_hash& leaf : leaves) tree.add(leaf);
  return tree.root();
}

std::vector<tree_hash> consistency_proof(std::span<const tree_hash> leaves,
                                         std::uint64_t old_size) {
  QORGAN_ASSERT(old_size <= leaves.size());
  std::vector<tree_hash> out;
  if (old_size > 0) prove(leaves, old_size, true, out);
  return out;
}

bool extends(const tree_state& before, const tree_state& now, std::span<const tree_hash> proof) {
  if (before.size > now.size) return false;
  if (before.size == now.size) return proof.empty() && before.root == now.root;
  if (before.size == 0) return proof.empty() && before.root == growing_tree{}.root();
  std::vector<tree_hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(before.size)) path.insert(path.begin(), before.root);
  if (path.empty()) return false;
  std::uint64_t fn = before.size - 1;
  std::uint64_t sn = now.size - 1;
  for (; (fn & 1) != 0; fn >>= 1) sn >>= 1;
  tree_hash fr = path[0];
  tree_hash sr = path[0];
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = node_hash(path[i], fr);
      sr = node_hash(path[i], sr);
      while (fn != 0 && (fn & 1) == 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, path[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == before.root && sr == now.root;
}

}  // namespace qorgan::audit
