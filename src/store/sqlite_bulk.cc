#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <map>
#include <stdexcept>

#include "store/bulk.h"

namespace qorgan::store {
namespace {

using namespace sqlite_api;

struct finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using statement = std::unique_ptr<sqlite3_stmt, finalize>;

/// SOCI binds by name and copies every text; a call has more than twenty values, so rows go to
/// SQLite directly.
class sqlite_writer final : public bulk_writer {
 public:
  explicit sqlite_writer(soci::session& session)
      : db_{static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_} {}

  void insert(const bulk_table& table, std::span<const cell> cells) override {
    sqlite3_stmt* const row = statement_for(table);
    for (std::size_t at = 0; at < cells.size(); at += table.width) {
      for (unsigned i = 0; i < table.width; ++i) bind(row, static_cast<int>(i) + 1, cells[at + i]);
      const int code = sqlite3_step(row);
      if (code != SQLITE_DONE) {
        const std::string why = sqlite3_errmsg(db_);
        sqlite3_reset(row);
        throw std::runtime_error(why);
      }
      sqlite3_reset(row);
    }
  }
  void fill(const bulk_table& table, std::span<const cell> cells) override { insert(table, cells); }

 private:
  static void bind(sqlite3_stmt* row, int index, const cell& value) {
    switch (value.is) {
      case cell::kind::integer: sqlite3_bind_int64(row, index, value.integer); return;
      case cell::kind::real: sqlite3_bind_double(row, index, value.real); return;
      case cell::kind::text:
        sqlite3_bind_text(row, index, value.text, static_cast<int>(value.size), SQLITE_STATIC);
    }
  }
  sqlite3_stmt* statement_for(const bulk_table& table) {
    statement& slot = statements_[table.name];
    if (slot) return slot.get();
    std::string sql = "INSERT OR IGNORE INTO " + std::string(table.name) + " (" +
                      std::string(table.columns) + ") VALUES (?";
    for (unsigned i = 1; i < table.width; ++i) sql += ", ?";
    sql += ')';
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &made, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(db_));
    }
    slot.reset(made);
    return made;
  }

  sqlite3* db_;
  std::map<std::string_view, statement> statements_;  // by bulk_table::name, which are constants
};

}  // namespace

std::unique_ptr<bulk_writer> make_sqlite_writer(soci::session& session) {
  return std::make_unique<sqlite_writer>(session);
}

}  // namespace qorgan::store
