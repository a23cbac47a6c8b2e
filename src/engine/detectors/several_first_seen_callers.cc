#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers", 2, 2, static_cast<std::int32_t>(callee_activity::kKept)},
    {"within_hours", 4, 1, 168},
    {"after_hours", 0, 0, 1000},
};
enum : unsigned { kMinCallers, kWithinHours, kAfterHours };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller || !seen.fresh_caller()) return std::nullopt;
  if (!seen.carrier_known_for(settings.value[kAfterHours])) return std::nullopt;
  const auto window_s = static_cast<std::uint32_t>(settings.value[kWithinHours]) * 3'600;
  const std::uint32_t others = seen.callee->fresh_besides(seen.range_hash, seen.now_s, window_s);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallers]);
  if (others + 1 < least) return std::nullopt;
  return finding{.observed = others + 1, .threshold = least};
}

}  // namespace

extern const detector_definition several_first_seen_callers{
    .id = 12,
    .name = "several_first_seen_callers",
    .weight = 2.5f,
    .en = {"Several new foreign callers to one person",
           "{observed} foreign numbers the centre had not known before called this person within "
           "hours; alert from {threshold}."},
    .ru = {"Несколько новых зарубежных номеров одному человеку",
           "За несколько часов этому человеку звонили {observed} ранее неизвестных зарубежных "
           "номера (-ов); порог — {threshold}."},
    .kk = {"Бір адамға бірнеше жаңа шетелдік нөмір",
           "Бірнеше сағат ішінде бұл адамға бұрын белгісіз {observed} шетелдік нөмірден қоңырау "
           "келді; шегі — {threshold}."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
