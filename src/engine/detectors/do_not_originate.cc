#include "engine/detector.h"
#include "engine/number_list.h"

namespace qorgan::engine::detectors {
namespace {

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (settings.list == nullptr || !settings.list->contains(seen.call->caller.number)) {
    return std::nullopt;
  }
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition do_not_originate{
    .id = 4,
    .name = "do_not_originate",
    .weight = 7.0f,
    .en = {"Number that never calls",
           "The caller’s number is on the do-not-originate list: its owner only receives calls."},
    .ru =
        {"Номер, с которого не звонят",
         "Номер звонящего в списке «только для входящих»: его владелец с него никогда не звонит."},
    .kk = {"Ешқашан қоңырау шалмайтын нөмір",
           "Нөмір «тек қабылдауға арналған» тізімде: иесі одан ешқашан қоңырау шалмайды."},
    .list = "do_not_originate",
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
