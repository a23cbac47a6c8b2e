#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/call_archive.h"
#include "domain/people.h"

namespace qorgan {

/// What a person says of a call that was refused.
struct review {
  call_key call;
  timestamp at;
  std::string reviewer;  ///< sign-in name
  std::string verdict;   ///< "right", "wrong" or "unsure"
};

struct review_counts {
  std::uint64_t right = 0;
  std::uint64_t wrong = 0;
  std::uint64_t unsure = 0;
};

/// Reviews of refused calls. Blocking; throws std::runtime_error when the database fails.
class review_book {
 public:
  virtual ~review_book() = default;
  /// Up to `count` calls refused between two moments that nobody has reviewed, each as likely.
  virtual std::vector<call_key> sample_refused(timestamp from, timestamp to, unsigned count) = 0;
  /// The first review of a call counts. False: it had one already.
  virtual bool add_review(const review& value, const audit_entry& entry) = 0;
  virtual review_counts reviews_since(timestamp from) = 0;
};

}  // namespace qorgan
