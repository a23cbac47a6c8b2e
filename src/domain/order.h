#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/inline_text.h"
#include "base/strong_id.h"
#include "base/time.h"
#include "domain/decision.h"
#include "domain/ids.h"
#include "domain/number.h"

namespace qorgan {

/// A lasting measure, numbered from 1. Zero is no order.
using order_id = strong_id<struct order_id_tag, std::int64_t>;

/// What a measure is aimed at.
enum class order_kind : std::uint8_t {
  number,     ///< calls from this number
  range,      ///< calls from numbers that begin like this
  trunk,      ///< calls that arrive on this trunk
  victim,     ///< protective hold: calls from abroad to this number
  equipment,  ///< calls with this equipment fingerprint
};
inline constexpr unsigned kOrderKinds = 5;
std::string_view to_string(order_kind value);
std::optional<order_kind> parse_order_kind(std::string_view text);

/// `value`: number and victim: the packed number; range: the packed digits the numbers begin with;
/// trunk: the trunk's id; equipment: the fingerprint.
struct order_target {
  order_kind kind = order_kind::number;
  std::uint64_t value = 0;
  bool operator==(const order_target&) const = default;
};

/// Reads "+4915112345678", "+49151*", a trunk's name, or sixteen hexadecimal digits. The error is
/// in words.
std::expected<order_target, std::string> parse_order_target(order_kind kind, std::string_view text);

/// Input of the engine: a measure comes into force or goes out of it. One target has at most one
/// measure; a second one takes the place of the first.
struct order_changed {
  timestamp at;
  order_id order;
  bool in_force = false;
  order_target target;
  verdict does = verdict::block;  ///< label, withhold, divert or block
  timestamp until;                ///< calls from this moment on are not touched
  inline_text<127> divert;        ///< SIP URI when it diverts
};

/// Name of the rule in decisions an order made: "order:17".
rule_name rule_name_of(order_id order);
/// The order behind a decision's rule; nothing when a rule of the policy decided.
std::optional<order_id> order_of_rule(std::string_view rule);

}  // namespace qorgan
