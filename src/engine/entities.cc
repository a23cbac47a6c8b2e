#include "engine/entities.h"

#include <cstring>

#include "base/hash.h"

namespace qorgan::engine {
namespace {

const activity kNobody{};
const callee_activity kNoSubscriber{};
const standing kNothing{};

/// A number is its own key (packed, so its lowest four bits are its length, 1 to 15); any other
/// text is hashed with those bits zero, so that the two can never meet.
std::uint64_t party_key(const party& who, std::uint64_t seed) {
  if (!who.number.empty()) return who.number.packed();
  const std::string_view text = who.signalled.view();
  if (text.empty() || text == "anonymous") return 0;
  return hash_bytes(text, seed) & ~std::uint64_t{0xf};
}

std::uint64_t address_key(const ip_endpoint& endpoint, std::uint64_t seed) {
  std::uint64_t high;
  std::uint64_t low;
  std::memcpy(&high, endpoint.address.data(), 8);
  std::memcpy(&low, endpoint.address.data() + 8, 8);
  return combine(combine(seed, high), low) | 1;
}

/// Half of a hash, never 0.
std::uint32_t half_of(std::uint64_t hash) {
  const auto half = static_cast<std::uint32_t>(hash >> 32);
  return half == 0 ? 1 : half;
}

}  // namespace

entity_keys keys_of(const call_started& call, std::uint64_t seed) {
  entity_keys keys;
  keys.caller = party_key(call.caller, seed);
  keys.range = call.caller.number.without_last(kRangeDigits).packed();
  keys.source = address_key(call.source, seed);
  if (call.fingerprint != 0) keys.equipment = combine(keys.source, call.fingerprint) | 1;
  keys.callee = party_key(call.callee, seed);
  if (call.fingerprint != 0) {
    keys.equipment_standing.hash = half_of(mix64(keys.equipment));
    keys.fingerprint.hash = half_of(combine(seed, call.fingerprint));
  }
  keys.source_standing.hash = half_of(mix64(keys.source));
  if (call.media != ip_endpoint{}) {
    ip_endpoint host = call.media;  // ports change from call to call
    host.port = 0;
    keys.media.hash = half_of(mix64(address_key(host, seed)));
  }
  if (keys.equipment_standing.hash != 0 && !call.caller.number.empty()) {
    const country& where = call.caller.info.where;
    const auto letters = static_cast<std::uint64_t>(static_cast<unsigned char>(where.code[0]) << 8 |
                                                    static_cast<unsigned char>(where.code[1]));
    const std::uint64_t place = std::uint64_t{keys.media.hash} << 16 | letters;
    keys.path.hash = half_of(combine(keys.equipment, place));
  }
  return keys;
}

entities claim_entities(engine::state& state, const entity_keys& keys, std::uint32_t now_s) {
  // Each table costs two cache misses; asking for all of them first lets them overlap.
  state.callers.prefetch(keys.caller);
  state.ranges.prefetch(keys.range);
  state.callees.prefetch(keys.callee);
  state.equipment.prefetch(keys.equipment);
  state.standings.prefetch(keys.equipment_standing.value());
  state.standings.prefetch(keys.media.value());
  state.standings.prefetch(keys.fingerprint.value());
  state.standings.prefetch(keys.path.value());
  state.callers.prefetch_record(keys.caller);
  state.ranges.prefetch_record(keys.range);
  state.callees.prefetch_record(keys.callee);

  const auto claim = [now_s](auto& table, std::uint64_t key) {
    if (key == 0) return decltype(table.claim(key, now_s).record){nullptr};
    auto* record = table.claim(key, now_s).record;
    record->advance(now_s);
    return record;
  };
  return {.caller = claim(state.callers, keys.caller),
          .range = claim(state.ranges, keys.range),
          .equipment = claim(state.equipment, keys.equipment),
          .source = claim(state.sources, keys.source),
          .callee = claim(state.callees, keys.callee),
          .equipment_standing = claim(state.standings, keys.equipment_standing.value()),
          .media = claim(state.standings, keys.media.value()),
          .fingerprint = claim(state.standings, keys.fingerprint.value()),
          .source_standing = claim(state.standings, keys.source_standing.value()),
          .path = claim(state.standings, keys.path.value())};
}

features features_of(const engine::state& state, const call_started& call, const entity_keys& keys,
                     const entities& found, std::uint32_t now_s) {
  const auto or_nobody = [](const activity* record) { return record ? record : &kNobody; };
  features out;
  out.call = &call;
  out.now_s = now_s;
  out.fresh_for_s = state.policy->first_seen_s;
  out.from_abroad = call.kind != trunk_kind::domestic;
  out.known_caller = keys.caller != 0;
  const bool numbered = !call.caller.number.empty();
  out.domestic_caller = numbered && call.caller.info.where == state.policy->home.home;
  out.foreign_caller = numbered && out.from_abroad && !out.domestic_caller;
  out.caller_hash = mix64(keys.caller ^ state.options.hash_seed);
  const std::uint64_t group = keys.range != 0 ? keys.range : keys.caller;
  out.range_hash = static_cast<std::uint32_t>(mix64(group ^ state.options.hash_seed));
  out.area_hash =
      mix64(call.caller.number.without_last(kAreaDigits).packed() ^ state.options.hash_seed);
  out.callee_hash = mix64(keys.callee ^ state.options.hash_seed);
  out.callee_key = keys.callee;
  out.caller = or_nobody(found.caller);
  out.range = or_nobody(found.range);
  out.equipment = or_nobody(found.equipment);
  out.source = or_nobody(found.source);
  out.callee = found.callee ? found.callee : &kNoSubscriber;
  out.equipment_standing = found.equipment_standing ? found.equipment_standing : &kNothing;
  out.media = found.media ? found.media : &kNothing;
  out.fingerprint = found.fingerprint ? found.fingerprint : &kNothing;
  out.source_standing = found.source_standing ? found.source_standing : &kNothing;
  out.path = found.path ? found.path : &kNothing;
  return out;
}

void count_call(const entities& found, const entity_keys& keys, const features& seen,
                taken_as how) {
  const e164 callee = seen.call->callee.number;
  const standing_call as_standing{.caller_hash = seen.caller_hash,
                                  .area_hash = seen.area_hash,
                                  .fresh_foreign = seen.stranger(),
                                  .strange_caller = seen.strange_caller(),
                                  .how = how};
  const auto count = [&](activity* record, std::uint64_t peer_hash) {
    if (record != nullptr) record->count(peer_hash, callee, how, seen.now_s);
  };
  const auto count_standing = [&](standing* record) {
    if (record != nullptr) record->count(as_standing, seen.now_s);
  };
  const bool newcomer = seen.foreign_caller && found.caller != nullptr &&
                        found.caller->first_seen_s == seen.now_s &&
                        found.caller->minutes.sum() == 0;
  if (newcomer && found.range != nullptr && found.range->newcomers != 0xff) {
    ++found.range->newcomers;
  }
  count(found.caller, seen.callee_hash);
  count(found.range, seen.callee_hash);
  count(found.equipment, seen.caller_hash);
  count(found.source, seen.caller_hash);
  count_standing(found.equipment_standing);
  count_standing(found.media);
  count_standing(found.fingerprint);
  count_standing(found.source_standing);
  count_standing(found.path);
  if (found.caller != nullptr) {
    found.caller->last_equipment = keys.equipment_standing.hash;
    found.caller->last_media = keys.media.hash;
  }
  if (found.equipment_standing != nullptr) {
    found.equipment_standing->fingerprint = keys.fingerprint.hash;
  }
}

}  // namespace qorgan::engine
