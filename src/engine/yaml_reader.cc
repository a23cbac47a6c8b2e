#include "engine/yaml_reader.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

namespace qorgan::engine {

std::optional<YAML::Node> yaml_reader::parse(std::string_view text) {
  try {
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& error) {
    mistakes_.push_back({file_, error.mark.line + 1, error.msg});
    return std::nullopt;
  }
}

void yaml_reader::mistake(const YAML::Node& at, std::string message) {
  const int line = at.IsDefined() ? at.Mark().line + 1 : 0;
  mistakes_.push_back({file_, line, std::move(message)});
}

void yaml_reader::each_entry(const YAML::Node& map, std::string_view what, const visitor& visit) {
  if (!map.IsMap()) {
    mistake(map, std::string(what) + " must be a mapping (key: value)");
    return;
  }
  std::set<std::string> seen;
  for (const auto& entry : map) {
    if (!entry.first.IsScalar()) {
      mistake(entry.first, "a key of " + std::string(what) + " must be a plain text");
      continue;
    }
    const std::string key = entry.first.Scalar();
    if (!seen.insert(key).second) {
      mistake(entry.first, "'" + key + "' is given twice in " + std::string(what));
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
    mistake(list, std::string(what) + " must be a list with at least one entry");
    return;
  }
  for (const auto& item : list) visit(item);
}

std::optional<std::string> yaml_reader::text(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  mistake(node, std::string(what) + " must be a text");
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
  mistake(node, std::string(what) + " must be a whole number from " + std::to_string(least) +
                    " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> yaml_reader::number(const YAML::Node& node, std::string_view what,
                                          double least, double most) {
  if (node.IsScalar() && !node.Scalar().empty()) {
    char* end = nullptr;
    const double value = std::strtod(node.Scalar().c_str(), &end);
    if (*end == '\0' && std::isfinite(value) && value >= least && value <= most) return value;
  }
  std::string range = std::to_string(least) + " to " + std::to_string(most);
  mistake(node, std::string(what) + " must be a number from " + range);
  return std::nullopt;
}

std::optional<bool> yaml_reader::boolean(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && node.Scalar() == "true") return true;
  if (node.IsScalar() && node.Scalar() == "false") return false;
  mistake(node, std::string(what) + " must be true or false");
  return std::nullopt;
}

}  // namespace qorgan::engine
