#include "engine/reputation.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"min_weight", 50, 1, 10000},
    {"min_per_1000_calls", 8, 1, 1000},
};

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  return reported_company(seen, seen.media->history, 0, settings);
}

}  // namespace

extern const detector_definition known_media{
    .id = 33,
    .name = "known_media",
    .weight = 4.0f,
    .en =
        {"Media address known from scams",
         "A number not known before, over a media address that stood behind reported scams: weight "
         "{observed}, where a report of a citizen today weighs 100; counted from {threshold}."},
    .ru = {"Медиа-адрес известен по мошенничеству",
           "Ранее неизвестный номер, с медиа-адреса мошеннических звонков: вес жалоб {observed}, "
           "где сегодняшняя жалоба гражданина весит 100; учитывается от {threshold}."},
    .kk = {"Алаяқтықтан белгілі медиа-мекенжай",
           "Бұрын белгісіз нөмір, алаяқтық қоңыраулардың медиа-мекенжайынан: хабарлардың салмағы "
           "{observed}, азаматтың бүгінгі хабары 100 деп есептеледі; {threshold}-ден бастап "
           "ескеріледі."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
