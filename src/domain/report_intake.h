#pragma once

#include <cstdint>

#include "domain/report.h"

namespace qorgan {

enum class intake_answer : std::uint8_t {
  accepted,    ///< the next call is judged with it; it is a record of the journal from then on
  overloaded,  ///< the call path has too many already; nothing was taken, try again
};

/// Where reports enter the engine. Safe to call from any thread; never waits for the call path.
class report_intake {
 public:
  virtual ~report_intake() = default;

  /// `at` is set by the call path, which gives the report its place among the events of calls. Who
  /// calls has checked the source: the engine believes it.
  virtual intake_answer report(const call_reported& said) = 0;
};

}  // namespace qorgan
