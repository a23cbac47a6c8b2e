#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"after_answer_s", 40, 1, 7200},
    {"min_weight_tenths", 0, 0, 200},
};
enum : unsigned { kAfterAnswerS, kMinWeightTenths };

std::uint16_t arm(const live_view& view, const detector_settings& settings) {
  if (!view.call->fresh_foreign_caller) return 0;
  float sum = 0;  // some evidence speaks for the caller
  bool suspicious = false;
  for (const evidence& one : view.call->reasons) {
    sum += one.weight;
    suspicious = suspicious || one.weight > 0;
  }
  if (!suspicious || sum * 10 < static_cast<float>(settings.value[kMinWeightTenths])) return 0;
  return static_cast<std::uint16_t>(settings.value[kAfterAnswerS]);
}

live_finding inspect(const live_view& view, const detector_settings& settings) {
  const auto talk_s = view.now_s - seconds_of(view.call->answered_at);
  return {.seen = {.observed = talk_s,
                   .threshold = static_cast<std::uint32_t>(settings.value[kAfterAnswerS])},
          .at_least = alert_level::high};
}

}  // namespace

extern const detector_definition long_call_with_evidence{
    .id = 41,
    .name = "long_call_with_evidence",
    .weight = 1.0f,
    .en = {"Suspicious call goes on",
           "A suspicious call from a new foreign number has lasted {observed} seconds; looked at "
           "after {threshold}."},
    .ru = {"Подозрительный звонок продолжается",
           "Подозрительный разговор с новым зарубежным номером длится {observed} с; порог — "
           "{threshold} с."},
    .kk = {"Күдікті қоңырау жалғасуда",
           "Жаңа шетелдік нөмірмен күдікті әңгіме {observed} секундқа созылды; шегі — {threshold} "
           "секунд."},
    .parameters = kParameters,
    .since_version = 2,
    .arm = arm,
    .inspect_live = inspect,
};

}  // namespace qorgan::engine::detectors
