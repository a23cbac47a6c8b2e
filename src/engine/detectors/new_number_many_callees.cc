#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_callees_per_hour", 14, 1, 500},
};
enum : unsigned { kMaxCalleesPerHour };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.foreign_caller || !seen.fresh_caller()) return std::nullopt;
  const std::uint32_t observed = seen.caller->peers.estimate_with(seen.callee_hash);
  const auto most = static_cast<std::uint32_t>(settings.value[kMaxCalleesPerHour]);
  if (observed <= most) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition new_number_many_callees{
    .id = 42,
    .name = "new_number_many_callees",
    .weight = 3.0f,
    .en = {"New number calls many people",
           "A foreign number not known before has called about {observed} different people within "
           "an hour; up to {threshold} are usual."},
    .ru = {"Новый номер звонит многим",
           "Ранее неизвестный зарубежный номер за час позвонил примерно {observed} разным людям; "
           "обычно не больше {threshold}."},
    .kk = {"Жаңа нөмір көп адамға қоңырау шалуда",
           "Бұрын белгісіз шетелдік нөмір бір сағатта шамамен {observed} түрлі адамға қоңырау "
           "шалды; әдетте {threshold}-дан аспайды."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
