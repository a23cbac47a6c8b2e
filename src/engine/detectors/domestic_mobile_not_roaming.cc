#include "engine/detector.h"
#include "engine/number_list.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"roaming_hub_is_trusted", 1, 0, 1},
};
enum : unsigned { kHubIsTrusted };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (!seen.from_abroad || !seen.domestic_caller || settings.list == nullptr) return std::nullopt;
  const number_type type = seen.call->caller.info.type;
  if (type != number_type::mobile && type != number_type::fixed_line_or_mobile) return std::nullopt;
  const bool from_hub = seen.call->kind == trunk_kind::roaming_hub;
  if (from_hub && settings.value[kHubIsTrusted] != 0) return std::nullopt;
  if (settings.list->contains(seen.call->caller.number)) return std::nullopt;
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition domestic_mobile_not_roaming{
    .id = 2,
    .name = "domestic_mobile_not_roaming",
    .weight = 5.0f,
    .en = {"Domestic mobile number that is not roaming",
           "The caller shows a mobile number of our own country and came from abroad, but the "
           "subscriber is not in the roaming directory."},
    .ru = {"Домашний мобильный номер не в роуминге",
           "Звонок пришёл из-за рубежа с мобильным номером нашей страны, но этого абонента нет в "
           "справочнике роуминга."},
    .kk = {"Роумингте емес отандық ұялы нөмір",
           "Қоңырау шетелден еліміздің ұялы нөмірімен келді, бірақ бұл абонент роуминг "
           "анықтамалығында жоқ."},
    .parameters = kParameters,
    .list = "roaming",
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
