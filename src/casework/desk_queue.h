#pragma once

#include <cstdint>
#include <string>

#include "domain/desk.h"

namespace qorgan::casework {

/// What the desk's level of an alert is: the engine's, except that a medium one without much
/// probability behind it is low.
desk_level level_of(alert_level raised, float score);

/// "equipment x range x trunk" of a call: the fingerprint, the caller's hundred numbers and the
/// trunk. Empty when neither equipment nor number is known: then nothing joins it but its victim.
/// In a flood what is not urgent is gathered by the trunk alone.
std::string signature_of(const case_call& call, bool flood);

/// A new case of this call, waiting. The id is made of the alert's moment.
desk_case begin_case(const case_call& call, std::string signature, case_origin origin);
/// The alert belongs to this open case. `new_call`: the call was not part of it yet; `new_victim`:
/// nor was its callee.
void join_case(desk_case& it, const case_call& call, bool new_call, bool new_victim);

/// How things stand with the calls of a case at this moment.
struct case_pulse {
  unsigned live = 0;        ///< calls going on
  timestamp talking_since;  ///< longest answered one of them
  timestamp last_ended;
  bool operator==(const case_pulse&) const = default;
};

/// Expected harm times time left, for the order of the queue; the greater the earlier.
///
/// Harm: the level, the probability that it is fraud, how many people it may hit, and how long the
/// talk goes on already. Time left: all of it while somebody is talking; after the call the money
/// may still be on its way for an hour, less every minute.
double worth(const desk_case& it, const case_pulse& pulse, timestamp now);

/// More than `limit` alerts in ten minutes for each of those on shift (at least one).
bool is_flood(unsigned alerts_in_ten_minutes, unsigned on_shift, unsigned limit);
inline constexpr duration kFloodWindow = std::chrono::minutes{10};

}  // namespace qorgan::casework
