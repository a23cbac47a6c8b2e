#include "engine/detector.h"
#include "engine/number_list.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad || settings.list == nullptr) return std::nullopt;
  if (!settings.list->contains(seen.call->caller.number)) return std::nullopt;
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition protected_number{
    .id = 5,
    .name = "protected_number",
    .weight = 7.0f,
    .en = {"Protected number from abroad",
           "The caller shows the number of a bank, the police or another institution that never "
           "calls from abroad."},
    .ru = {"Защищённый номер из-за рубежа",
           "Звонок показывает номер банка, полиции или другого учреждения, которое никогда не "
           "звонит из-за рубежа."},
    .kk = {"Шетелден келген қорғалған нөмір",
           "Қоңырау банктің, полицияның немесе шетелден ешқашан қоңырау шалмайтын басқа мекеменің "
           "нөмірін көрсетіп тұр."},
    .list = "protected",
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
