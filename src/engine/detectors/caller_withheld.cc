#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings&) {
  if (!seen.from_abroad || !seen.call->caller.number.empty()) return std::nullopt;
  if (seen.call->caller.info.validity != number_validity::not_a_number) return std::nullopt;
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition caller_withheld{
    .id = 6,
    .name = "caller_withheld",
    .weight = 0.7f,
    .en = {"Caller hides the number", "The call from abroad shows no number."},
    .ru = {"Номер скрыт", "Звонок из-за рубежа не показывает номера."},
    .kk = {"Нөмір жасырылған", "Шетелден келген қоңырау нөмірін көрсетпейді."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
