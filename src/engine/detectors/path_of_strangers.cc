#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_callers_per_week", 4, 2, 500},
    {"min_fresh_percent", 85, 1, 100},
    {"after_days", 3, 0, 60},
};
enum : unsigned { kMinCallers, kFreshPercent, kAfterDays };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  const standing& path = *seen.path;
  if (path.key == 0 || !seen.stranger()) return std::nullopt;
  // Over their own country's carrier new numbers come all the time.
  if (seen.call->caller.info.where == seen.call->carrier_country) return std::nullopt;
  const std::uint32_t callers = path.callers.estimate_with(seen.caller_hash);
  const auto least = static_cast<std::uint32_t>(settings.value[kMinCallers]);
  if (callers < least) return std::nullopt;
  const std::uint64_t calls = path.history.attempts.fractions();
  const auto percent = static_cast<std::uint32_t>(settings.value[kFreshPercent]);
  if (std::uint64_t{path.fresh_calls.fractions()} * 100 < calls * percent) return std::nullopt;
  const auto after_s = static_cast<std::uint32_t>(settings.value[kAfterDays]) * 86'400;
  if (seen.carrier_known_s() < after_s) return std::nullopt;
  return finding{.observed = callers, .threshold = least};
}

}  // namespace

extern const detector_definition path_of_strangers{
    .id = 44,
    .name = "path_of_strangers",
    .weight = 3.0f,
    .en = {"Only strangers come this way",
           "About {observed} numbers of this country came over this equipment and media address "
           "within a week, and hardly any was known before; suspicious from {threshold}."},
    .ru = {"Этим путём приходят только незнакомые",
           "За неделю через это оборудование и медиа-адрес пришло примерно {observed} номеров этой "
           "страны, и почти ни один не был известен; подозрительно от {threshold}."},
    .kk = {"Бұл жолмен тек бейтаныстар келеді",
           "Апта ішінде осы жабдық пен медиа-мекенжай арқылы бұл елдің шамамен {observed} нөмірі "
           "келді, дерлік ешқайсысы белгілі емес; {threshold}-ден бастап күдікті."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
