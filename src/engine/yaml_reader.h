#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config_error.h"

namespace qorgan::engine {

/// Reads values out of a YAML tree and notes every mistake with its line, instead of stopping at
/// the first. Each reader returns nothing after having noted why.
class yaml_reader {
 public:
  yaml_reader(std::string file, config_errors& mistakes)
      : file_{std::move(file)}, mistakes_{mistakes} {}

  /// The whole text; a syntax error is a mistake.
  std::optional<YAML::Node> parse(std::string_view text);

  void mistake(const YAML::Node& at, std::string message);

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

  const std::string& file() const { return file_; }
  config_errors& mistakes() { return mistakes_; }

 private:
  std::string file_;
  config_errors& mistakes_;
};

}  // namespace qorgan::engine
