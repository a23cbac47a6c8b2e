#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <string>

#include "base/assert.h"
#include "base/hash.h"
#include "engine/model_text.h"

// Whatever is read as a model can be asked, explains itself to the same score, and is written as it
// was read. The sum of the last line is added here: nobody guesses it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan::engine;
  std::string text{reinterpret_cast<const char*>(data), size};
  char sum[24];
  std::snprintf(sum, sizeof sum, "sum %016" PRIx64 "\n", qorgan::stable_hash(text));
  text += sum;
  const auto model = parse_model("m", text);
  if (!model) return 0;
  findings seen;
  seen.found = ~detector_mask{0};
  for (std::size_t i = 0; i < seen.by_detector.size(); ++i) {
    seen.by_detector[i].observed = static_cast<std::uint32_t>(i);
  }
  std::array<float, 64> added{};
  const double explained = (*model)->explain(seen, added);
  QORGAN_ASSERT(explained == (*model)->log_odds(seen) || explained != explained);
  const std::string written = model_to_text((*model)->content());
  const auto again = parse_model("m", written);
  QORGAN_ASSERT(again.has_value() && model_to_text((*again)->content()) == written);
  return 0;
}
