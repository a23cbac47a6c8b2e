#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers_per_week", 15, 3, 500},        {"min_fresh_percent", 85, 1, 100},
    {"min_new_number_percent", 15, 1, 100},      {"after_days", 4, 0, 60},
    {"max_share_of_source_percent", 40, 1, 100},
};
enum : unsigned {
  kMinCallersPerWeek,
  kMinFreshPercent,
  kMinNewNumberPercent,
  kAfterDays,
  kMaxShareOfSourcePercent
};

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (seen.call->fingerprint == 0 || !seen.foreign_caller || !seen.fresh_caller()) {
    return std::nullopt;
  }
  // While the centre itself is new, everybody is.
  const std::uint32_t known_s = seen.now_s - seen.source->first_seen_s;
  if (known_s < static_cast<std::uint32_t>(settings.value[kAfterDays]) * 86'400) {
    return std::nullopt;
  }
  const standing& equipment = *seen.equipment_standing;
  const std::uint32_t callers = equipment.callers.estimate_with(seen.caller_hash);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallersPerWeek]);
  if (callers < least) return std::nullopt;
  const std::uint64_t calls = equipment.history.attempts.fractions();
  const std::uint64_t fresh = equipment.fresh_calls.fractions();
  if (fresh * 100 < calls * static_cast<std::uint32_t>(settings.value[kMinFreshPercent])) {
    return std::nullopt;
  }
  const std::uint64_t numbers = std::uint64_t{callers} * fading_count<std::uint32_t>::kOne;
  if (numbers * 100 < calls * static_cast<std::uint32_t>(settings.value[kMinNewNumberPercent])) {
    return std::nullopt;
  }
  // A carrier's own border equipment carries most of its source's calls.
  const std::uint64_t all = seen.source_standing->history.attempts.fractions();
  if (calls * 100 > all * static_cast<std::uint32_t>(settings.value[kMaxShareOfSourcePercent])) {
    return std::nullopt;
  }
  return finding{.observed = callers, .threshold = least};
}

}  // namespace

extern const detector_definition slow_rotation{
    .id = 35,
    .name = "slow_rotation",
    .weight = 2.5f,
    .en = {"Numbers change slowly over one equipment",
           "About {observed} different numbers within a week came from the same equipment, hardly "
           "any of them known or used again; suspicious from {threshold}."},
    .ru = {"Медленная смена номеров на одном оборудовании",
           "С одного оборудования за неделю пришло примерно {observed} разных номеров, почти все "
           "новые и больше не звонят; подозрительно от {threshold}."},
    .kk = {"Бір жабдықта нөмірлер баяу ауысуда",
           "Бір жабдықтан апта ішінде шамамен {observed} түрлі нөмір келді, дерлік бәрі жаңа және "
           "қайталанбайды; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
