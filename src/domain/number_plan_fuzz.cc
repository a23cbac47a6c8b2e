#include <cstdint>

#include "base/assert.h"
#include "domain/number_plan.h"

// What comes out of normalise is a number of E.164 that reads the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  static const dial_plan plan;
  static const std::vector<std::string> emergency{"112"};
  is_emergency(text, plan, emergency);
  const normalised first = normalise(text, plan);
  kz_range(first.number);
  if (first.number.empty()) return 0;
  const normalised again = normalise(to_string(first.number), plan);
  QORGAN_ASSERT(again.number == first.number);
  QORGAN_ASSERT(again.info.validity == first.info.validity);
  QORGAN_ASSERT(again.info.where == first.info.where);
  return 0;
}
