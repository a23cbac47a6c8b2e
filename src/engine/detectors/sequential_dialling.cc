#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_steps", 6, 2, 200},
    {"only_the_next_step", 0, 0, 1},
};
enum : unsigned { kMinSteps, kOnlyNext };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad) return std::nullopt;
  const e164 callee = seen.call->callee.number;
  const bool only_next = settings.value[kOnlyNext] != 0;
  const auto run = [&](const activity& of) -> std::uint32_t {
    const std::uint8_t steps = of.steps_with(callee);
    // Honest calls over the same equipment lie between those of a sequence and are no part of it.
    return only_next && steps <= of.small_steps && steps != 0xff ? 0 : steps;
  };
  const std::uint32_t observed =
      std::max({run(*seen.caller), run(*seen.range), run(*seen.equipment)});
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
