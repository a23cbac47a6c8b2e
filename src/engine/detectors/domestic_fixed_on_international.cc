#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

/// Everything of our own country that cannot be carried abroad in a pocket: fixed lines, service
/// numbers, and numbers nobody was given. Internet telephony and personal numbers can.
bool bound_to_a_place(number_type type) {
  switch (type) {
    case number_type::mobile:
    case number_type::fixed_line_or_mobile:
    case number_type::voip:
    case number_type::personal: return false;
    default: return true;
  }
}

std::optional<finding> inspect(const features& seen, const detector_settings&) {
  if (!seen.from_abroad || !seen.domestic_caller) return std::nullopt;
  if (!bound_to_a_place(seen.call->caller.info.type)) return std::nullopt;
  return finding{.observed = 1, .threshold = 1};
}

}  // namespace

extern const detector_definition domestic_fixed_on_international{
    .id = 1,
    .name = "domestic_fixed_on_international",
    .weight = 6.0f,
    .en = {"Domestic fixed number from abroad",
           "The caller shows a fixed-line number of our own country, but the call came from "
           "abroad. A fixed line cannot roam."},
    .ru = {"Домашний стационарный номер из-за рубежа",
           "Звонок пришёл из-за рубежа, но показывает стационарный номер нашей страны. "
           "Стационарный телефон не бывает в роуминге."},
    .kk = {"Шетелден келген отандық стационарлық нөмір",
           "Қоңырау шетелден келді, бірақ еліміздің стационарлық нөмірін көрсетіп тұр. "
           "Стационарлық телефон роумингте бола алмайды."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
