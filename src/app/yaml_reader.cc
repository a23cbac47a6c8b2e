#include "app/yaml_reader.h"

#include <algorithm>
#include <cmath>

namespace qorgan::app {

void yaml_reader::fail(const YAML::Node& where, const std::string& message) {
  const int line = where.IsDefined() ? where.Mark().line + 1 : 0;
  errors_.push_back({file_, line, message});
}

void yaml_reader::only(const YAML::Node& map, std::string_view name,
                       std::initializer_list<std::string_view> known) {
  if (!map.IsMap()) return;
  for (const auto& entry : map) {
    const std::string key = entry.first.Scalar();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string message = "unknown key '" + key + "' in " + std::string(name) + "; known are";
    for (const auto name_known : known) message.append(" ").append(name_known);
    fail(entry.first, message);
  }
}

YAML::Node yaml_reader::section(const YAML::Node& map, const char* key) {
  const YAML::Node found = map[key];
  if (!found.IsDefined() || found.IsNull()) return YAML::Node(YAML::NodeType::Map);
  if (!found.IsMap()) {
    fail(found, std::string("'") + key + "' must be a section of key: value lines");
    return YAML::Node(YAML::NodeType::Map);
  }
  return found;
}

std::string yaml_reader::text(const YAML::Node& map, const char* key, std::string otherwise) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  if (!found.IsScalar()) {
    fail(found, std::string("'") + key + "' must be one text");
    return otherwise;
  }
  return found.Scalar();
}

bool yaml_reader::flag(const YAML::Node& map, const char* key, bool otherwise) {
  const std::string value = text(map, key, otherwise ? "true" : "false");
  if (value == "true" || value == "false") return value == "true";
  fail(map[key], std::string("'") + key + "' must be true or false");
  return otherwise;
}

double yaml_reader::number(const YAML::Node& map, const char* key, double otherwise,
                           range allowed) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  double value = 0;
  if (found.IsScalar() && YAML::convert<double>::decode(found, value) && std::isfinite(value) &&
      value >= allowed.least && value <= allowed.most) {
    return value;
  }
  const auto plain = [](double v) {
    std::string out = std::to_string(v);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.ends_with('.')) out.pop_back();
    return out;
  };
  fail(found, std::string("'") + key + "' must be a number from " + plain(allowed.least) + " to " +
                  plain(allowed.most));
  return otherwise;
}

std::uint64_t yaml_reader::whole(const YAML::Node& map, const char* key, std::uint64_t otherwise,
                                 range allowed) {
  const double value = number(map, key, static_cast<double>(otherwise), allowed);
  if (value == std::floor(value)) return static_cast<std::uint64_t>(value);
  fail(map[key], std::string("'") + key + "' must be a whole number");
  return otherwise;
}

std::vector<std::string> yaml_reader::texts(const YAML::Node& map, const char* key,
                                            std::vector<std::string> otherwise) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  if (found.IsScalar()) return {found.Scalar()};
  std::vector<std::string> out;
  if (!found.IsSequence()) {
    fail(found, std::string("'") + key + "' must be a list");
    return otherwise;
  }
  for (const auto& entry : found) {
    if (entry.IsScalar()) {
      out.push_back(entry.Scalar());
    } else {
      fail(entry, std::string("'") + key + "' must be a list of texts");
    }
  }
  return out;
}

std::size_t yaml_reader::choice(const YAML::Node& map, const char* key, std::size_t otherwise,
                                std::initializer_list<std::string_view> names) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  const std::string value = found.IsScalar() ? found.Scalar() : "";
  const auto at = std::find(names.begin(), names.end(), value);
  if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  std::string message = std::string("'") + key + "' must be one of";
  for (const auto name : names) message.append(" ").append(name);
  fail(found, message);
  return otherwise;
}

}  // namespace qorgan::app
