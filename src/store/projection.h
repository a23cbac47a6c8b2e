#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "domain/record.h"
#include "store/batch_rows.h"
#include "store/bulk.h"
#include "store/dialect.h"

namespace qorgan::store {

/// The writing side of the store, with a connection of its own. Not thread-safe.
class projection {
 public:
  explicit projection(connection_words words) : words_{std::move(words)} {}

  std::uint64_t position();
  /// All of the batch or, with an exception, nothing.
  void project(std::span<const record> batch);

 private:
  soci::session& session();
  void write(std::uint64_t last_seq);
  void write_numbers();
  void close();

  const connection_words words_;
  std::optional<soci::session> session_;
  std::unique_ptr<bulk_writer> writer_;
  batch_rows rows_;
  std::vector<cell> number_cells_;
};

}  // namespace qorgan::store
