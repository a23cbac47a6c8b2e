#pragma once

#include <cstdint>

#include "base/time.h"
#include "domain/ids.h"
#include "domain/number.h"

namespace qorgan {

/// Who says what a number or a call was. The order is that of the words in report files.
enum class report_source : std::uint8_t { citizen, police, bank, honeypot, operator_ };
inline constexpr unsigned kReportSources = 5;

/// Somebody says that a caller was a scammer, or that it was not. It takes effect at `at` and never
/// earlier.
struct call_reported {
  timestamp at;
  e164 caller;  ///< empty: nothing can be learnt from it
  e164 callee;  ///< also tells citizens apart; may be empty
  report_source source = report_source::citizen;
  bool fraud = true;
};

}  // namespace qorgan
