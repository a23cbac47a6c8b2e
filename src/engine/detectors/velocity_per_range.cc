#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_calls_per_10min", 60, 1, 60'000},
};
enum : unsigned { kMost };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller) return std::nullopt;  // our own roamers share ranges honestly
  const std::uint32_t observed = seen.range->minutes.sum() + 1;
  const auto most = static_cast<std::uint32_t>(settings.value[kMost]);
  if (observed <= most) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition velocity_per_range{
    .id = 10,
    .name = "velocity_per_range",
    .weight = 2.5f,
    .en = {"Too many calls from one number range",
           "{observed} calls within 10 minutes from one block of a hundred foreign numbers; up to "
           "{threshold} are usual."},
    .ru = {"Слишком частые звонки из одного диапазона",
           "{observed} зв. за 10 минут из одной сотни зарубежных номеров; обычно не больше "
           "{threshold}."},
    .kk = {"Бір диапазоннан тым жиі қоңырау",
           "Шетелдік нөмірлердің бір жүздігінен 10 минут ішінде {observed} қоңырау; әдетте "
           "{threshold}-дан аспайды."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
