#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"within_hours", 6, 1, 168},
    {"after_hours", 0, 0, 1000},
};
enum : unsigned { kWithinHours, kAfterHours };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller || !seen.fresh_caller() || seen.callee->talked_s == 0) {
    return std::nullopt;
  }
  if (!seen.carrier_known_for(settings.value[kAfterHours])) return std::nullopt;
  const std::uint32_t since_s = seen.now_s - seen.callee->talked_s;
  const auto window_s = static_cast<std::uint32_t>(settings.value[kWithinHours]) * 3'600;
  if (since_s > window_s || seen.callee->talked_range == seen.range_hash) return std::nullopt;
  return finding{.observed = since_s / 60, .threshold = window_s / 60};
}

}  // namespace

extern const detector_definition victim_chain{
    .id = 38,
    .name = "victim_chain",
    .weight = 3.0f,
    .en = {"Another stranger after a long talk",
           "{observed} minutes ago this person had a long talk with a foreign number not known "
           "before, and now another one calls; looked at within {threshold} minutes."},
    .ru = {"Новый незнакомец после долгого разговора",
           "{observed} мин назад этот человек долго говорил с ранее неизвестным зарубежным "
           "номером, теперь звонит другой; срок наблюдения — {threshold} мин."},
    .kk = {"Ұзақ әңгімеден кейін басқа бейтаныс",
           "{observed} минут бұрын бұл адам белгісіз шетелдік нөмірмен ұзақ сөйлескен, енді "
           "басқасы қоңырау шалуда; бақылау мерзімі — {threshold} минут."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
