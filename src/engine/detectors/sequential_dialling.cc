#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_steps", 6, 2, 200},
};
enum : unsigned { kMinSteps };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad) return std::nullopt;
  const e164 callee = seen.call->callee.number;
  const std::uint32_t observed =
      std::max({seen.caller->steps_with(callee), seen.range->steps_with(callee),
                seen.equipment->steps_with(callee)});
  const auto least = static_cast<std::uint32_t>(settings.value[kMinSteps]);
  if (observed < least) return std::nullopt;
  return finding{.observed = observed, .threshold = least};
}

}  // namespace

extern const detector_definition sequential_dialling{
    .id = 15,
    .name = "sequential_dialling",
    .weight = 4.0f,
    .en = {"Numbers dialled in sequence",
           "{observed} calls in a row to neighbouring numbers from one caller, number range or "
           "equipment; suspicious from {threshold}."},
    .ru = {"Обзвон номеров подряд",
           "{observed} звонков подряд на соседние номера от одного звонящего, диапазона или "
           "оборудования; подозрительно от {threshold}."},
    .kk = {"Нөмірлерді қатарынан теру",
           "Бір қоңырау шалушыдан, диапазоннан немесе жабдықтан көршілес нөмірлерге қатарынан "
           "{observed} қоңырау; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
