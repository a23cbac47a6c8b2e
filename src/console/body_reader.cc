#include "console/body_reader.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "console/clean_text.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

std::expected<json::object, problem> parse_body(const net::http_request& request) {
  std::string_view type = request.header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (type != "application/json") {
    return std::unexpected(problem{problem_code::unsupported_media_type, {}});
  }
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  json::value value = json::parse(request.body, error, {}, options);
  if (error) return std::unexpected(problem{problem_code::bad_json, {}});
  if (!value.is_object()) {
    return std::unexpected(problem{problem_code::invalid_body, "An object is expected"});
  }
  return std::move(value.get_object());
}

const json::value* body_reader::find(std::string_view field) {
  asked_.emplace_back(field);
  const json::value* value = body_.if_contains(field);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void body_reader::mistake(std::string_view field, std::string message) {
  errors_.push_back({.field = std::string{field}, .message = std::move(message)});
}

std::string body_reader::text(std::string_view field, std::size_t min, std::size_t max) {
  std::string out = optional_text(field, max);
  const bool reported = !errors_.empty() && errors_.back().field == field;
  if (!reported && characters(out) < min) {
    mistake(field, "must have at least " + std::to_string(min) + " characters");
  }
  return out;
}

std::string body_reader::optional_text(std::string_view field, std::size_t max) {
  const json::value* value = find(field);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    mistake(field, "must be a text");
    return {};
  }
  std::string out = clean_text(std::string_view{value->get_string()}, max * 4);
  if (characters(out) > max || value->get_string().size() > max * 4) {
    mistake(field, "must have at most " + std::to_string(max) + " characters");
  }
  return out;
}

std::string body_reader::document(std::string_view field, std::size_t max_bytes) {
  const json::value* value = find(field);
  if (value == nullptr) return {};
  if (!value->is_string() || value->get_string().size() > max_bytes) {
    mistake(field, "must be a text of at most " + std::to_string(max_bytes) + " bytes");
    return {};
  }
  return std::string{value->get_string()};
}

std::string body_reader::secret(std::string_view field, std::size_t max) {
  const json::value* value = find(field);
  if (value == nullptr || !value->is_string() || value->get_string().empty() ||
      value->get_string().size() > max) {
    mistake(field, "must be a text of 1 to " + std::to_string(max) + " bytes");
    return {};
  }
  return std::string{value->get_string()};
}

std::optional<std::int64_t> body_reader::integer(std::string_view field, std::int64_t min,
                                                 std::int64_t max) {
  const json::value* value = find(field);
  if (value == nullptr) return std::nullopt;
  std::int64_t number = min - 1;
  if (value->is_int64()) number = value->get_int64();
  if (value->is_string()) {  // from a query
    const auto& digits = value->get_string();
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end.ec != std::errc{} || end.ptr != digits.data() + digits.size()) number = min - 1;
  }
  if (number < min || number > max) {
    mistake(field, "must be " + std::to_string(min) + " to " + std::to_string(max));
    return std::nullopt;
  }
  return number;
}

const json::value* body_reader::list(std::string_view field, std::size_t min, std::size_t max) {
  const json::value* value = find(field);
  if (value != nullptr && value->is_array() && value->get_array().size() >= min &&
      value->get_array().size() <= max) {
    return value;
  }
  mistake(field, "must be a list of " + std::to_string(min) + " to " + std::to_string(max));
  return nullptr;
}

std::optional<problem> body_reader::finish(problem_code code) {
  for (const auto& member : body_) {
    const std::string_view name{member.key().data(), member.key().size()};
    if (std::ranges::find(asked_, name) == asked_.end()) {
      mistake(clean_text(name, 32), "is not known here");
    }
  }
  if (errors_.empty()) return std::nullopt;
  return problem{.code = code,
                 .detail = errors_[0].field + " " + errors_[0].message,
                 .errors = std::move(errors_)};
}

}  // namespace qorgan::console
