#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings&) {
  const e164 caller = seen.call->caller.number;
  if (!seen.from_abroad || caller.empty() || caller != seen.call->callee.number) {
    return std::nullopt;
  }
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition caller_equals_callee{
    .id = 7,
    .name = "caller_equals_callee",
    .weight = 5.0f,
    .en = {"Caller shows the callee’s own number", "The call shows the very number it is calling."},
    .ru = {"Звонок с номера самого абонента", "Звонок показывает тот же номер, на который звонят."},
    .kk = {"Абоненттің өз нөмірінен қоңырау",
           "Қоңырау өзі шалып отырған нөмірдің дәл өзін көрсетіп тұр."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
