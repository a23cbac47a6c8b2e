#include "store/audit.h"

#include "store/row_text.h"

namespace qorgan::store {

void write_audit(soci::session& session, const audit_entry& entry) {
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
