#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_brief_calls", 3, 1, 1000},
    {"min_percent_of_answered", 33, 1, 100},
    {"after_days", 0, 0, 60},
};
enum : unsigned { kMinBrief, kPercent, kAfterDays };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.stranger() || !seen.carrier_known_for(24 * settings.value[kAfterDays])) {
    return std::nullopt;
  }
  const auto least = static_cast<std::uint32_t>(settings.value[kMinBrief]);
  const auto percent = static_cast<std::uint32_t>(settings.value[kPercent]);
  std::uint32_t most = 0;
  const auto look = [&](const auto& history) {
    const std::uint64_t brief = history.brief.fractions();
    const bool often = brief * 100 >= std::uint64_t{history.answered.fractions()} * percent;
    if (often) most = std::max(most, history.brief.whole());
  };
  look(seen.range->history);
  look(seen.media->history);
  look(seen.path->history);
  if (most < least) return std::nullopt;
  return finding{.observed = most, .threshold = least};
}

}  // namespace

extern const detector_definition hung_up_on{
    .id = 45,
    .name = "hung_up_on",
    .weight = 1.5f,
    .en = {"People hang up on such calls",
           "{observed} calls from the same block, media address or path were over within fifteen "
           "seconds of the answer, too large a share; counted from {threshold}."},
    .ru = {"Люди бросают трубку",
           "{observed} зв. из того же блока, с того же медиа-адреса или пути закончились в первые "
           "пятнадцать секунд, слишком большая доля; учитывается от {threshold}."},
    .kk = {"Адамдар тұтқаны тастай салады",
           "Сол блоктан, медиа-мекенжайдан немесе жолдан {observed} қоңырау жауаптан кейін он бес "
           "секунд ішінде бітті, тым көп үлес; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
