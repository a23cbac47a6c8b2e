#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers_per_week", 6, 3, 500},  {"min_areas", 3, 2, 60},
    {"min_fresh_percent", 80, 1, 100},    {"max_share_of_range_percent", 65, 1, 100},
    {"behind_carrier_hours", 3, 0, 1000}, {"after_days", 4, 0, 60},
};
enum : unsigned { kMinCallers, kMinAreas, kFreshPercent, kRangePercent, kBehindHours, kAfterDays };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  const standing& media = *seen.media;
  if (media.key == 0 || !seen.stranger()) return std::nullopt;
  const std::uint32_t callers = media.callers.estimate_with(seen.caller_hash);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallers]);
  const auto areas = static_cast<std::uint32_t>(settings.value[kMinAreas]);
  if (callers < least || media.areas.at_least_with(seen.area_hash) < areas) return std::nullopt;
  // Customers of an honest provider call again and are known by then.
  const std::uint64_t calls = media.history.attempts.fractions();
  const auto percent = static_cast<std::uint32_t>(settings.value[kFreshPercent]);
  if (std::uint64_t{media.fresh_calls.fractions()} * 100 < calls * percent) return std::nullopt;
  // The lines of one company lie in one block.
  const auto most = static_cast<std::uint32_t>(settings.value[kRangePercent]);
  const std::uint64_t of_range =
      std::uint64_t{seen.range->history.attempts.fractions()} *
      (fading_count<std::uint32_t>::kOne / fading_count<std::uint16_t>::kOne);
  if (of_range * 100 > calls * most) return std::nullopt;
  if (seen.there_from_the_start(media.first_seen_s, settings.value[kBehindHours],
                                settings.value[kAfterDays])) {
    return std::nullopt;
  }
  return finding{.observed = callers, .threshold = least};
}

}  // namespace

extern const detector_definition media_rotation{
    .id = 43,
    .name = "media_rotation",
    .weight = 5.0f,
    .en = {"Changing numbers over one media address",
           "About {observed} different numbers of several countries or blocks within a week used "
           "the same media address, hardly any known before; suspicious from {threshold}."},
    .ru = {"Смена номеров на одном медиа-адресе",
           "С одного медиа-адреса за неделю звонили примерно {observed} разных номеров из разных "
           "стран или блоков, почти все новые; подозрительно от {threshold}."},
    .kk = {"Бір медиа-мекенжайда нөмірлердің ауысуы",
           "Бір медиа-мекенжайдан апта ішінде әр елдің не блоктың шамамен {observed} түрлі нөмірі "
           "қоңырау шалды, дерлік бәрі жаңа; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
