#pragma once

#include <soci/soci.h>

#include <string>

#include "store/dialect.h"

namespace qorgan::store {

/// A writing transaction, rolled back unless committed.
class transaction {
 public:
  transaction(soci::session& session, dialect spoken) : session_{session} {
    session_ << std::string(begin_writing(spoken));
  }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() {
    if (done_) return;
    try {
      session_ << "ROLLBACK";
    } catch (const std::exception&) {  // the connection is gone, and the transaction with it
    }
  }
  void commit() {
    session_ << "COMMIT";
    done_ = true;
  }

 private:
  soci::session& session_;
  bool done_ = false;
};

}  // namespace qorgan::store
