#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers_per_hour", 12, 3, 500},        {"min_new_number_percent", 50, 1, 100},
    {"min_strange_percent", 60, 1, 100},         {"max_share_of_source_percent", 60, 1, 100},
    {"max_share_of_range_percent", 100, 1, 100}, {"behind_carrier_hours", 0, 0, 1000},
};
enum : unsigned {
  kMinCallers,
  kNewPercent,
  kStrangePercent,
  kSharePercent,
  kRangePercent,
  kBehindHours
};

/// Beyond this the sketch of distinct callers tells no more.
constexpr std::uint32_t kCountable = 500;

constexpr bool at_least(std::uint32_t part, std::uint32_t whole, std::int32_t percent) {
  return std::uint64_t{part} * 100 >= std::uint64_t{whole} * static_cast<std::uint32_t>(percent);
}

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (seen.call->fingerprint == 0 || !seen.strange_caller()) return std::nullopt;
  const std::uint32_t callers = seen.equipment->peers.estimate_with(seen.caller_hash);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallers]);
  if (callers < least) return std::nullopt;

  constexpr std::int32_t kNewForDays = 4;
  if (seen.there_from_the_start(seen.equipment->first_seen_s, settings.value[kBehindHours],
                                kNewForDays)) {
    return std::nullopt;
  }
  // Subscribers of an honest exchange call again; rotated numbers are used once or twice.
  const std::uint32_t calls = seen.equipment->ten_minutes.sum() + 1;
  if (!at_least(callers, std::min(calls, kCountable), settings.value[kNewPercent])) {
    return std::nullopt;
  }
  // Neighbours behind one exchange have neighbouring numbers; rented numbers are of several blocks.
  const auto most_of_range = static_cast<std::uint32_t>(settings.value[kRangePercent]);
  const std::uint64_t of_range = seen.range->ten_minutes.sum() + 1;
  if (most_of_range < 100 && of_range * 100 > std::uint64_t{calls} * most_of_range) {
    return std::nullopt;
  }

  // An exchange carries known numbers and those of its own country; rented numbers are of anywhere.
  const std::uint32_t strange = seen.equipment_standing->strange.sum() + 1;
  if (!at_least(strange, calls, settings.value[kStrangePercent])) return std::nullopt;

  // Most of a transit carrier's traffic is spoken by its own border equipment: many different
  // callers are what that is for.
  const std::uint32_t all_calls = seen.source->ten_minutes.sum() + 1;
  if (!at_least(all_calls, calls, 10'000 / settings.value[kSharePercent])) return std::nullopt;
  return finding{.observed = callers, .threshold = least};
}

}  // namespace

extern const detector_definition equipment_rotation{
    .id = 14,
    .name = "equipment_rotation",
    .weight = 3.5f,
    .en = {"Changing numbers over one equipment",
           "About {observed} different caller numbers within an hour came from the same equipment, "
           "nearly every call with a new one; suspicious from {threshold}."},
    .ru = {"Смена номеров на одном оборудовании",
           "С одного и того же оборудования за час пришло примерно {observed} разных номеров, "
           "почти каждый звонок — с нового; подозрительно от {threshold}."},
    .kk = {"Бір жабдықта нөмірлердің ауысуы",
           "Бір жабдықтан бір сағат ішінде шамамен {observed} түрлі нөмір келді, әр қоңырау дерлік "
           "жаңа нөмірмен; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
