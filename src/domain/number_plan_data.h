#pragma once

#include <cstddef>
#include <cstdint>

#include "domain/number.h"
#include "domain/number_plan.h"

// Tables made by tools/number_plan. One deterministic automaton over the digits of an E.164 number
// holds the patterns of every country; the row reached by the last digit gives the answer. It takes
// one memory access per digit instead of trying some ten regular expressions per country.

namespace qorgan::number_plan_data {

struct row {
  std::uint16_t next[10];  ///< row by the next digit; row 0 is the dead end
  std::uint16_t answer;    ///< index into kAnswers if the number ends here
};

/// A country and its calling code, in the order of calling codes.
struct calling_code {
  char country[2];
  const char* digits;
};

/// Kazakhstan's ranges in the order of their prefixes.
struct kz_row {
  const char* prefix;
  range_hint hint;
};

extern const std::uint16_t kRoot;
extern const std::size_t kRowCount;
extern const row kRows[];
extern const number_info kAnswers[];
extern const calling_code kCallingCodes[];
extern const std::size_t kCallingCodeCount;
extern const kz_row kKzRanges[];
extern const std::size_t kKzRangeCount;

}  // namespace qorgan::number_plan_data
