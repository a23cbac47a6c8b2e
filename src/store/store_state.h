#pragma once

#include <mutex>
#include <string>

#include "store/connections.h"
#include "store/projection.h"
#include "store/store.h"

namespace qorgan::store {

struct store::state {
  explicit state(const connection_words& words) : pool{words, kConnections}, writer{words} {}

  static constexpr std::size_t kConnections = 4;

  connections pool;
  std::mutex writer_guard;
  projection writer;
};

}  // namespace qorgan::store
