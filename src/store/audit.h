#pragma once

#include <soci/soci.h>

#include "domain/people.h"

namespace qorgan::store {

/// Part of the transaction that does what it records.
void write_audit(soci::session& session, const audit_entry& entry);

}  // namespace qorgan::store
