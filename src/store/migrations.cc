#include "store/migrations.h"

#include <soci/soci.h>

#include <set>
#include <stdexcept>
#include <string>

#include "store/dialect.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

/// Statements of a migration one by one: SQLite's interface takes a single one.
void execute_all(soci::session& session, std::string sql) {
  std::string text;  // comments may hold semicolons
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t end = std::min(sql.find('\n', at), sql.size());
    const std::string_view line{sql.data() + at, end - at};
    if (!line.starts_with("--")) text.append(line).append("\n");
    at = end + 1;
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string statement = text.substr(at, end - at);
    if (statement.find_first_not_of(" \n") != std::string::npos) session << statement;
    at = end + 1;
  }
}

/// The first step that was not taken yet; nullptr when all were. Numbers have gaps, and a database
/// may have taken a later step before an earlier one was written.
const migration* next_step(soci::session& session, std::span<const migration> steps) {
  std::set<int> taken;
  int number = 0;
  soci::statement query =
      (session.prepare << "SELECT version FROM schema_version", soci::into(number));
  query.execute();
  while (query.fetch()) taken.insert(number);
  const migration* next = nullptr;
  for (const migration& step : steps) {
    if (taken.erase(step.number) == 0 && next == nullptr) next = &step;
  }
  if (!taken.empty()) {
    throw std::runtime_error("the database has schema version " + std::to_string(*taken.rbegin()) +
                             ", this program knows up to " + std::to_string(steps.back().number));
  }
  return next;
}

}  // namespace

void migrate(soci::session& session, dialect spoken) {
  const std::span<const migration> steps = all_migrations();
  for (;;) {
    transaction step(session, spoken);
    // 0x716f7267 is "qorg": whoever migrates holds this lock until the end of the transaction.
    if (spoken == dialect::postgresql) session << "SELECT pg_advisory_xact_lock(1903129191)";
    session << "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT "
               "NOT NULL)";
    const migration* const next = next_step(session, steps);
    if (next == nullptr) {
      step.commit();
      return;
    }
    execute_all(session, spelled(next->sql, spoken));
    const std::string name(next->name);
    session << "INSERT INTO schema_version VALUES (:v, :n)", soci::use(next->number),
        soci::use(name);
    step.commit();
  }
}

}  // namespace qorgan::store
