#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"after_answer_s", 40, 1, 7200},
};
enum : unsigned { kAfterAnswerS };

std::uint16_t arm(const live_view& view, const detector_settings& settings) {
  if (!view.call->fresh_foreign_caller) return 0;
  const auto& reasons = view.call->reasons;  // some speak for the caller
  const auto suspicious = [](const evidence& one) { return one.weight > 0; };
  if (std::none_of(reasons.begin(), reasons.end(), suspicious)) return 0;
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
