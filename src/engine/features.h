#pragma once

#include <array>
#include <cstdint>

#include "domain/call.h"
#include "engine/activity.h"
#include "engine/live_calls.h"
#include "engine/standing.h"

namespace qorgan::engine {

class number_list;

/// Parameters a detector may declare.
inline constexpr unsigned kParameters = 6;

/// What the policy made of a detector's declaration.
struct detector_settings {
  bool enabled = true;
  float weight = 0;
  std::array<std::int32_t, kParameters> value{};  ///< in the order declared
  const number_list* list = nullptr;              ///< null when the policy has no such list
};

/// What is known of a new call before it is judged. The records do not contain the call itself yet.
struct features {
  const call_started* call = nullptr;
  std::uint32_t now_s = 0;
  std::uint32_t fresh_for_s = 0;  ///< how long a number counts as first seen

  bool from_abroad = false;      ///< came over an international trunk or a roaming hub
  bool known_caller = false;     ///< the caller has an identity, be it no number of any plan
  bool foreign_caller = false;   ///< from abroad, with a number that is not of the home country
  bool domestic_caller = false;  ///< a number of the home country

  std::uint64_t caller_hash = 0;  ///< of the caller as a peer; meaningless when unknown
  std::uint32_t range_hash = 0;   ///< of the caller's range, or of the caller if it has none
  std::uint64_t area_hash = 0;    ///< of the ten thousand numbers around the caller's
  std::uint64_t callee_hash = 0;
  std::uint64_t callee_key = 0;

  // Never null: a party without identity has an empty record.
  const activity* caller = nullptr;
  const activity* range = nullptr;  ///< the caller's number without its last two digits
  const activity* equipment =
      nullptr;                       ///< fingerprint and source address; empty without fingerprint
  const activity* source = nullptr;  ///< source address
  const callee_activity* callee = nullptr;
  const standing* equipment_standing = nullptr;  ///< of the same as `equipment`
  const standing* media = nullptr;               ///< media address
  const standing* fingerprint = nullptr;         ///< over any trunk
  const standing* source_standing = nullptr;     ///< of the same as `source`
  const standing* path = nullptr;  ///< equipment, media address and country of the number

  /// A first-seen number that is not of the country the carrier is at home in.
  bool strange_caller() const {
    return foreign_caller && call->caller.info.where != call->carrier_country && fresh_caller();
  }
  /// A foreign number without a past worth the name: first seen, or refused ever since.
  bool stranger() const {
    if (!foreign_caller || !known_caller) return false;
    return fresh_caller() ||
           caller->history.let_through() * 2 < caller->history.attempts.fractions();
  }
  /// How long the centre has known the carrier: while it is new, so is everybody.
  std::uint32_t carrier_known_s() const { return now_s - source->first_seen_s; }
  bool carrier_known_for(std::int32_t hours) const {
    return carrier_known_s() >= static_cast<std::uint32_t>(hours) * 3'600;
  }
  /// While the centre is new (`days`), every number is; what was there within the first `hours` of
  /// the carrier are relays and exchanges, and their numbers say nothing.
  bool there_from_the_start(std::uint32_t first_seen_s, std::int32_t hours,
                            std::int32_t days) const {
    return !carrier_known_for(24 * days) &&
           first_seen_s < source->first_seen_s + static_cast<std::uint32_t>(hours) * 3'600;
  }
  /// The centre has known the caller for less than the policy's `first_seen_hours`.
  bool fresh_caller() const { return known_caller && now_s - caller->first_seen_s < fresh_for_s; }
};

/// What is known of a call that was answered.
struct live_view {
  const live_call* call = nullptr;
  const callee_activity* callee = nullptr;  ///< empty record when it has been forgotten
  std::uint32_t now_s = 0;

  /// While the centre has known the carrier for less, everybody is new and it says nothing.
  bool carrier_known_for(std::int32_t hours) const {
    return call->carrier_known_s >= static_cast<std::uint32_t>(hours) * 3'600;
  }
};

/// How many digits a range leaves out at the end of a number: blocks of a hundred.
inline constexpr unsigned kRangeDigits = 2;
/// The same for an area: ten thousand.
inline constexpr unsigned kAreaDigits = 4;

}  // namespace qorgan::engine
