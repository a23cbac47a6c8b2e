#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/dialect.h"

namespace soci {
class session;
}

namespace qorgan::store {

/// A table as the projection fills it: every column that it names, in this order.
struct bulk_table {
  std::string_view name;
  std::string_view columns;  ///< "key, seq, …"
  unsigned width;            ///< how many
};

/// One value on its way into a table. Texts are borrowed.
struct cell {
  enum class kind : std::uint8_t { integer, real, text };

  cell(std::int64_t value) : is{kind::integer}, integer{value} {}  // NOLINT: a row is a list
  cell(double value) : is{kind::real}, real{value} {}              // NOLINT
  cell(std::string_view value)                                     // NOLINT
      : is{kind::text}, size{static_cast<std::uint32_t>(value.size())}, text{value.data()} {}
  std::string_view view() const { return {text, size}; }

  kind is;
  std::uint32_t size = 0;
  union {
    std::int64_t integer;
    double real;
    const char* text;
  };
};

/// Fills tables by the thousand, inside the transaction of the caller. The one place besides
/// dialect.cc where the databases differ: prepared statements for SQLite, COPY for PostgreSQL.
class bulk_writer {
 public:
  virtual ~bulk_writer() = default;
  /// `cells` row by row, a multiple of the table's width. A row whose primary key is there already
  /// is left out. Throws std::runtime_error.
  virtual void insert(const bulk_table& table, std::span<const cell> cells) = 0;
  /// Into a temporary table of the connection that has no key.
  virtual void fill(const bulk_table& table, std::span<const cell> cells) = 0;
};

/// Writers borrow the session, which must stay open.
std::unique_ptr<bulk_writer> make_sqlite_writer(soci::session& session);
std::unique_ptr<bulk_writer> make_postgresql_writer(soci::session& session);

}  // namespace qorgan::store
