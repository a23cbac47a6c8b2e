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

std::string_view to_string(report_source value) {
  switch (value) {
    case report_source::citizen: return "citizen";
    case report_source::police: return "police";
    case report_source::bank: return "bank";
    case report_source::honeypot: return "honeypot";
    case report_source::operator_: return "operator";
  }
  return "citizen";
}

std::optional<report_source> parse_report_source(std::string_view text) {
  for (unsigned i = 0; i < kReportSources; ++i) {
    const auto source = static_cast<report_source>(i);
    if (to_string(source) == text) return source;
  }
  return std::nullopt;
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
