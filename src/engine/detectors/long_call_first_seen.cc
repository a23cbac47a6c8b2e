#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"after_answer_s", 180, 1, 7'200},
    {"after_answer_urgent_s", 45, 1, 7'200},
    {"other_caller_within_hours", 4, 1, 168},
    {"only_with_other_caller", 0, 0, 1},
    {"after_hours", 0, 0, 1000},
};
enum : unsigned { kAfter, kAfterUrgent, kWithinHours, kOnlyWithOther, kAfterHours };

/// The cold caller and the closer: another new foreign number called the same person hours ago.
bool second_stage(const live_view& view, const detector_settings& settings) {
  const auto window_s = static_cast<std::uint32_t>(settings.value[kWithinHours]) * 3'600;
  return view.callee->fresh_besides(view.call->range_hash, view.now_s, window_s) > 0;
}

std::uint16_t arm(const live_view& view, const detector_settings& settings) {
  if (!view.call->fresh_foreign_caller) return 0;
  if (!view.carrier_known_for(settings.value[kAfterHours])) return 0;
  const bool second = second_stage(view, settings);
  if (!second && settings.value[kOnlyWithOther] != 0) return 0;
  const unsigned which = second ? kAfterUrgent : kAfter;
  return static_cast<std::uint16_t>(settings.value[which]);
}

live_finding inspect(const live_view& view, const detector_settings& settings) {
  const auto talk_s = view.now_s - seconds_of(view.call->answered_at);
  const bool urgent = second_stage(view, settings);
  const auto threshold = static_cast<std::uint32_t>(settings.value[urgent ? kAfterUrgent : kAfter]);
  return {.seen = {.observed = talk_s, .threshold = threshold},
          .at_least = urgent ? alert_level::urgent : alert_level::medium};
}

}  // namespace

extern const detector_definition long_call_first_seen{
    .id = 13,
    .name = "long_call_first_seen",
    .weight = 2.0f,
    .en = {"Long call from a new foreign number",
           "The person has been talking for {observed} seconds to a foreign number the centre had "
           "not "
           "known before; looked at after {threshold}."},
    .ru = {"Долгий разговор с новым зарубежным номером",
           "Человек уже {observed} с разговаривает с ранее неизвестным зарубежным номером; порог — "
           "{threshold} с."},
    .kk = {"Жаңа шетелдік нөмірмен ұзақ сөйлесу",
           "Адам бұрын белгісіз шетелдік нөмірмен {observed} секунд сөйлесіп отыр; шегі — "
           "{threshold} "
           "секунд."},
    .parameters = kParameters,
    .arm = arm,
    .inspect_live = inspect,
};

}  // namespace qorgan::engine::detectors
