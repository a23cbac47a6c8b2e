#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_brief_calls", 3, 1, 1000},
    {"min_percent_of_answered", 33, 1, 100},
};
enum : unsigned { kMinBrief, kPercent };

/// What the rest of the block did: the block less the number itself.
std::uint32_t of_others(const fading_count<std::uint16_t>& block,
                        const fading_count<std::uint16_t>& own) {
  return block.fractions() > own.fractions() ? block.fractions() - own.fractions() : 0;
}

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.stranger()) return std::nullopt;
  const auto& block = seen.range->history;
  const auto& own = seen.caller->history;
  const std::uint32_t brief = of_others(block.brief, own.brief);
  const std::uint32_t answered = of_others(block.answered, own.answered);
  const std::uint32_t observed = brief / fading_count<std::uint16_t>::kOne;
  const auto least = static_cast<std::uint32_t>(settings.value[kMinBrief]);
  const auto percent = static_cast<std::uint32_t>(settings.value[kPercent]);
  if (observed < least || brief * 100 < answered * percent) return std::nullopt;
  return finding{.observed = observed, .threshold = least};
}

}  // namespace

extern const detector_definition neighbours_hung_up_on{
    .id = 49,
    .name = "neighbours_hung_up_on",
    .weight = 3.0f,
    .en = {"People hang up on its neighbours",
           "{observed} calls of other numbers of the same hundred were over within fifteen seconds "
           "of the answer, too large a share; counted from {threshold}."},
    .ru = {"На звонках соседних номеров бросают трубку",
           "{observed} зв. с других номеров той же сотни закончились в первые пятнадцать секунд "
           "после ответа, слишком большая доля; учитывается от {threshold}."},
    .kk = {"Көрші нөмірлердің тұтқасы тасталады",
           "Сол жүздіктің басқа нөмірлерінен {observed} қоңырау жауаптан кейін он бес секундта "
           "бітті, тым көп үлес; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
