#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_calls_per_10min", 12, 1, 10000},
    {"max_share_of_source_percent", 60, 1, 100},
    {"after_hours", 0, 0, 1000},
};
enum : unsigned { kMaxCallsPer10min, kMaxShareOfSourcePercent, kAfterHours };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (seen.call->fingerprint == 0 || !seen.strange_caller()) return std::nullopt;
  if (!seen.carrier_known_for(settings.value[kAfterHours])) return std::nullopt;
  const std::uint32_t observed = seen.equipment_standing->strange.newest(seen.now_s) + 1;
  const auto most = static_cast<std::uint32_t>(settings.value[kMaxCallsPer10min]);
  if (observed <= most) return std::nullopt;
  const std::uint64_t all = seen.source->ten_minutes.newest(seen.now_s) + 1;
  const auto share = static_cast<std::uint32_t>(settings.value[kMaxShareOfSourcePercent]);
  if (std::uint64_t{observed} * 100 > all * share) return std::nullopt;
  return finding{.observed = observed, .threshold = most};
}

}  // namespace

extern const detector_definition equipment_burst{
    .id = 39,
    .name = "equipment_burst",
    .weight = 2.5f,
    .en = {"Burst of strangers from one equipment",
           "{observed} calls within ten minutes from one equipment by numbers not known before and "
           "foreign to their carrier; up to {threshold} are usual."},
    .ru = {"Всплеск незнакомых номеров с одного оборудования",
           "{observed} зв. за десять минут с одного оборудования с неизвестных и чужих для "
           "оператора номеров; обычно не больше {threshold}."},
    .kk = {"Бір жабдықтан бейтаныс нөмірлер толқыны",
           "Бір жабдықтан он минут ішінде белгісіз әрі операторға бөтен нөмірлерден {observed} "
           "қоңырау; әдетте {threshold}-дан аспайды."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
