#pragma once

#include <soci/soci.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/dialect.h"

namespace qorgan::store {

/// What the database says, in one line and without the statement that SOCI adds.
std::string words_of(const std::exception& error);

/// A few open connections that any thread may lease. One that failed is opened anew at its next
/// use, so the store comes back by itself when the database does.
class connections {
 public:
  /// Throws soci::soci_error.
  connections(connection_words words, std::size_t count);

  /// Calls `work(session)` with a connection of its own; waits until one is free. A database's
  /// failure becomes std::runtime_error with the store's name in front.
  template <typename Work>
  auto use(Work work) {
    const lease held(pool_);
    soci::session& session = pool_.at(held.position);
    try {
      if (broken_[held.position] != 0) reopen(session);
      broken_[held.position] = 0;
      return work(session);
    } catch (const std::exception& error) {
      broken_[held.position] = 1;
      throw std::runtime_error("store: " + words_of(error));
    }
  }
  dialect spoken() const { return words_.spoken; }

  /// Opens `session` and sets it up. Also for connections outside the pool.
  static void open(soci::session& session, const connection_words& words);

 private:
  struct lease {
    explicit lease(soci::connection_pool& from) : pool{from}, position{from.lease()} {}
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    ~lease() { pool.give_back(position); }
    soci::connection_pool& pool;
    std::size_t position;
  };
  void reopen(soci::session& session);

  connection_words words_;
  soci::connection_pool pool_;
  std::vector<char> broken_;  // one byte each: every leaseholder touches its own
};

}  // namespace qorgan::store
