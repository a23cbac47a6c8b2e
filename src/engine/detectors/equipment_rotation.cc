#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers_per_hour", 12, 3, 500},
    {"min_new_number_percent", 70, 1, 100},
    {"max_share_of_source_percent", 60, 1, 100},
};
enum : unsigned { kMinCallers, kNewPercent, kSharePercent };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad || seen.call->fingerprint == 0 || !seen.known_caller) return std::nullopt;
  const std::uint32_t callers = seen.equipment->peers.estimate_with(seen.caller_hash);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallers]);
  if (callers < least || !seen.fresh_caller()) return std::nullopt;

  // Subscribers of an honest exchange call again; rotated numbers are used once or twice.
  const std::uint32_t calls = seen.equipment->ten_minutes.sum() + 1;
  const auto new_percent = static_cast<std::uint32_t>(settings.value[kNewPercent]);
  if (callers * 100 < calls * new_percent) return std::nullopt;

  // Most of a carrier's traffic is spoken by the carrier's own border equipment: there, many
  // different callers are what it is for.
  const std::uint32_t all_calls = seen.source->ten_minutes.sum() + 1;
  const auto share_percent = static_cast<std::uint32_t>(settings.value[kSharePercent]);
  if (calls * 100 > all_calls * share_percent) return std::nullopt;
  return finding{.observed = callers, .threshold = least};
}

}  // namespace

extern const detector_definition equipment_rotation{
    .id = 14,
    .name = "equipment_rotation",
    .weight = 3.5f,
    .en = {"Changing numbers over one equipment",
           "About {observed} different caller numbers within an hour came from the same equipment, "
           "nearly every call with a new one; suspicious from {threshold}."},
    .ru = {"Смена номеров на одном оборудовании",
           "С одного и того же оборудования за час пришло примерно {observed} разных номеров, "
           "почти каждый звонок — с нового; подозрительно от {threshold}."},
    .kk = {"Бір жабдықта нөмірлердің ауысуы",
           "Бір жабдықтан бір сағат ішінде шамамен {observed} түрлі нөмір келді, әр қоңырау дерлік "
           "жаңа нөмірмен; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
