#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.h"
#include "base/time.h"
#include "domain/ids.h"
#include "domain/order_book.h"

namespace qorgan {

using appeal_id = strong_id<struct appeal_id_tag, std::int64_t>;

enum class appeal_state : std::uint8_t {
  open,
  granted,    ///< the order was lifted
  dismissed,  ///< it stays, with a reason
  lapsed,     ///< nobody answered in time: the order was lifted by the clock
};
std::string_view to_string(appeal_state value);
std::optional<appeal_state> parse_appeal_state(std::string_view text);

/// Somebody whose call was refused asks for it to be looked at again.
struct appeal {
  appeal_id id;
  std::string case_number;  ///< random; who has it may ask how the case stands
  appeal_state state = appeal_state::open;
  std::string caller;   ///< the number he called from, as he says
  call_key call;        ///< id in the refusal, if he had it
  timestamp called_at;  ///< as he says
  std::string contact;  ///< how to answer him; may be empty
  std::string words;
  order_id order;  ///< that refused him, as far as it could be found
  timestamp created_at;
  timestamp answer_by;
  timestamp decided_at;
  std::string decided_by;  ///< "system": the clock
  std::string reason;
};

/// Appeals, kept. Blocking, throws std::runtime_error when the database fails. Every change writes
/// its audit entry in the same transaction.
class appeal_book {
 public:
  virtual ~appeal_book() = default;

  virtual appeal_id add_appeal(const appeal& value, audit_entry entry) = 0;
  virtual std::optional<appeal> find_appeal(appeal_id id) = 0;
  virtual std::optional<appeal> find_appeal(std::string_view case_number) = 0;
  /// Open ones, the most urgent first, then those decided last. At most `limit`.
  virtual std::vector<appeal> appeals(unsigned limit) = 0;
  virtual std::uint64_t open_appeals() = 0;
  /// Open ones whose time is over.
  virtual std::vector<appeal> overdue_appeals(timestamp now) = 0;
  /// Ends an open appeal, together with the order's step if there is one. False: it is not open any
  /// more, or the order is in another state; then nothing has changed.
  virtual bool decide_appeal(const appeal& value, const audit_entry& entry,
                             const std::optional<order_step>& lifted) = 0;
};

}  // namespace qorgan
