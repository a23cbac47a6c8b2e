#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/config_error.h"

namespace qorgan::app {

/// Reads values out of a YAML map and collects every mistake with its line. A value that is wrong
/// is reported and its default returned, so that reading goes on to the next mistake.
class yaml_reader {
 public:
  yaml_reader(std::string file, config_errors& errors) : file_{std::move(file)}, errors_{errors} {}

  void fail(const YAML::Node& where, const std::string& message);
  /// Reports every key of `map` that is not in `known`.
  void only(const YAML::Node& map, std::string_view section,
            std::initializer_list<std::string_view> known);

  /// The section under `key`; an empty map when it is missing.
  YAML::Node section(const YAML::Node& map, const char* key);
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

 private:
  std::string file_;
  config_errors& errors_;
};

}  // namespace qorgan::app
