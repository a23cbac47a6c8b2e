#include "journal/sqlite.h"

#include <cstring>

namespace qorgan::journal {

std::string trouble_of(sqlite3* db) {
  const int code = sqlite3_errcode(db) & 0xff;
  if (code == SQLITE_FULL) return "no space left on device";
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return "in use by another process";
  if (code == SQLITE_CANTOPEN && sqlite3_system_errno(db) != 0) {
    return std::string("cannot be opened: ") + std::strerror(sqlite3_system_errno(db));
  }
  if (code == SQLITE_IOERR) {
    return "disk I/O error (SQLite code " + std::to_string(sqlite3_extended_errcode(db)) + ")";
  }
  return sqlite3_errmsg(db);
}

std::expected<connection, std::string> open_database(const std::string& path, access how) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                    (how == access::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  connection db{raw};
  if (raw == nullptr) return std::unexpected("out of memory");
  if (code != SQLITE_OK) return std::unexpected(path + ": " + trouble_of(raw));
  sqlite3_busy_timeout(raw, 5000);
  return db;
}

std::expected<void, std::string> execute(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(trouble_of(db));
}

std::expected<statement, std::string> prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return std::unexpected(trouble_of(db));
  return statement{raw};
}

void bind(sqlite3_stmt* statement, int index, std::uint64_t value) noexcept {
  sqlite3_bind_int64(statement, index, static_cast<sqlite3_int64>(value));
}

void bind(sqlite3_stmt* statement, int index, std::span<const std::byte> bytes) noexcept {
  sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_STATIC);
}

void bind(sqlite3_stmt* statement, int index, std::string_view text) noexcept {
  sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

std::span<const std::byte> blob_of(sqlite3_stmt* statement, int column) noexcept {
  const void* bytes = sqlite3_column_blob(statement, column);
  return {static_cast<const std::byte*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

std::uint64_t number_of(sqlite3_stmt* statement, int column) noexcept {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement, column));
}

}  // namespace qorgan::journal
