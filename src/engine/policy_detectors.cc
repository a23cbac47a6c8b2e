#include <algorithm>

#include "engine/detector.h"
#include "engine/policy_parts.h"

namespace qorgan::engine {
namespace {

/// Log-odds beyond this are certainty several times over: a slip of the pen.
constexpr double kMostLogOdds = 20;

void read_settings(const YAML::Node& node, unsigned index, yaml_reader& in,
                   detector_settings& out) {
  const detector_definition& detector = *registry()[index];
  const std::string name(detector.name);
  in.each_entry(node, "detector " + name,
                [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
                  if (key == "enabled") {
                    if (const auto on = in.boolean(value, "enabled")) out.enabled = *on;
                    return;
                  }
                  for (std::size_t i = 0; i < detector.parameters.size(); ++i) {
                    const parameter& one = detector.parameters[i];
                    if (one.name != key) continue;
                    if (const auto n = in.integer(value, key, one.least, one.most)) {
                      out.value[i] = static_cast<std::int32_t>(*n);
                    }
                    return;
                  }
                  in.fail(at, "detector '" + name + "' has no parameter '" + key + "'");
                });
}

}  // namespace

void read_emergency(const YAML::Node& node, yaml_reader& in, policy_snapshot& out) {
  in.each_item(node, "emergency", [&](const YAML::Node& item) {
    const auto digits = in.text(item, "an emergency number");
    if (!digits) return;
    const bool good = digits->size() >= 2 && digits->size() <= 6 &&
                      digits->find_first_not_of("0123456789") == std::string::npos;
    if (!good) {
      in.fail(item, "an emergency number is 2 to 6 digits, got '" + *digits + "'");
    } else if (std::find(out.emergency.begin(), out.emergency.end(), *digits) ==
               out.emergency.end()) {
      out.emergency.push_back(*digits);
    }
  });
}

void read_detectors(const YAML::Node& node, yaml_reader& in, policy_snapshot& out) {
  in.each_entry(node, "detectors",
                [&](const std::string& name, const YAML::Node& at, const YAML::Node& value) {
                  if (const auto index = detector_index(name)) {
                    read_settings(value, *index, in, out.detectors[*index]);
                  } else {
                    in.fail(at, "there is no detector '" + name + "'");
                  }
                });
}

void read_scorecard(const YAML::Node& node, yaml_reader& in, policy_snapshot& out) {
  const auto weight = [&](const std::string& name, const YAML::Node& at, const YAML::Node& value) {
    const auto index = detector_index(name);
    if (!index) {
      in.fail(at, "there is no detector '" + name + "'");
    } else if (const auto w = in.number(value, "weight", -kMostLogOdds, kMostLogOdds)) {
      out.detectors[*index].weight = static_cast<float>(*w);
    }
  };
  in.each_entry(node, "scorecard",
                [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
                  if (key == "base") {
                    const auto base = in.number(value, "base", -kMostLogOdds, kMostLogOdds);
                    if (base) out.base_log_odds = static_cast<float>(*base);
                  } else if (key == "weights") {
                    in.each_entry(value, "weights", weight);
                  } else {
                    in.fail(at, "unknown key '" + key + "' in scorecard");
                  }
                });
}

}  // namespace qorgan::engine
