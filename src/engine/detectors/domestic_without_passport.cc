#include "engine/detector.h"

namespace qorgan::engine::detectors {
namespace {

/// Below full attestation nobody says that the caller may use the number.
std::optional<finding> inspect(const features& seen, const detector_settings&) {
  const call_started& call = *seen.call;
  if (!seen.from_abroad || !seen.domestic_caller) return std::nullopt;
  const bool unsigned_call = call.passport == passport_status::not_present;
  const bool weak = call.attested == attestation::b || call.attested == attestation::c;
  if (!unsigned_call && !weak) return std::nullopt;
  return finding{.observed = unsigned_call ? 0u : 1u, .threshold = 2};
}

}  // namespace

extern const detector_definition domestic_without_passport{
    .id = 19,
    .name = "domestic_without_passport",
    .weight = 1.5f,
    .en = {"Nobody vouches for a domestic number",
           "A domestic number from abroad without full attestation (level {observed}: 0 none, 1 "
           "partial; {threshold} is full)."},
    .ru = {"За отечественный номер никто не ручается",
           "Отечественный номер из-за рубежа без полного подтверждения (уровень {observed}: 0 нет, "
           "1 частичное; полное — {threshold})."},
    .kk = {"Отандық нөмірге ешкім кепіл емес",
           "Шетелден келген отандық нөмір толық расталмаған (деңгейі {observed}: 0 жоқ, 1 ішінара; "
           "толығы — {threshold})."},
    .inspect = inspect,
};

}  // namespace qorgan::engine::detectors
