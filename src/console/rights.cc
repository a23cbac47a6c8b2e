#include "console/rights.h"

#include <array>

namespace qorgan::console {
namespace {

struct row {
  right what;
  std::string_view name;
  unsigned roles;  ///< one bit each
};

constexpr unsigned bit(role value) {
  return 1U << static_cast<unsigned>(value);
}

constexpr unsigned kOperator = bit(role::operator_);
constexpr unsigned kLead = bit(role::shift_lead);
constexpr unsigned kProsecutor = bit(role::prosecutor);
constexpr unsigned kEngineer = bit(role::engineer);
constexpr unsigned kAdministrator = bit(role::administrator);
constexpr unsigned kEverybody = kOperator | kLead | kProsecutor | kEngineer | kAdministrator;

// An engineer cannot read victims' data; an administrator cannot approve; nobody may both run the
// machine and command it.
constexpr std::array kTable{
    row{right::view, "view", kEverybody},
    row{right::view_policy, "view_policy", kEngineer},
    row{right::claim, "claim", kOperator | kLead},
    row{right::annotate, "annotate", kOperator | kLead | kProsecutor},
    row{right::drop_call, "drop_call", kOperator | kLead},
    row{right::warn, "warn", kOperator | kLead},
    row{right::close, "close", kOperator | kLead},
    row{right::lead_shift, "lead_shift", kLead},
    row{right::view_orders, "view_orders", kOperator | kLead | kProsecutor},
    row{right::propose_order, "propose_order", kOperator | kLead | kProsecutor},
    row{right::emergency_order, "emergency_order", kLead},
    row{right::approve_order, "approve_order", kProsecutor},
    row{right::lift_order, "lift_order", kProsecutor},
    row{right::decide_appeal, "decide_appeal", kProsecutor},
    row{right::review_blocks, "review_blocks", kProsecutor},
    row{right::open_number, "open_number", kOperator | kLead | kProsecutor},
    row{right::search_number, "search_number", kOperator | kLead | kProsecutor},
    row{right::reload_policy, "reload_policy", kEngineer},
    row{right::administer_users, "administer_users", kAdministrator},
    row{right::read_own_audit, "read_own_audit", kEverybody},
    row{right::read_audit, "read_audit", kProsecutor | kAdministrator},
    row{right::report_call, "report_call", kOperator | kLead | kProsecutor},
    row{right::inspect_messages, "inspect_messages", kEngineer},
};

}  // namespace

std::string_view to_string(right value) {
  for (const row& entry : kTable) {
    if (entry.what == value) return entry.name;
  }
  return "view";
}

bool may(role who, right what) {
  for (const row& entry : kTable) {
    if (entry.what == what) return (entry.roles & bit(who)) != 0;
  }
  return false;
}

std::vector<right> rights_of(role who) {
  std::vector<right> out;
  for (const row& entry : kTable) {
    if (may(who, entry.what)) out.push_back(entry.what);
  }
  return out;
}

bool sees_foreign_callers(role who) {
  return who == role::operator_ || who == role::shift_lead || who == role::prosecutor;
}

}  // namespace qorgan::console
