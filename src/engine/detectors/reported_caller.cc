#include "engine/detector.h"
#include "engine/reputation.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_weight", 25, 1, 10000},
    {"min_per_1000_calls", 0, 0, 1000},
};
enum : unsigned { kMinWeight, kMinPer1000Calls };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  // A domestic number from abroad is forged: its owner is not the one who was reported.
  if (!seen.foreign_caller) return std::nullopt;
  const std::uint32_t observed = report_weight(seen.caller->history);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinWeight]);
  const auto& history = seen.caller->history;
  if (observed < least || !often_reported(history, settings.value[kMinPer1000Calls])) {
    return std::nullopt;
  }
  return finding{.observed = observed, .threshold = least};
}

}  // namespace

extern const detector_definition reported_caller{
    .id = 30,
    .name = "reported_caller",
    .weight = 3.5f,
    .en = {"Number reported as a scam",
           "This number was reported as a scammer’s: weight {observed}, where a report of a "
           "citizen today weighs 100; counted from {threshold}."},
    .ru = {"На номер есть жалобы",
           "На этот номер жаловались как на мошеннический: вес {observed}, где сегодняшняя жалоба "
           "гражданина весит 100; учитывается от {threshold}."},
    .kk = {"Нөмірге шағым түскен",
           "Бұл нөмір алаяқтікі деп хабарланған: салмағы {observed}, азаматтың бүгінгі хабары 100 "
           "деп есептеледі; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
