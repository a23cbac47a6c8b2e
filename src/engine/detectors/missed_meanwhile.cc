#include <algorithm>

#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_missed", 1, 1, 100},
    {"after_answer_s", 20, 1, 7200},
    {"after_hours", 0, 0, 1000},
};
enum : unsigned { kMinMissed, kAfterAnswerS, kAfterHours };

std::uint16_t arm(const live_view& view, const detector_settings& settings) {
  const auto least = static_cast<std::uint32_t>(settings.value[kMinMissed]);
  if (!view.call->fresh_foreign_caller || view.call->missed_meanwhile < least) return 0;
  if (!view.carrier_known_for(settings.value[kAfterHours])) return 0;
  // At once, unless the talk has only begun. Beyond eighteen hours the timer cannot count.
  const std::uint32_t talk_s = view.now_s - seconds_of(view.call->answered_at);
  const auto delay_s =
      std::max(static_cast<std::uint32_t>(settings.value[kAfterAnswerS]), talk_s + 1);
  return static_cast<std::uint16_t>(std::min<std::uint32_t>(delay_s, 0xffff));
}

live_finding inspect(const live_view& view, const detector_settings& settings) {
  return {.seen = {.observed = view.call->missed_meanwhile,
                   .threshold = static_cast<std::uint32_t>(settings.value[kMinMissed])},
          .at_least = alert_level::urgent};
}

}  // namespace

extern const detector_definition missed_meanwhile{
    .id = 40,
    .name = "missed_meanwhile",
    .weight = 2.0f,
    .en = {"Other calls do not get through",
           "While this person talks to a foreign number not known before, {observed} other calls "
           "to them were not answered; looked at from {threshold}."},
    .ru = {"Другие звонки не доходят",
           "Пока человек говорит с ранее неизвестным зарубежным номером, он не ответил на другие "
           "звонки: {observed}; учитывается от {threshold}."},
    .kk = {"Басқа қоңыраулар жетпей жатыр",
           "Адам бұрын белгісіз шетелдік нөмірмен сөйлесіп жатқанда басқа {observed} қоңырауға "
           "жауап берілмеді; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .arm_when_missed = arm,
    .inspect_live = inspect,
};

}  // namespace qorgan::engine::detectors
