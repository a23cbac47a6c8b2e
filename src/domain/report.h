#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/inline_text.h"
#include "base/time.h"
#include "domain/ids.h"
#include "domain/number.h"

namespace qorgan {

/// Who says what a number or a call was. The order is that of the words in report files.
enum class report_source : std::uint8_t { citizen, police, bank, honeypot, operator_ };
inline constexpr unsigned kReportSources = 5;
std::string_view to_string(report_source value);
std::optional<report_source> parse_report_source(std::string_view text);

/// Somebody says that a caller was a scammer, or that it was not. It takes effect at `at` and never
/// earlier.
struct call_reported {
  timestamp at;
  e164 caller{};  ///< empty: nothing can be learnt from it
  e164 callee{};  ///< also tells citizens apart; may be empty
  report_source source = report_source::citizen;
  bool fraud = true;
  call_key about{};         ///< the call it names, if the centre knows it
  inline_text<63> actor{};  ///< who said so: class and name, "client:hotline"; empty: a file
};

}  // namespace qorgan
