#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_quick_calls", 6, 2, 1000},
    {"min_percent", 60, 1, 100},
};
enum : unsigned { kMinQuickCalls, kMinPercent };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller) return std::nullopt;
  const auto least = static_cast<std::uint32_t>(settings.value[kMinQuickCalls]);
  const auto percent = static_cast<std::uint32_t>(settings.value[kMinPercent]);
  std::uint32_t most = 0;
  const auto look = [&](const auto& history) {
    const std::uint64_t quick = history.quick.fractions();
    // Of the calls that reached a telephone: those refused since are no evidence of anything.
    const bool mostly = quick * 100 >= std::uint64_t{history.let_through()} * percent;
    if (mostly) most = std::max(most, history.quick.whole());
  };
  look(seen.caller->history);
  look(seen.range->history);
  look(seen.equipment_standing->history);
  look(seen.media->history);
  if (most < least) return std::nullopt;
  return finding{.observed = most, .threshold = least};
}

}  // namespace

extern const detector_definition wangiri{
    .id = 36,
    .name = "wangiri",
    .weight = 4.5f,
    .en =
        {"Rings once and is gone",
         "{observed} calls of this number or of what stands behind it (its neighbours, equipment, "
         "media address) rang less than three seconds; suspicious from {threshold}."},
    .ru =
        {"Сброс после одного гудка",
         "{observed} зв. с этого номера или того, что стоит за ним (соседние номера, оборудование, "
         "медиа-адрес), сброшены раньше чем через три секунды; подозрительно от {threshold}."},
    .kk = {"Бір рет шырылдатып қою",
           "Осы нөмірден немесе оның артындағыдан (көрші нөмірлер, жабдық, медиа-мекенжай) "
           "{observed} қоңырау үш секундқа жетпей үзілді; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
