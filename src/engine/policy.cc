#include "engine/policy.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "engine/detector.h"
#include "engine/policy_parts.h"
#include "engine/policy_snapshot.h"

namespace qorgan::engine {
namespace {

/// Calls to these pass whatever a policy says; a policy can only add to them.
constexpr std::array<std::string_view, 5> kEmergency{"101", "102", "103", "104", "112"};

constexpr std::int64_t kPolicyVersion = 2;

/// 1 % of foreign calls are fraud before anything is known of them.
constexpr float kBaseLogOdds = -4.6f;

void set_defaults(policy_snapshot& policy) {
  policy.emergency.assign(kEmergency.begin(), kEmergency.end());
  policy.base_log_odds = kBaseLogOdds;
  for (const detector_definition* one : registry()) {
    detector_settings settings;
    settings.weight = one->weight;
    for (std::size_t i = 0; i < one->parameters.size(); ++i) {
      settings.value[i] = one->parameters[i].by_default;
    }
    policy.detectors.push_back(settings);
  }
}

void read_lists(const YAML::Node& node, const policy_bundle& bundle, yaml_reader& in,
                policy_snapshot& out) {
  in.each_entry(
      node, "lists", [&](const std::string& name, const YAML::Node& key, const YAML::Node& value) {
        if (!in.text(value, "the file of list '" + name + "'")) return;
        const auto found = std::find_if(bundle.lists.begin(), bundle.lists.end(),
                                        [&](const policy_list& list) { return list.name == name; });
        if (found == bundle.lists.end()) {
          in.fail(key, "list '" + name + "' could not be read from " + value.Scalar());
          return;
        }
        out.lists.push_back({name, number_list::parse(found->file, found->text, in.mistakes())});
      });
  for (std::size_t i = 0; i < registry().size(); ++i) {
    const std::string_view wanted = registry()[i]->list;
    for (const named_list& list : out.lists) {
      if (!wanted.empty() && list.name == wanted) out.detectors[i].list = &list.numbers;
    }
  }
}

/// A policy does not ask detectors that are younger than its version, unless it says so.
void read_version(const YAML::Node& root, yaml_reader& in, policy_snapshot& out) {
  std::int64_t version = 1;
  if (const YAML::Node node = root["version"]) {
    version = in.integer(node, "version", 1, kPolicyVersion).value_or(kPolicyVersion);
  } else {
    in.fail(root, "'version: 2' is missing");
  }
  for (std::size_t i = 0; i < registry().size(); ++i) {
    out.detectors[i].enabled = registry()[i]->since_version <= version;
  }
}

void read_home(const YAML::Node& node, yaml_reader& in, policy_snapshot& out) {
  const auto text = in.text(node, "home");
  if (!text) return;
  const bool letters = text->size() == 2 && std::all_of(text->begin(), text->end(), [](char c) {
                         return c >= 'A' && c <= 'Z';
                       });
  if (letters) {
    out.home.home = country(*text);
  } else {
    in.fail(node,
            "home must be a country in two capital letters (ISO 3166-1), got '" + *text + "'");
  }
}

void read_sections(const YAML::Node& root, const policy_bundle& bundle, yaml_reader& in,
                   policy_snapshot& out) {
  std::map<std::string, YAML::Node> sections;
  constexpr std::array kKnown{"version",          "home",  "emergency",
                              "first_seen_hours", "lists", "detectors",
                              "scorecard",        "rules", "model"};
  in.each_entry(root, "a policy",
                [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
                  if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) {
                    in.fail(at, "unknown key '" + key + "'");
                  } else {
                    sections.emplace(key, value);
                  }
                });
  read_version(root, in, out);
  if (sections.contains("home")) read_home(sections["home"], in, out);
  if (sections.contains("emergency")) read_emergency(sections["emergency"], in, out);
  if (sections.contains("first_seen_hours")) {
    const auto hours = in.integer(sections["first_seen_hours"], "first_seen_hours", 1, 24 * 365);
    if (hours) out.first_seen_s = static_cast<std::uint32_t>(*hours * 3'600);
  }
  if (sections.contains("lists")) read_lists(sections["lists"], bundle, in, out);
  if (sections.contains("detectors")) read_detectors(sections["detectors"], in, out);
  if (sections.contains("scorecard")) read_scorecard(sections["scorecard"], in, out);
  if (sections.contains("model")) read_model(sections["model"], bundle, in, out);
  if (sections.contains("rules")) read_rules(sections["rules"], in, out);
}

}  // namespace

std::expected<std::shared_ptr<const policy_snapshot>, config_errors> parse_policy(
    const policy_bundle& bundle) {
  config_errors mistakes;
  yaml_reader in{bundle.file, mistakes};
  auto policy = std::make_shared<policy_snapshot>();
  set_defaults(*policy);
  if (const auto root = in.parse(bundle.yaml)) {
    try {
      read_sections(*root, bundle, in, *policy);
    } catch (const YAML::Exception& error) {  // a tree the readers did not expect
      mistakes.push_back({bundle.file, error.mark.line + 1, error.msg});
    }
  }
  if (!mistakes.empty()) {
    std::sort(mistakes.begin(), mistakes.end(), [&](const config_error& a, const config_error& b) {
      const auto order = [&](const config_error& one) {  // the policy's own file first
        return std::tie(one.file, one.line, one.message);
      };
      const bool a_list = a.file != bundle.file;
      const bool b_list = b.file != bundle.file;
      return a_list != b_list ? b_list : order(a) < order(b);
    });
    return std::unexpected(std::move(mistakes));
  }
  return policy;
}

std::vector<std::pair<std::string, std::string>> lists_of(std::string_view yaml) {
  std::vector<std::pair<std::string, std::string>> out;
  config_errors ignored;
  yaml_reader in{"", ignored};
  const auto root = in.parse(yaml);
  if (!root || !root->IsMap()) return out;
  const auto add_files = [&](const YAML::Node& section, auto name_of) {
    if (!section || !section.IsMap()) return;
    in.each_entry(section, "files",
                  [&](const std::string& key, const YAML::Node&, const YAML::Node& value) {
                    const std::string_view name = name_of(key);
                    if (!name.empty() && value.IsScalar() && !value.Scalar().empty()) {
                      out.emplace_back(name, value.Scalar());
                    }
                  });
  };
  add_files((*root)["lists"], [](const std::string& key) -> std::string_view {
    return key == kModelPart || key == kChallengerPart ? "" : std::string_view{key};
  });
  add_files((*root)["model"], [](const std::string& key) -> std::string_view {
    if (key == "file") return kModelPart;
    return key == "challenger" ? kChallengerPart : "";
  });
  return out;
}

namespace {
const rule* find_rule(const policy_snapshot& policy, const rule_name& name) {
  const auto found = std::find_if(policy.rules.begin(), policy.rules.end(),
                                  [&](const rule& one) { return one.name == name; });
  return found == policy.rules.end() ? nullptr : &*found;
}
}  // namespace

std::string_view divert_target(const policy_snapshot& policy, const rule_name& name) {
  const rule* found = find_rule(policy, name);
  return found == nullptr ? std::string_view{} : found->divert;
}

std::string_view legal_basis(const policy_snapshot& policy, const rule_name& name) {
  const rule* found = find_rule(policy, name);
  return found == nullptr ? std::string_view{} : found->legal_basis;
}

bool in_list(const policy_snapshot& policy, std::string_view list, e164 number) {
  const auto found = std::ranges::find(policy.lists, list, &named_list::name);
  return found != policy.lists.end() && found->numbers.contains(number);
}

const std::vector<std::string>& emergency_numbers(const policy_snapshot& policy) {
  return policy.emergency;
}

}  // namespace qorgan::engine
