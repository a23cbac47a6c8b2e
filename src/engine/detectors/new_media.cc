#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

constexpr parameter kParameters[] = {
    {"max_age_hours", 24, 1, 1000},
    {"after_days", 3, 0, 60},
};
enum : unsigned { kMaxAge, kAfterDays };

std::optional<finding> inspect(const features& seen, const detector_settings& settings) {
  if (seen.media->key == 0 || !seen.stranger()) return std::nullopt;
  const auto after_s = static_cast<std::uint32_t>(settings.value[kAfterDays]) * 86'400;
  if (seen.carrier_known_s() < after_s) return std::nullopt;
  const std::uint32_t age_h = (seen.now_s - seen.media->first_seen_s) / 3'600;
  const auto most_h = static_cast<std::uint32_t>(settings.value[kMaxAge]);
  if (age_h >= most_h) return std::nullopt;
  return finding{.observed = age_h, .threshold = most_h};
}

}  // namespace

extern const detector_definition new_media{
    .id = 47,
    .name = "new_media",
    .weight = 1.0f,
    .en = {"New number over a new media address",
           "Neither the number nor its media address was known before; the address was first seen "
           "{observed} hours ago and counts as new for {threshold}."},
    .ru = {"Новый номер и новый медиа-адрес",
           "Ни номер, ни его медиа-адрес раньше не встречались; адрес впервые замечен {observed} ч "
           "назад и считается новым {threshold} ч."},
    .kk = {"Жаңа нөмір және жаңа медиа-мекенжай",
           "Нөмір де, оның медиа-мекенжайы да бұрын белгісіз; мекенжай алғаш {observed} сағат "
           "бұрын көрінген, {threshold} сағат бойы жаңа саналады."},
    .parameters = kParameters,
    .since_version = 2,
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
