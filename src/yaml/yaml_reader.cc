#include "yaml/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

namespace qorgan {
namespace {

std::string quoted(const char* key) {
  return std::string("'") + key + "'";
}

/// "0.1", "3600": without the zeroes of std::to_string.
std::string plain(double value) {
  std::string out = std::to_string(value);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace

std::optional<YAML::Node> yaml_reader::parse(std::string_view text) {
  try {
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& error) {
    mistakes_.push_back({file_, error.mark.line + 1, error.msg});
    return std::nullopt;
  }
}

void yaml_reader::fail(const YAML::Node& at, std::string message) {
  const int line = at.IsDefined() ? at.Mark().line + 1 : 0;
  mistakes_.push_back({file_, line, std::move(message)});
}

void yaml_reader::each_entry(const YAML::Node& map, std::string_view what, const visitor& visit) {
  if (!map.IsMap()) {
    fail(map, std::string(what) + " must be a mapping (key: value)");
    return;
  }
  std::set<std::string> seen;
  for (const auto& entry : map) {
    if (!entry.first.IsScalar()) {
      fail(entry.first, "a key of " + std::string(what) + " must be a plain text");
      continue;
    }
    const std::string key = entry.first.Scalar();
    if (!seen.insert(key).second) {
      fail(entry.first, "'" + key + "' is given twice in " + std::string(what));
      continue;
    }
    visit(key, entry.first, entry.second);
  }
}

void yaml_reader::each_item(const YAML::Node& list, std::string_view what,
                            const std::function<void(const YAML::Node&)>& visit) {
  if (list.IsScalar()) {
    visit(list);
    return;
  }
  if (!list.IsSequence() || list.size() == 0) {
    fail(list, std::string(what) + " must be a list with at least one entry");
    return;
  }
  for (const auto& item : list) visit(item);
}

std::optional<std::string> yaml_reader::text(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  fail(node, std::string(what) + " must be a text");
  return std::nullopt;
}

std::optional<std::int64_t> yaml_reader::integer(const YAML::Node& node, std::string_view what,
                                                 std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  bool good = false;
  if (node.IsScalar()) {
    const std::string& digits = node.Scalar();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    good = error == std::errc{} && end == digits.data() + digits.size();
  }
  if (good && value >= least && value <= most) return value;
  fail(node, std::string(what) + " must be a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most));
  return std::nullopt;
}

std::optional<double> yaml_reader::number(const YAML::Node& node, std::string_view what,
                                          double least, double most) {
  if (node.IsScalar() && !node.Scalar().empty()) {
    char* end = nullptr;
    const double value = std::strtod(node.Scalar().c_str(), &end);
    if (*end == '\0' && std::isfinite(value) && value >= least && value <= most) return value;
  }
  fail(node, std::string(what) + " must be a number from " + plain(least) + " to " + plain(most));
  return std::nullopt;
}

std::optional<bool> yaml_reader::boolean(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && node.Scalar() == "true") return true;
  if (node.IsScalar() && node.Scalar() == "false") return false;
  fail(node, std::string(what) + " must be true or false");
  return std::nullopt;
}

void yaml_reader::only(const YAML::Node& map, std::string_view name,
                       std::initializer_list<std::string_view> known) {
  if (!map.IsMap()) return;
  each_entry(map, name, [&](const std::string& key, const YAML::Node& at, const YAML::Node&) {
    if (std::find(known.begin(), known.end(), key) != known.end()) return;
    std::string message = "unknown key '" + key + "' in " + std::string(name) + "; known are";
    for (const auto name_known : known) message.append(" ").append(name_known);
    fail(at, message);
  });
}

YAML::Node yaml_reader::section(const YAML::Node& map, const char* key) {
  const YAML::Node found = map[key];
  if (!found.IsDefined() || found.IsNull()) return YAML::Node(YAML::NodeType::Map);
  if (!found.IsMap()) {
    fail(found, quoted(key) + " must be a section of key: value lines");
    return YAML::Node(YAML::NodeType::Map);
  }
  return found;
}

std::string yaml_reader::text(const YAML::Node& map, const char* key, std::string otherwise) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  if (found.IsScalar()) return found.Scalar();
  fail(found, quoted(key) + " must be one text");
  return otherwise;
}

bool yaml_reader::flag(const YAML::Node& map, const char* key, bool otherwise) {
  const YAML::Node found = map[key];
  return found.IsDefined() ? boolean(found, quoted(key)).value_or(otherwise) : otherwise;
}

double yaml_reader::number(const YAML::Node& map, const char* key, double otherwise,
                           range allowed) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  return number(found, quoted(key), allowed.least, allowed.most).value_or(otherwise);
}

std::uint64_t yaml_reader::whole(const YAML::Node& map, const char* key, std::uint64_t otherwise,
                                 range allowed) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  const auto value = integer(found, quoted(key), static_cast<std::int64_t>(allowed.least),
                             static_cast<std::int64_t>(allowed.most));
  return value ? static_cast<std::uint64_t>(*value) : otherwise;
}

std::vector<std::string> yaml_reader::texts(const YAML::Node& map, const char* key,
                                            std::vector<std::string> otherwise) {
  const YAML::Node found = map[key];
  if (!found.IsDefined()) return otherwise;
  if (found.IsScalar()) return {found.Scalar()};
  std::vector<std::string> out;
  if (!found.IsSequence()) {
    fail(found, quoted(key) + " must be a list");
    return otherwise;
  }
  for (const auto& entry : found) {
    if (entry.IsScalar()) {
      out.push_back(entry.Scalar());
    } else {
      fail(entry, quoted(key) + " must be a list of texts");
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
  std::string message = quoted(key) + " must be one of";
  for (const auto name : names) message.append(" ").append(name);
  fail(found, message);
  return otherwise;
}

}  // namespace qorgan
