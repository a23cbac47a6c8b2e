#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "domain/ids.h"

namespace qorgan::console {

/// Answers already given to a drop, by person and Idempotency-Key, so that asking again changes
/// nothing and says the same. The oldest of 1,024 is forgotten. The caller holds `lock` from
/// looking up to remembering, so that two equal requests cannot both be the first.
class drop_ledger {
 public:
  struct entry {
    call_key key;
    std::string cause;
    std::string receipt;
  };

  std::unique_lock<std::mutex> lock() { return std::unique_lock{mutex_}; }
  const entry* find(const std::string& who_and_key) const {
    const auto found = entries_.find(who_and_key);
    return found == entries_.end() ? nullptr : &found->second;
  }
  void remember(const std::string& who_and_key, entry value) {
    if (order_.size() >= kEntries) {
      entries_.erase(order_.front());
      order_.pop_front();
    }
    if (entries_.insert_or_assign(who_and_key, std::move(value)).second) {
      order_.push_back(who_and_key);
    }
  }

 private:
  static constexpr std::size_t kEntries = 1'024;
  std::mutex mutex_;
  std::unordered_map<std::string, entry> entries_;
  std::deque<std::string> order_;
};

}  // namespace qorgan::console
