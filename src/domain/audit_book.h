#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "domain/people.h"

namespace qorgan {

/// An entry with its place in the log. Places grow; they may have gaps.
struct placed_entry {
  std::int64_t id = 0;
  audit_entry entry;
};

/// Absent conditions do not restrict. Texts match whole fields, but `words` any part of subject or
/// detail.
struct audit_query {
  std::string actor{};
  std::string action{};
  std::string words{};
  timestamp from{};
  timestamp to{};
  std::int64_t before = 0;  ///< page: only entries placed before this one
  unsigned limit = 100;     ///< 1 to 500
};

/// A signed state of the log (audit/signed_note.h).
struct kept_checkpoint {
  std::uint64_t size = 0;
  timestamp at;
  std::string note;
};

/// The audit log as a whole. Blocking; throws std::runtime_error when the database fails.
class audit_book {
 public:
  virtual ~audit_book() = default;

  /// Entries behind a place, in the order of the log, at most `limit`. What is read stays before
  /// whatever is written later.
  virtual std::vector<placed_entry> audit_after(std::int64_t id, unsigned limit) = 0;
  /// Newest first.
  virtual std::vector<placed_entry> find_audit(const audit_query& query) = 0;
  virtual void keep_checkpoint(const kept_checkpoint& value) = 0;
  virtual std::optional<kept_checkpoint> newest_checkpoint() = 0;
  /// All of them, shortest log first.
  virtual std::vector<kept_checkpoint> checkpoints() = 0;
};

}  // namespace qorgan
