#include "console/rights.h"

#include <array>

namespace qorgan::console {
namespace {

struct row {
  right what;
  std::string_view name;
  bool operator_may;
  bool engineer_may;
};

constexpr std::array kTable{
    row{right::view, "view", true, true},
    row{right::view_policy, "view_policy", false, true},
    row{right::drop_call, "drop_call", true, false},
    row{right::open_number, "open_number", true, false},
    row{right::search_number, "search_number", true, false},
    row{right::reload_policy, "reload_policy", false, true},
    row{right::read_own_audit, "read_own_audit", true, true},
    row{right::report_call, "report_call", true, false},
    row{right::inspect_messages, "inspect_messages", false, true},
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
    if (entry.what == what) return who == role::operator_ ? entry.operator_may : entry.engineer_may;
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
  return who == role::operator_;
}

}  // namespace qorgan::console
