#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config_error.h"

namespace qorgan {

/// Reads values out of a YAML tree and notes every mistake with its line, instead of stopping at
/// the first. Two ways to ask: for a value that is there (nothing when it is wrong), and for a key
/// of a mapping with the value that holds otherwise (also when it is wrong, so that reading goes on
/// to the next mistake). Accessing a node of another kind than expected may throw YAML::Exception.
class yaml_reader {
 public:
  yaml_reader(std::string file, config_errors& mistakes)
      : file_{std::move(file)}, mistakes_{mistakes} {}

  /// The whole text; a syntax error is a mistake.
  std::optional<YAML::Node> parse(std::string_view text);
  void fail(const YAML::Node& at, std::string message);

  // ---- values; `what` names them in messages ----

  using visitor = std::function<void(const std::string& key, const YAML::Node& key_node,
                                     const YAML::Node& value)>;
  /// Visits the entries of a mapping. Not a mapping, a key that is no text, a key given twice:
  /// noted.
  void each_entry(const YAML::Node& map, std::string_view what, const visitor& visit);
  /// Visits the items of a sequence; a single scalar counts as a sequence of one.
  void each_item(const YAML::Node& list, std::string_view what,
                 const std::function<void(const YAML::Node&)>& visit);

  std::optional<std::string> text(const YAML::Node& node, std::string_view what);
  std::optional<std::int64_t> integer(const YAML::Node& node, std::string_view what,
                                      std::int64_t least, std::int64_t most);
  std::optional<double> number(const YAML::Node& node, std::string_view what, double least,
                               double most);
  std::optional<bool> boolean(const YAML::Node& node, std::string_view what);

  // ---- keys of a mapping ----

  /// Notes every key of `map` that is not in `known` or is given twice.
  void only(const YAML::Node& map, std::string_view section,
            std::initializer_list<std::string_view> known);
  /// The section under `key`; an empty map when it is missing.
  YAML::Node section(const YAML::Node& map, const char* key);
  /// The text may be empty.
  std::string text(const YAML::Node& map, const char* key, std::string otherwise);
  bool flag(const YAML::Node& map, const char* key, bool otherwise);
  struct range {
    double least;
    double most;
  };
  double number(const YAML::Node& map, const char* key, double otherwise, range allowed);
  std::uint64_t whole(const YAML::Node& map, const char* key, std::uint64_t otherwise,
                      range allowed);
  /// The sequence under `key` (or one scalar) as texts.
  std::vector<std::string> texts(const YAML::Node& map, const char* key,
                                 std::vector<std::string> otherwise);
  /// One of `names`; the result is its index.
  std::size_t choice(const YAML::Node& map, const char* key, std::size_t otherwise,
                     std::initializer_list<std::string_view> names);

  const std::string& file() const { return file_; }
  config_errors& mistakes() { return mistakes_; }

 private:
  std::string file_;
  config_errors& mistakes_;
};

}  // namespace qorgan
