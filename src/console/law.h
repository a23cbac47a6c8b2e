#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "casework/legal_bases.h"
#include "domain/appeal.h"
#include "domain/audit_book.h"
#include "domain/order_book.h"
#include "domain/review_book.h"

namespace qorgan::console {

/// What the endpoints about orders work with.
struct law_desk {
  order_book& orders;
  appeal_book& appeals;
  audit_book& log;
  review_book& reviews;
  /// The catalogue in force, never null; empty when the configuration names none.
  std::function<std::shared_ptr<const casework::legal_bases>()> bases;
  /// An order may have to come into force or to end.
  std::function<void()> orders_changed;
  /// Whether a caller ("+4930…") stands in the policy's list of trusted numbers.
  std::function<bool(std::string_view)> is_trusted;
  std::vector<trunk_id> domestic_trunks;
  std::string audit_key;  ///< public key the log is signed with
};

}  // namespace qorgan::console
