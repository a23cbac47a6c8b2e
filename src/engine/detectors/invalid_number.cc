#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

/// Observed is what is wrong, as the value of number_validity (docs/detectors/invalid_number.md).
std::optional<finding> inspect(const features& seen, const detector_settings&) {
  const number_validity validity = seen.call->caller.info.validity;
  // A caller who shows no number at all is the business of caller_withheld.
  if (!seen.from_abroad || validity == number_validity::valid) return std::nullopt;
  if (validity == number_validity::not_a_number) return std::nullopt;
  return finding{.observed = static_cast<std::uint32_t>(validity), .threshold = 1};
}

}  // namespace

extern const detector_definition invalid_number{
    .id = 3,
    .name = "invalid_number",
    .weight = 2.5f,
    .en = {"Impossible caller number",
           "No network has assigned the caller’s number: it is not allocated, has a wrong length "
           "or an unknown country code."},
    .ru = {"Невозможный номер звонящего",
           "Такого номера не выдавала ни одна сеть: он не распределён, имеет неверную длину или "
           "неизвестный код страны."},
    .kk = {"Мүмкін емес нөмір",
           "Мұндай нөмірді ешбір желі бермеген: ол бөлінбеген, ұзындығы қате немесе ел коды "
           "белгісіз."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
