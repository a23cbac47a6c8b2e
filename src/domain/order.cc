#include "domain/order.h"

#include <array>
#include <charconv>

#include "domain/order_book.h"

namespace qorgan {
namespace {

constexpr std::array<std::string_view, kOrderKinds> kKinds{"number", "range", "trunk", "victim",
                                                           "equipment"};
constexpr std::array<std::string_view, kOrderStates> kStates{
    "draft",     "submitted", "approved", "refused",  "active",
    "emergency", "expired",   "lifted",   "replaced", "retracted"};
constexpr std::string_view kRulePrefix = "order:";
/// A shorter prefix is a whole country's calls, which no single order may stop.
constexpr std::size_t kLeastRangeDigits = 4;

template <typename Enum, std::size_t Count>
std::optional<Enum> parse(const std::array<std::string_view, Count>& names, std::string_view text) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

std::expected<std::uint64_t, std::string> read_number(std::string_view text) {
  const auto number = text.starts_with('+') ? e164::from_digits(text.substr(1)) : std::nullopt;
  if (!number || number->length() < 7) {
    return std::unexpected("must be a number like +77011234567");
  }
  return number->packed();
}

std::expected<std::uint64_t, std::string> read_range(std::string_view text) {
  const bool shaped = text.starts_with('+') && text.ends_with('*');
  const std::string_view digits = shaped ? text.substr(1, text.size() - 2) : std::string_view{};
  const auto prefix = e164::from_digits(digits);
  if (!prefix || digits.size() < kLeastRangeDigits) {
    return std::unexpected("must be the beginning of numbers, at least four digits, like +49151*");
  }
  return prefix->packed();
}

std::expected<std::uint64_t, std::string> read_fingerprint(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + 16 || value == 0) {
    return std::unexpected("must be a fingerprint of sixteen hexadecimal digits");
  }
  return value;
}

}  // namespace

std::string_view to_string(order_kind value) {
  return kKinds[static_cast<std::size_t>(value)];
}

std::optional<order_kind> parse_order_kind(std::string_view text) {
  return parse<order_kind>(kKinds, text);
}

std::string_view to_string(order_state value) {
  return kStates[static_cast<std::size_t>(value)];
}

std::optional<order_state> parse_order_state(std::string_view text) {
  return parse<order_state>(kStates, text);
}

std::expected<order_target, std::string> parse_order_target(order_kind kind,
                                                            std::string_view text) {
  const auto read = [&]() -> std::expected<std::uint64_t, std::string> {
    switch (kind) {
      case order_kind::number:
      case order_kind::victim: return read_number(text);
      case order_kind::range: return read_range(text);
      case order_kind::equipment: return read_fingerprint(text);
      case order_kind::trunk: break;
    }
    if (text.empty()) return std::unexpected("must be the name of a trunk");
    return trunk_id_of(text).value;
  }();
  if (!read) return std::unexpected(read.error());
  return order_target{kind, *read};
}

rule_name rule_name_of(order_id order) {
  return rule_name(std::string(kRulePrefix) + std::to_string(order.value));
}

std::optional<order_id> order_of_rule(std::string_view rule) {
  if (!rule.starts_with(kRulePrefix)) return std::nullopt;
  rule.remove_prefix(kRulePrefix.size());
  order_id out;
  const auto [end, error] = std::from_chars(rule.data(), rule.data() + rule.size(), out.value);
  if (error != std::errc{} || end != rule.data() + rule.size() || out.value <= 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace qorgan
