#pragma once

#include "domain/people.h"

namespace soci {
class session;
}

namespace qorgan::store {

/// Inside the caller's transaction: what is done and who did it are kept together or not at all.
void write_audit(soci::session& session, const audit_entry& entry);

}  // namespace qorgan::store
