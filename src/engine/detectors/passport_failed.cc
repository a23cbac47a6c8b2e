#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings&) {
  const passport_status status = seen.call->passport;
  if (is_failure(status)) return finding{.observed = sip_code_of(status), .threshold = 0};
  // Call records of other systems say only that it failed.
  if (seen.call->attested == attestation::failed) return finding{.observed = 438, .threshold = 0};
  return std::nullopt;
}

}  // namespace

extern const detector_definition passport_failed{
    .id = 17,
    .name = "passport_failed",
    .weight = 3.0f,
    .en = {"Signature of the call is wrong",
           "The call’s PASSporT failed verification (SIP status {observed}, RFC 8224; {threshold} "
           "would be none)."},
    .ru = {"Подпись вызова неверна",
           "PASSporT вызова не прошёл проверку (код SIP {observed}, RFC 8224; {threshold} — без "
           "замечаний)."},
    .kk = {"Қоңыраудың қолтаңбасы жарамсыз",
           "Қоңыраудың PASSporT қолтаңбасы тексеруден өтпеді (SIP коды {observed}, RFC 8224; "
           "{threshold} — ескертусіз)."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
