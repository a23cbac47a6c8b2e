#pragma once

#include <soci/soci.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/desk.h"
#include "store/dialect.h"

namespace qorgan::store {

// Cases and their calls as rows, for the parts of the store that keep the desk.

/// Cases by the rest of a statement ("WHERE … ORDER BY …"), which holds only numbers and, each once
/// and in this order, the placeholders :first, :second, :third.
std::vector<desk_case> select_cases(soci::session& session, const std::string& rest,
                                    std::string_view first = {}, std::string_view second = {},
                                    std::string_view third = {});
/// One case, held against other writers until the transaction ends.
std::optional<desk_case> lock_case(soci::session& session, dialect spoken, case_id id);
/// Inserts or replaces it.
void save_case(soci::session& session, const desk_case& value);

std::vector<case_call> select_case_calls(soci::session& session, case_id id, unsigned limit);
void save_case_call(soci::session& session, case_id id, const case_call& value);

/// History and audit entry of one change, and the desk's counter of changes. What people write as a
/// note is in the history alone: it may be about persons, and the audit is kept much longer.
void write_event(soci::session& session, case_id id, const case_act& act);

}  // namespace qorgan::store
