#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <charconv>
#include <set>
#include <stdexcept>

#include "store/bulk.h"

namespace qorgan::store {
namespace {

struct clear_result {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result = std::unique_ptr<PGresult, clear_result>;

/// The text format of COPY: columns by tabulator, rows by line, a backslash before either.
void append_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += c;
    }
  }
}

void append_cell(std::string& out, const cell& value) {
  std::array<char, 32> digits;
  char* const end = digits.data() + digits.size();
  switch (value.is) {
    case cell::kind::integer:
      out.append(digits.data(), std::to_chars(digits.data(), end, value.integer).ptr);
      return;
    case cell::kind::real:
      out.append(digits.data(), std::to_chars(digits.data(), end, value.real).ptr);
      return;
    case cell::kind::text: append_text(out, value.view());
  }
}

class postgresql_writer final : public bulk_writer {
 public:
  explicit postgresql_writer(soci::session& session)
      : session_{session},
        db_{static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_} {}

  // COPY itself knows no ON CONFLICT, so rows pass through a temporary table.
  void insert(const bulk_table& table, std::span<const cell> cells) override {
    const std::string name(table.name);
    const std::string stage = "stage_" + name;
    const std::string columns(table.columns);
    if (!staged_.contains(name)) {
      session_ << "CREATE TEMP TABLE IF NOT EXISTS " + stage + " (LIKE " + name +
                      ") ON COMMIT DELETE ROWS";
    }
    fill({stage, table.columns, table.width}, cells);
    session_ << "INSERT INTO " + name + " (" + columns + ") SELECT " + columns + " FROM " + stage +
                    " ON CONFLICT DO NOTHING";
    staged_.insert(name);
  }

  void fill(const bulk_table& table, std::span<const cell> cells) override {
    const std::string sql =
        "COPY " + std::string(table.name) + " (" + std::string(table.columns) + ") FROM STDIN";
    expect(PQexec(db_, sql.c_str()), PGRES_COPY_IN);
    text_.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      append_cell(text_, cells[i]);
      text_ += (i + 1) % table.width == 0 ? '\n' : '\t';
    }
    if (PQputCopyData(db_, text_.data(), static_cast<int>(text_.size())) != 1 ||
        PQputCopyEnd(db_, nullptr) != 1) {
      throw std::runtime_error(PQerrorMessage(db_));
    }
    result outcome{PQgetResult(db_)};
    while (const result more{PQgetResult(db_)}) {  // until the connection is free again
    }
    expect(outcome.release(), PGRES_COMMAND_OK);
  }

 private:
  void expect(PGresult* raw, ExecStatusType wanted) {
    const result got{raw};
    if (PQresultStatus(got.get()) != wanted) throw std::runtime_error(PQerrorMessage(db_));
  }

  soci::session& session_;
  PGconn* db_;
  std::string text_;
  std::set<std::string> staged_;
};

}  // namespace

std::unique_ptr<bulk_writer> make_postgresql_writer(soci::session& session) {
  return std::make_unique<postgresql_writer>(session);
}

}  // namespace qorgan::store
