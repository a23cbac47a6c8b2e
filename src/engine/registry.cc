
#include <algorithm>
#include <array>
#include <iterator>

#include "engine/detector.h"
#include "engine/found_detectors.inc"  // generated: kFound, in the order of file names
#include "engine/policy.h"

namespace qorgan::engine {
namespace {

auto sorted_by_id() {
  std::array<const detector_definition*, std::size(kFound)> sorted{};
  std::copy(std::begin(kFound), std::end(kFound), sorted.begin());
  std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->id < b->id; });
  return sorted;
}
static_assert(std::size(kFound) <= 64, "detector_mask has one bit per detector");

}  // namespace

std::span<const detector_definition* const> registry() {
  static const auto sorted = sorted_by_id();
  return sorted;
}

std::optional<unsigned> detector_index(std::string_view name) {
  const auto all = registry();
  for (unsigned i = 0; i < all.size(); ++i) {
    if (all[i]->name == name) return i;
  }
  return std::nullopt;
}

std::vector<detector_words> all_detectors() {
  std::vector<detector_words> out;
  for (const detector_definition* one : registry()) {
    out.push_back({{one->id},
                   one->name,
                   one->en.title,
                   one->ru.title,
                   one->kk.title,
                   one->en.says,
                   one->ru.says,
                   one->kk.says});
  }
  return out;
}

}  // namespace qorgan::engine
