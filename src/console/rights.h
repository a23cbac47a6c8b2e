#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/people.h"

namespace qorgan::console {

/// What a person may do. Roles are sets of these verbs; the table is in rights.cc and nowhere else.
enum class right : std::uint8_t {
  view,  ///< calls, alerts, trunks, health; numbers masked
  view_policy,
  claim,     ///< take an alert
  annotate,  ///< write a note
  drop_call,
  warn,         ///< call or write to the person who is being called
  close,        ///< give a case its outcome
  lead_shift,   ///< take over what others hold, accept and give shifts
  view_orders,  ///< lasting measures and their state
  propose_order,
  emergency_order,  ///< a measure at once, which lifts itself unless a prosecutor ratifies it
  approve_order,    ///< approve, refuse, ratify; never one's own proposal
  lift_order,
  decide_appeal,
  review_blocks,  ///< say of blocked calls whether blocking them was right
  open_number,    ///< see a number in full, recorded
  search_number,  ///< find calls by number; would let an engineer guess what is masked
  reload_policy,
  administer_users,
  read_own_audit,
  read_audit,        ///< what everybody did
  report_call,       ///< say that a caller is a scammer, or is not
  inspect_messages,  ///< what was turned away at the door; numbers masked
};
std::string_view to_string(right value);

bool may(role who, right what);
std::vector<right> rights_of(role who);

/// Whether this role sees a foreign caller's number without opening it.
bool sees_foreign_callers(role who);

}  // namespace qorgan::console
