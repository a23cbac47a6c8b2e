#include "engine/reputation.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_weight", 200, 1, 10000},
    {"min_per_1000_calls", 10, 1, 1000},
};

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  return reported_company(seen, seen.fingerprint->history, 0, settings);
}

}  // namespace

extern const detector_definition known_fingerprint{
    .id = 34,
    .name = "known_fingerprint",
    .weight = 2.0f,
    .en = {"Kind of equipment known from scams",
           "A number not known before, over a kind of equipment that stood behind reported scams: "
           "weight {observed}, where a report of a citizen today weighs 100; counted from "
           "{threshold}."},
    .ru = {"Вид оборудования известен по мошенничеству",
           "Ранее неизвестный номер, с вида оборудования, которым пользуются мошенники: вес жалоб "
           "{observed}, где сегодняшняя жалоба гражданина весит 100; учитывается от {threshold}."},
    .kk = {"Алаяқтықтан белгілі жабдық түрі",
           "Бұрын белгісіз нөмір, алаяқтар пайдаланатын жабдық түрінен: хабарлардың салмағы "
           "{observed}, азаматтың бүгінгі хабары 100 деп есептеледі; {threshold}-ден бастап "
           "ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
