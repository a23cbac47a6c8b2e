#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_common_digits", 8, 4, 14},
};
enum : unsigned { kCommonDigits };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  const e164 caller = seen.call->caller.number;
  const e164 callee = seen.call->callee.number;
  if (!seen.from_abroad || caller.length() != callee.length() || caller == callee) {
    return std::nullopt;
  }
  unsigned different = 0;
  while (caller.without_last(different) != callee.without_last(different)) ++different;
  const std::uint32_t common = caller.length() - different;
  const auto least = static_cast<std::uint32_t>(settings.value[kCommonDigits]);
  if (common < least) return std::nullopt;
  return finding{.observed = common, .threshold = least};
}

}  // namespace

extern const detector_definition lookalike_number{
    .id = 16,
    .name = "lookalike_number",
    .weight = 2.0f,
    .en = {"Number made to resemble the callee’s",
           "The caller’s number begins with the same {observed} digits as the callee’s; suspicious "
           "from {threshold}."},
    .ru = {"Номер похож на номер абонента",
           "Первые {observed} цифр номера совпадают с номером того, кому звонят; подозрительно от "
           "{threshold}."},
    .kk = {"Абоненттің нөміріне ұқсас нөмір",
           "Нөмірдің алғашқы {observed} цифры қабылдаушының нөмірімен бірдей; {threshold} цифрдан "
           "бастап күдікті."},
    .parameters = kParameters,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
