#include "engine/reputation.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_weight", 150, 1, 10000},
    {"min_per_1000_calls", 8, 1, 1000},
};

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  return reported_company(seen, seen.equipment_standing->history, 0, settings);
}

}  // namespace

extern const detector_definition known_equipment{
    .id = 32,
    .name = "known_equipment",
    .weight = 4.0f,
    .en = {"Equipment known from scams",
           "A number not known before, over equipment that stood behind reported scams: weight "
           "{observed}, where a report of a citizen today weighs 100; counted from {threshold}."},
    .ru =
        {"Оборудование известно по мошенничеству",
         "Ранее неизвестный номер, с оборудования, с которого шли мошеннические звонки: вес жалоб "
         "{observed}, где сегодняшняя жалоба гражданина весит 100; учитывается от {threshold}."},
    .kk = {"Алаяқтықтан белгілі жабдық",
           "Бұрын белгісіз нөмір, алаяқтық қоңыраулар келген жабдықтан: хабарлардың салмағы "
           "{observed}, азаматтың бүгінгі хабары 100 деп есептеледі; {threshold}-ден бастап "
           "ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
