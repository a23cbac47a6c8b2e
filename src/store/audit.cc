#include "store/audit.h"

#include "store/row_text.h"

namespace qorgan::store {

void write_audit(soci::session& session, const audit_entry& entry) {
  // Whoever writes an entry on PostgreSQL holds this lock until the end of the transaction, so that
  // ids are given in the order of commits and no entry ever appears before another that was there:
  // the order of ids is the order of the log. SQLite has one writer anyway. 0x71617564 is "qaud".
  if (session.get_backend_name() == "postgresql") {
    session << "SELECT pg_advisory_xact_lock(1902212452)";
  }
  const long long at = to_us(entry.at);
  const std::string actor = clean(entry.actor);
  const std::string action = clean(entry.action);
  const std::string subject = clean(entry.subject);
  const std::string detail = clean(entry.detail);
  session << "INSERT INTO audit (at_us, actor, action, subject, detail) VALUES (:at, :actor, "
             ":action, :subject, :detail)",
      soci::use(at), soci::use(actor), soci::use(action), soci::use(subject), soci::use(detail);
}

}  // namespace qorgan::store
