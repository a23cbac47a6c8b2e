#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_callees_per_hour", 20, 1, 500},
};
enum : unsigned { kMost };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad || !seen.known_caller) return std::nullopt;
  const std::uint32_t observed = seen.caller->peers.estimate_with(seen.callee_hash);
  const auto most = static_cast<std::uint32_t>(settings.value[kMost]);
  if (observed <= most) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition distinct_callees_per_caller{
    .id = 9,
    .name = "distinct_callees_per_caller",
    .weight = 3.0f,
    .en = {"One number calls too many people",
           "About {observed} different people within an hour were called from one number from "
           "abroad; up to {threshold} are usual."},
    .ru = {"Один номер звонит слишком многим",
           "С одного зарубежного номера за час звонили примерно {observed} разным людям; обычно не "
           "больше {threshold}."},
    .kk = {"Бір нөмір тым көп адамға қоңырау шалуда",
           "Шетелдік бір нөмірден бір сағат ішінде шамамен {observed} түрлі адамға қоңырау "
           "шалынды; әдетте {threshold}-дан аспайды."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
