#pragma once

#include <memory>
#include <string>

#include "domain/centre_status.h"
#include "store/store.h"

namespace qorgan::app {

/// Follows the journal into the store on a thread of its own: reads what is committed behind the
/// store's position and applies it, thousands of records in one transaction. When the store or the
/// journal fails it says so, waits longer each time and goes on from where the store stands, so
/// nothing is left out and nothing is applied twice.
class projector {
 public:
  projector(std::string journal_path, store::store& to);
  ~projector();
  projector(const projector&) = delete;
  projector& operator=(const projector&) = delete;

  void start();
  /// Applies what is committed at this moment, unless the store refuses, and ends the thread.
  void stop();
  /// There is something new in the journal. Any thread; does not block.
  void notify() noexcept;
  projection_figures figures() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
