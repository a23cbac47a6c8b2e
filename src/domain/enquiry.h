#pragma once

#include <cstdint>
#include <variant>

#include "base/inline_text.h"
#include "base/ip_address.h"
#include "base/limits.h"
#include "domain/call.h"
#include "domain/decision.h"
#include "domain/ids.h"

namespace qorgan {

/// A switch that speaks no SIP asks what to do with a call it has. Whoever carries the question
/// waits until `deadline_ns` and then answers "pass" itself.
struct enquiry {
  std::uint64_t ticket = 0;      ///< of the asker, comes back with the answer; 0: none is wanted
  std::int64_t deadline_ns = 0;  ///< os::monotonic_ns; handled later, the call is recorded as
                                 ///< passed unscreened
  trunk_id trunk;
  bool emergency = false;
  attestation attested = attestation::unknown;
  std::uint64_t fingerprint = 0;  ///< equipment, as call_started has it
  inline_text<limits::kSignalledBytes> caller;
  inline_text<limits::kSignalledBytes> callee;
  ip_endpoint source;
  ip_endpoint media;
  inline_text<limits::kTextBytes> call_id;  ///< the switch's own; empty: asking again is a new call
  inline_text<limits::kTextBytes> user_agent;
};

/// What became of a call that was asked about.
enum class call_step : std::uint8_t { ringing, answered, ended };
struct call_news {
  std::uint64_t ticket = 0;
  std::int64_t deadline_ns = 0;
  trunk_id trunk;  ///< as in the enquiry; another trunk's call is not known
  call_key key;
  call_step step = call_step::ringing;
  std::uint16_t code = 0;  ///< ended: SIP status, 0 unknown
  ended_by by = ended_by::unknown;
};

using enquiry_letter = std::variant<enquiry, call_news>;

/// Why a call that was asked about passes although nothing was decided or the decision was another.
enum class fail_open : std::uint8_t {
  no,
  no_record,   ///< the journal did not commit a refusal in time: no record, no block
  late,        ///< the deadline had passed before the call path came to it
  no_answer,   ///< the call path did not answer in time
  queue_full,  ///< the call path has too many letters already
};
std::string_view to_string(fail_open value);

struct enquiry_answer {
  enum class outcome : std::uint8_t {
    decided,
    repeated,      ///< asked before: the same decision, no second record
    told,          ///< news: taken, or known already
    unknown_call,  ///< news of a call nobody asked about, or that is forgotten
    call_over,     ///< news of a call that has ended
    unknown_trunk,
  };
  std::uint64_t ticket = 0;
  outcome what = outcome::decided;
  decision made;  ///< `enforced` is what the switch is to do
  enforcement mode = enforcement::shadow;
  fail_open open = fail_open::no;
  bool unscreened = false;
  std::uint16_t refuse_with = 0;  ///< SIP status of a refusal; 0: none is meant
  inline_text<255> divert_to;     ///< SIP URI
};

/// The call path for switches that ask over HTTP. `submit` and `next_answer` are for one and the
/// same thread; nothing waits and nothing is locked.
class enquiry_desk {
 public:
  virtual ~enquiry_desk() = default;
  /// False: the queue is full, nothing will be answered.
  virtual bool submit(const enquiry_letter& letter) noexcept = 0;
  /// False: there is none.
  virtual bool next_answer(enquiry_answer& out) noexcept = 0;
  /// The call path writes to this eventfd when answers have come; -1: nobody listens any more.
  virtual void wake_on_answer(int event_fd) noexcept = 0;
};

}  // namespace qorgan
