#pragma once

#include <array>
#include <cstdint>

#include "base/inline_vector.h"

namespace qorgan {

/// Final answers to the calls of a trunk, by class and by status. Counting one does not allocate.
struct final_answers {
  struct of_status {
    std::uint16_t status = 0;
    std::uint64_t count = 0;
  };
  /// Distinct statuses kept; a later one is in its class only.
  static constexpr std::size_t kStatuses = 32;

  std::array<std::uint64_t, 7> by_class{};  ///< [4] = 4xx; [0] none
  inline_vector<of_status, kStatuses> by_status;

  void count(std::uint16_t status) {
    ++by_class[status / 100 % 7];
    for (of_status& known : by_status) {
      if (known.status != status) continue;
      ++known.count;
      return;
    }
    by_status.push_back({status, 1});
  }
  std::uint64_t of(std::uint16_t status) const {
    for (const of_status& known : by_status) {
      if (known.status == status) return known.count;
    }
    return 0;
  }
};

}  // namespace qorgan
