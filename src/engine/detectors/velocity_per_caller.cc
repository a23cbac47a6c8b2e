#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_calls_per_10min", 20, 1, 60'000},
};
enum : unsigned { kMost };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad || !seen.known_caller) return std::nullopt;
  // This call is one of them: call max + 1 is the first to be found.
  const std::uint32_t observed = seen.caller->minutes.sum() + 1;
  const auto most = static_cast<std::uint32_t>(settings.value[kMost]);
  if (observed <= most) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition velocity_per_caller{
    .id = 8,
    .name = "velocity_per_caller",
    .weight = 3.0f,
    .en = {"Too many calls from one number",
           "{observed} calls within 10 minutes from one number from abroad; up to {threshold} are "
           "usual."},
    .ru = {"Слишком частые звонки с одного номера",
           "{observed} зв. за 10 минут с одного зарубежного номера; обычно не больше {threshold}."},
    .kk = {"Бір нөмірден тым жиі қоңырау",
           "Шетелдік бір нөмірден 10 минут ішінде {observed} қоңырау; әдетте {threshold}-дан "
           "аспайды."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
