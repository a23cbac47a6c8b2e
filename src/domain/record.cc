#include "domain/record.h"

namespace qorgan {

std::string_view to_string(teardown_state value) {
  switch (value) {
    case teardown_state::requested: return "requested";
    case teardown_state::sent: return "sent";
    case teardown_state::caller_ended: return "caller_ended";
    case teardown_state::callee_ended: return "callee_ended";
    case teardown_state::confirmed: return "confirmed";
    case teardown_state::failed: return "failed";
  }
  return "failed";
}

std::string_view to_string(waiver value) {
  switch (value) {
    case waiver::record_late: return "record_late";
    case waiver::journal_down: return "journal_down";
    case waiver::no_room: return "no_room";
  }
  return "record_late";
}

timestamp at_of(const record_input& input) {
  return std::visit([](const auto& value) { return value.at; }, input);
}

call_key call_of(const record_input& input) {
  return std::visit(
      [](const auto& value) {
        if constexpr (requires { value.key; }) {
          return value.key;
        } else {
          return call_key{};
        }
      },
      input);
}

}  // namespace qorgan
