#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/merkle.h"
#include "domain/people.h"

namespace qorgan::audit {

/// One entry as the leaf of the tree and as the line of a copy:
/// "MICROSECONDS<tab>ACTOR<tab>ACTION<tab>SUBJECT<tab>DETAIL". No field has control characters; the
/// store has replaced them.
std::string leaf_of(const audit_entry& entry);

/// A state the log is known to have had, and who says so.
struct known_state {
  tree_state state;
  std::string said_by;  ///< "checkpoint of 2026-03-01T10:00:00Z", "witness"
};

/// Reads a log from its first entry and compares it with the states it is known to have had. An
/// entry that was changed, removed or put in between is found by the first state that differs: it
/// lies between that state and the one before.
class log_check {
 public:
  explicit log_check(std::vector<known_state> known);

  void add(std::string_view leaf);
  /// After the last entry: every fault in words; none when the log is whole.
  std::vector<std::string> finish();
  std::uint64_t size() const { return tree_.size(); }
  tree_state state() const { return {tree_.size(), tree_.root()}; }

 private:
  void compare();

  std::vector<known_state> known_;  // by size
  std::size_t next_ = 0;
  std::uint64_t good_until_ = 0;
  growing_tree tree_;
  std::vector<std::string> faults_;
};

}  // namespace qorgan::audit
