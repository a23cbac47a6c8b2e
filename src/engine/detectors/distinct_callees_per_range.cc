#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_callees_per_hour", 60, 1, 500},
};
enum : unsigned { kMost };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller) return std::nullopt;  // our own roamers share ranges honestly
  const std::uint32_t observed = seen.range->peers.estimate_with(seen.callee_hash);
  const auto most = static_cast<std::uint32_t>(settings.value[kMost]);
  if (observed <= most) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition distinct_callees_per_range{
    .id = 11,
    .name = "distinct_callees_per_range",
    .weight = 2.5f,
    .en = {"One number range calls too many people",
           "About {observed} different people within an hour were called from one block of a "
           "hundred foreign numbers; up to {threshold} are usual."},
    .ru = {"Один диапазон звонит слишком многим",
           "Из одной сотни зарубежных номеров за час звонили примерно {observed} разным людям; "
           "обычно не больше {threshold}."},
    .kk = {"Бір диапазон тым көп адамға қоңырау шалуда",
           "Шетелдік нөмірлердің бір жүздігінен бір сағат ішінде шамамен {observed} түрлі адамға "
           "қоңырау шалынды; әдетте {threshold}-дан аспайды."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
