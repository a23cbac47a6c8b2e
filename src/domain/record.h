#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "base/inline_text.h"
#include "base/inline_vector.h"
#include "base/limits.h"
#include "base/time.h"
#include "domain/call.h"
#include "domain/decision.h"
#include "domain/order.h"
#include "domain/report.h"

namespace qorgan {

/// Seen from the centre: the caller's leg is towards the foreign carrier.
enum class leg : std::uint8_t { caller, callee };
enum class direction : std::uint8_t { received, sent };

/// One SIP message of a call, as the ladder shows it. No content, no body.
struct ladder_entry {
  timestamp at;
  std::uint32_t cseq = 0;
  std::uint16_t status = 0;  ///< 0 for a request
  leg side = leg::caller;
  direction way = direction::received;
  inline_text<15> method;  ///< of the request, or of the request a response answers
};
using ladder = inline_vector<ladder_entry, limits::kLadderPerRecord>;

/// How far a drop of a live call has come (gateway.md, "Teardown: the promise").
enum class teardown_state : std::uint8_t {
  requested,
  sent,
  caller_ended,
  callee_ended,
  confirmed,
  failed
};
std::string_view to_string(teardown_state value);

struct teardown_progress {
  call_key key;
  timestamp at;
  teardown_state state = teardown_state::requested;
  bool caller_ended = false;
  bool callee_ended = false;
  inline_text<63> actor;  ///< who asked: class and name, "operator:aigerim"
  inline_text<95> cause;  ///< why, when requested; what went wrong, when failed
};

/// SIP messages of a call that came after the record they belong to.
struct ladder_rest {
  call_key key;
  timestamp at;
};

using record_input = std::variant<call_started, call_ringing, call_answered, call_ended,
                                  time_passed, process_started, policy_adopted, teardown_progress,
                                  ladder_rest, refusal_waived, call_reported, order_changed>;

/// One entry of the journal: an input of the engine (or a fact beside it), what the engine made of
/// it, and the SIP messages since the call's previous record. Everything a replay, the store and
/// the live feed need, in the order it happened.
struct record {
  std::uint64_t seq = 0;
  record_input input;
  std::optional<decision> decided;  ///< for call_started only
  inline_vector<alert, 4> alerts;
  ladder messages;
};

/// Time of the input, whichever it is.
timestamp at_of(const record_input& input);
/// The call it is about, or an empty key.
call_key call_of(const record_input& input);

}  // namespace qorgan
