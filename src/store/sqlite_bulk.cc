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

/// Values in one statement: beginning and ending one costs as much as some rows.
constexpr unsigned kValuesTogether = 240;

/// SOCI binds by name and copies every text; a call has more than twenty values, so rows go to
/// SQLite directly.
class sqlite_writer final : public bulk_writer {
 public:
  explicit sqlite_writer(soci::session& session)
      : db_{static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_} {}

  void insert(const bulk_table& table, std::span<const cell> cells) override {
    const unsigned many = kValuesTogether / table.width;
    while (!cells.empty()) {
      const std::size_t waiting = cells.size() / table.width;
      const unsigned rows = waiting >= many ? many : 1;
      const std::size_t taken = std::size_t{rows} * table.width;
      execute(statement_for(table, rows), cells.first(taken));
      cells = cells.subspan(taken);
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
  void execute(sqlite3_stmt* insertion, std::span<const cell> cells) {
    int index = 0;
    for (const cell& value : cells) bind(insertion, ++index, value);
    const int code = sqlite3_step(insertion);
    const std::string why = code == SQLITE_DONE ? "" : sqlite3_errmsg(db_);
    sqlite3_reset(insertion);
    if (code != SQLITE_DONE) throw std::runtime_error(why);
  }
  sqlite3_stmt* statement_for(const bulk_table& table, unsigned rows) {
    statement& slot = statements_[{table.name, rows}];
    if (slot) return slot.get();
    std::string sql = "INSERT OR IGNORE INTO " + std::string(table.name) + " (" +
                      std::string(table.columns) + ") VALUES ";
    for (unsigned i = 0; i < rows * table.width; ++i) {
      sql += i == 0 ? "(?" : i % table.width == 0 ? "), (?" : ", ?";
    }
    sql += ')';
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &made, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(db_));
    }
    slot.reset(made);
    return made;
  }

  sqlite3* db_;
  // By bulk_table::name, which are constants, and rows in one statement.
  std::map<std::pair<std::string_view, unsigned>, statement> statements_;
};

}  // namespace

std::unique_ptr<bulk_writer> make_sqlite_writer(soci::session& session) {
  return std::make_unique<sqlite_writer>(session);
}

}  // namespace qorgan::store
