#pragma once

#include <memory>
#include <span>
#include <vector>

#include "domain/appeal.h"
#include "domain/centre_status.h"
#include "domain/order_book.h"
#include "domain/record.h"
#include "os/clock.h"

namespace qorgan::app {

/// Holds the engine to what the order book says, on a thread of its own: tells it of every order
/// that comes into force or goes out of it and tells it again until the journal's record
/// acknowledges it; lets orders begin and end by the clock; asks for renewal a day before an end;
/// lifts what nobody answered an appeal about in time.
/// The book is the truth: what was told to a process that died is told again.
class order_keeper {
 public:
  struct dependencies {
    order_book& book;
    appeal_book& appeals;
    order_enforcement& engine;
    const os::clock& clock;
  };
  /// `remembered`: what the engine has in force from the journal; what the book does not know is
  /// taken back.
  order_keeper(dependencies needs, std::vector<order_changed> remembered);
  ~order_keeper();
  order_keeper(const order_keeper&) = delete;
  order_keeper& operator=(const order_keeper&) = delete;

  void start();
  void stop();
  /// The book has changed. Any thread; does not block.
  void notify() noexcept;
  /// From the journal's thread: records that are durable.
  void look_at(std::span<const record> batch);
  order_figures figures() const;

  /// One round, for tests: what is due at this moment.
  void round();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
