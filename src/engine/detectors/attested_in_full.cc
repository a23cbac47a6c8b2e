#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings&) {
  if (seen.call->attested != attestation::a) return std::nullopt;
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition attested_in_full{
    .id = 18,
    .name = "attested_in_full",
    .weight = -1.5f,
    .en = {"A carrier vouches for the caller",
           "A verified carrier attests in full (A) that the caller may use this number."},
    .ru = {"Оператор ручается за звонящего",
           "Проверенный оператор полностью (A) подтверждает право звонящего на этот номер."},
    .kk = {"Оператор қоңырау шалушыға кепіл",
           "Тексерілген оператор қоңырау шалушының бұл нөмірге құқығын толық (A) растайды."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
