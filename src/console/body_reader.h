#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/problem.h"

namespace qorgan::console {

/// The request's body as a JSON object, or why not (415, 400, 422).
std::expected<boost::json::object, problem> parse_body(const net::http_request& request);

/// Reads the fields of a body, or the parameters of a query as a body of texts, and remembers every
/// mistake and every field nobody asked for.
class body_reader {
 public:
  explicit body_reader(const boost::json::object& body) : body_{body} {}

  /// Lengths in characters. Control characters are taken out. An absent optional field is "".
  std::string text(std::string_view field, std::size_t min, std::size_t max);
  std::string optional_text(std::string_view field, std::size_t max);
  /// As it stands, lines and all, up to so many bytes; "" when it is absent.
  std::string document(std::string_view field, std::size_t max_bytes);
  /// As it stands, for passwords.
  std::string secret(std::string_view field, std::size_t max);
  std::optional<std::int64_t> integer(std::string_view field, std::int64_t min, std::int64_t max);
  /// An array of `min` to `max` values; nullptr with a mistake when it is none.
  const boost::json::value* list(std::string_view field, std::size_t min, std::size_t max);
  /// A field whose text `parse` understands; `parse` returns something like std::expected.
  template <typename Parse>
  auto parsed(std::string_view field, Parse parse) {
    using result = decltype(parse(std::string_view{}));
    std::optional<typename result::value_type> out;
    const std::string value = optional_text(field, 64);
    if (value.empty()) return out;
    const result read = parse(std::string_view{value});
    if (read) {
      out = *read;
    } else {
      mistake(field, "is not understood");
    }
    return out;
  }
  void mistake(std::string_view field, std::string message);

  /// Nothing when all was well; else a problem with this code and all mistakes.
  std::optional<problem> finish(problem_code code);

 private:
  const boost::json::value* find(std::string_view field);

  const boost::json::object& body_;
  std::vector<std::string> asked_;
  std::vector<problem_error> errors_;
};

}  // namespace qorgan::console
