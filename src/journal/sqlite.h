#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace qorgan::journal {

// The little of SQLite's C interface that the journal needs, with ownership and words for errors.

struct close_connection {
  void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
using connection = std::unique_ptr<sqlite3, close_connection>;

struct finalize_statement {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using statement = std::unique_ptr<sqlite3_stmt, finalize_statement>;

/// What went wrong last on this connection, in words a person on duty understands.
std::string trouble_of(sqlite3* db);

enum class access : std::uint8_t { create, existing };
std::expected<connection, std::string> open_database(const std::string& path, access how);

/// One or more statements without results.
std::expected<void, std::string> execute(sqlite3* db, const std::string& sql);
std::expected<statement, std::string> prepare(sqlite3* db, std::string_view sql);

void bind(sqlite3_stmt* statement, int index, std::uint64_t value) noexcept;
/// The bytes must stay until the statement is reset.
void bind(sqlite3_stmt* statement, int index, std::span<const std::byte> bytes) noexcept;
void bind(sqlite3_stmt* statement, int index, std::string_view text) noexcept;
/// Valid until the statement is stepped or reset.
std::span<const std::byte> blob_of(sqlite3_stmt* statement, int column) noexcept;
std::uint64_t number_of(sqlite3_stmt* statement, int column) noexcept;

/// Resets the statement when leaving the scope, so that no read transaction stays open.
class reset_after {
 public:
  explicit reset_after(sqlite3_stmt* statement) noexcept : statement_{statement} {}
  reset_after(const reset_after&) = delete;
  reset_after& operator=(const reset_after&) = delete;
  ~reset_after() { sqlite3_reset(statement_); }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace qorgan::journal
