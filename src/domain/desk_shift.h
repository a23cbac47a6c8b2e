#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.h"
#include "base/time.h"
#include "domain/desk.h"

namespace qorgan {

/// Somebody on shift at the desk.
struct shift_member {
  std::string actor;  ///< "operator:aigerim"
  std::string display_name;
  timestamp started_at;
  timestamp break_since;  ///< kNever: at work
};

/// Something that may go wrong after the shift, who minds it and when it is looked at next.
struct handover_risk {
  std::string what;
  std::string owner;
  timestamp next_check;
};

using handover_id = strong_id<struct handover_id_tag, std::int64_t>;

/// What one lead gives to the next.
struct handover {
  handover_id id;
  timestamp at;
  std::string from;  ///< actor
  std::string note;
  std::vector<handover_risk> risks;
  std::string standing;  ///< JSON: open cases and expiring orders as they stood then
  std::string accepted_by;
  timestamp accepted_at;
};

enum class shift_refusal : std::uint8_t {
  not_on_shift,
  no_such_handover,
  own_handover,  ///< a lead does not accept what that lead gave
  accepted_already,
};

/// Who is on shift, and what is handed over. Blocking, like desk_book; each change writes its audit
/// entry in the same transaction. Every change may be sent again: it is answered the same.
class desk_roster {
 public:
  virtual ~desk_roster() = default;
  /// Starts the shift of this person, or ends the break of one who is on shift.
  virtual void start_shift(const shift_member& who) = 0;
  virtual std::expected<void, shift_refusal> take_break(const std::string& actor, timestamp at) = 0;
  /// Ends it; the cases this person holds go back to the queue. Their number.
  virtual unsigned end_shift(const std::string& actor, timestamp at) = 0;
  virtual std::vector<shift_member> on_shift() = 0;

  virtual handover_id offer_handover(const handover& value) = 0;
  virtual std::expected<void, shift_refusal> accept_handover(handover_id id,
                                                             const std::string& actor,
                                                             timestamp at) = 0;
  /// Newest first.
  virtual std::vector<handover> handovers(unsigned limit) = 0;
};

}  // namespace qorgan
