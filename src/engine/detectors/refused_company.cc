#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_refused", 2, 1, 1000},
    {"min_refused_per_talk", 2, 1, 100},
    {"min_refused_of_path", 0, 0, 1000},
};
enum : unsigned { kMinRefused, kPerTalk, kMinOfPath };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.stranger()) return std::nullopt;
  const auto least = static_cast<std::uint32_t>(settings.value[kMinRefused]);
  const auto per_talk = static_cast<std::uint32_t>(settings.value[kPerTalk]);
  std::uint32_t most = 0;
  const auto look = [&](const auto& history, std::uint32_t own) {
    const std::uint32_t refused = history.refused.whole() - std::min(own, history.refused.whole());
    const bool mostly = history.refused.fractions() >= std::uint64_t{history.talks()} * per_talk;
    if (mostly) most = std::max(most, refused);
  };
  const std::uint32_t own = seen.caller->history.refused.whole();
  look(seen.range->history, own);
  look(seen.media->history, own);
  const auto of_path = static_cast<std::uint32_t>(settings.value[kMinOfPath]);
  if (of_path != 0 && seen.path->history.refused.whole() >= of_path) {
    look(seen.path->history, own);
  }
  if (most < least) return std::nullopt;
  return finding{.observed = most, .threshold = least};
}

}  // namespace

extern const detector_definition refused_company{
    .id = 46,
    .name = "refused_company",
    .weight = 2.5f,
    .en = {"Others of its kind were refused",
           "{observed} calls of other numbers from the same block, media address or path were "
           "refused lately, and hardly anybody talks to them; counted from {threshold}."},
    .ru = {"Подобные звонки уже отклонялись",
           "Недавно отклонено {observed} зв. с других номеров того же блока, медиа-адреса или "
           "пути, и с ними почти никто не говорит; учитывается от {threshold}."},
    .kk = {"Осындай қоңыраулар тоқтатылған",
           "Жақында сол блоктың, медиа-мекенжайдың немесе жолдың басқа нөмірлерінен {observed} "
           "қоңырау тоқтатылды, олармен ешкім дерлік сөйлеспейді; {threshold}-ден бастап."},
    .parameters = kParameters,
    .since_version = 2,
    .of_others = true,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
