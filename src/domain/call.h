#pragma once

#include <cstdint>
#include <string_view>

#include "base/inline_text.h"
#include "base/ip_address.h"
#include "base/limits.h"
#include "base/time.h"
#include "domain/identity.h"
#include "domain/ids.h"
#include "domain/number.h"

namespace qorgan {

/// A caller or callee: the text of the message and what the number plan made of it.
struct party {
  inline_text<limits::kSignalledBytes> signalled;  ///< user part as received; empty when withheld
  e164 number;                                     ///< empty when it cannot be brought to E.164
  number_info info;
};

/// What kind of neighbour a trunk leads to.
enum class trunk_kind : std::uint8_t { international, domestic, roaming_hub };
std::string_view to_string(trunk_kind kind);

/// Whether verdicts of a trunk or a rule are carried out or only recorded.
enum class enforcement : std::uint8_t { shadow, enforce };
std::string_view to_string(enforcement value);

/// How the centre came to know of a call.
enum class seen_by : std::uint8_t {
  unknown,   ///< a record of a version that did not say
  proxy,     ///< it passed through the centre
  redirect,  ///< a border controller asked by SIP
  watched,   ///< in a mirror of the signalling: nothing can be done to it from here
  screened,  ///< a switch asked over HTTP
};
std::string_view to_string(seen_by value);

enum class ended_by : std::uint8_t { unknown, caller, callee, network, centre };
std::string_view to_string(ended_by value);

/// A new INVITE, complete as far as the engine may look at it. Identity is final: the trunk's trust
/// rule has chosen the caller and both numbers are normalised by the trunk's dial plan.
struct call_started {
  call_key key;
  timestamp at;
  trunk_id trunk;
  trunk_kind kind = trunk_kind::international;
  enforcement mode = enforcement::enforce;  ///< of the trunk
  seen_by seen = seen_by::unknown;
  attestation attested = attestation::unknown;
  passport_status passport = passport_status::not_asked;
  bool emergency = false;   ///< the gateway recognised an emergency callee; engine checks again
  bool unscreened = false;  ///< overload: recorded and counted, not looked at
  country carrier_country;  ///< of the trunk's carrier
  party caller;
  party callee;
  ip_endpoint source;             ///< who sent the INVITE
  ip_endpoint media;              ///< from SDP `c=` and `m=`; empty when there is none
  std::uint64_t fingerprint = 0;  ///< equipment fingerprint, 0 when unknown
  inline_text<limits::kTextBytes> sip_call_id;
  inline_text<limits::kTextBytes> user_agent;
};

struct call_ringing {
  call_key key;
  timestamp at;
};

struct call_answered {
  call_key key;
  timestamp at;
};

struct call_ended {
  call_key key;
  timestamp at;
  std::uint16_t sip_code = 0;  ///< final status; 200 when the call was answered, 487 cancelled
  ended_by by = ended_by::unknown;
};

/// Why a refusal could not be carried out.
enum class waiver : std::uint8_t {
  record_late,   ///< its record was not durable in time
  journal_down,  ///< the journal could not write
  no_room,       ///< no memory to hold the call back until its record is durable
};
std::string_view to_string(waiver value);

/// A call that was decided to be refused was let through after all: no block without its record.
/// The decision stays as it was made; this says what happened.
struct refusal_waived {
  call_key key;
  timestamp at;
  waiver why = waiver::record_late;
  std::uint16_t answer_code = 0;  ///< redirect: the status answered instead; 0: the call went on
};

/// Lets timers of live calls run when no call arrives.
struct time_passed {
  timestamp at;
};

/// A new process took over: calls that were live are not known to be live any more.
struct process_started {
  timestamp at;
};

/// Another policy snapshot is in force from here on. The bundle with this digest is in the journal.
struct policy_adopted {
  timestamp at;
  inline_text<64> digest;  ///< SHA-256 of the policy bundle, hexadecimal
};

}  // namespace qorgan
