#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_newcomers", 5, 2, 255},
    {"min_brief_percent", 20, 0, 100},
    {"after_days", 5, 0, 60},
};
enum : unsigned { kMinNewcomers, kBriefPercent, kAfterDays };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.stranger() || !seen.carrier_known_for(24 * settings.value[kAfterDays])) {
    return std::nullopt;
  }
  const bool counted = seen.caller->first_seen_s != seen.now_s;
  const std::uint32_t all = seen.range->newcomers;
  const std::uint32_t others = counted && all > 0 ? all - 1 : all;
  const auto least = static_cast<std::uint32_t>(settings.value[kMinNewcomers]);
  if (others < least) return std::nullopt;
  // A company that opens has as many new lines; people talk to it.
  const auto& block = seen.range->history;
  const auto percent = static_cast<std::uint32_t>(settings.value[kBriefPercent]);
  if (block.brief.fractions() * 100 < block.answered.fractions() * percent) return std::nullopt;
  if (block.brief.whole() == 0) return std::nullopt;
  return finding{.observed = others, .threshold = least};
}

}  // namespace

extern const detector_definition block_of_newcomers{
    .id = 48,
    .name = "block_of_newcomers",
    .weight = 3.0f,
    .en = {"Block where every number is new",
           "{observed} other numbers of the same hundred called for the first time within days, "
           "and people hang up on them; counted from {threshold}."},
    .ru = {"Блок, где каждый номер новый",
           "За несколько дней впервые позвонили {observed} других номеров той же сотни, и у них "
           "бросают трубку; учитывается от {threshold}."},
    .kk = {"Әр нөмірі жаңа блок",
           "Бірнеше күнде сол жүздіктің басқа {observed} нөмірі алғаш рет қоңырау шалды, олардың "
           "тұтқасы тасталады; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
