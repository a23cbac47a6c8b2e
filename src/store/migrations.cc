#include "store/migrations.h"

#include <soci/soci.h>

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

int schema_version(soci::session& session) {
  int version = 0;
  session << "SELECT coalesce(max(version), 0) FROM schema_version", soci::into(version);
  return version;
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
    const int version = schema_version(session);
    if (version > static_cast<int>(steps.size())) {
      throw std::runtime_error("the database has schema version " + std::to_string(version) +
                               ", this program knows up to " + std::to_string(steps.size()));
    }
    if (version == static_cast<int>(steps.size())) {
      step.commit();
      return;
    }
    const migration& next = steps[static_cast<std::size_t>(version)];
    execute_all(session, spelled(next.sql, spoken));
    const std::string name(next.name);
    session << "INSERT INTO schema_version VALUES (:v, :n)", soci::use(next.number),
        soci::use(name);
    step.commit();
  }
}

}  // namespace qorgan::store
