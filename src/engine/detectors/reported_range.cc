#include "engine/reputation.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_weight", 150, 1, 10000},
    {"min_per_1000_calls", 20, 1, 1000},
};

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  return reported_company(seen, seen.range->history, report_weight(seen.caller->history), settings);
}

}  // namespace

extern const detector_definition reported_range{
    .id = 31,
    .name = "reported_range",
    .weight = 2.0f,
    .en = {"Neighbouring numbers reported as scams",
           "Other numbers of the same hundred were reported as scammers’: weight {observed}, where "
           "a report of a citizen today weighs 100; counted from {threshold}."},
    .ru = {"Жалобы на соседние номера",
           "На другие номера той же сотни жаловались как на мошеннические: вес {observed}, где "
           "сегодняшняя жалоба гражданина весит 100; учитывается от {threshold}."},
    .kk = {"Көрші нөмірлерге шағым түскен",
           "Сол жүздіктің басқа нөмірлері алаяқтікі деп хабарланған: салмағы {observed}, азаматтың "
           "бүгінгі хабары 100 деп есептеледі; {threshold}-ден бастап ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
