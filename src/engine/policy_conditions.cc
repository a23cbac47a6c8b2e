#include <algorithm>
#include <array>
#include <limits>

#include "engine/detector.h"
#include "engine/model.h"
#include "engine/policy_parts.h"

namespace qorgan::engine {
namespace {

detector_mask read_mask(const YAML::Node& node, const std::string& key, yaml_reader& in) {
  detector_mask mask = 0;
  in.each_item(node, key, [&](const YAML::Node& item) {
    const auto name = in.text(item, "a detector");
    if (!name) return;
    if (const auto index = detector_index(*name)) {
      mask |= detector_mask{1} << *index;
    } else {
      in.fail(item, "there is no detector '" + *name + "'");
    }
  });
  return mask;
}

list_indices read_list_names(const YAML::Node& node, const std::string& key, yaml_reader& in,
                             const policy_snapshot& policy) {
  list_indices out;
  in.each_item(node, key, [&](const YAML::Node& item) {
    const auto name = in.text(item, "a list");
    if (!name) return;
    const auto found = std::find_if(policy.lists.begin(), policy.lists.end(),
                                    [&](const named_list& list) { return list.name == *name; });
    if (found == policy.lists.end()) {
      in.fail(item, "there is no list '" + *name + "'");
    } else {
      out.push_back(static_cast<std::uint16_t>(found - policy.lists.begin()));
    }
  });
  return out;
}

std::vector<trunk_id> read_trunks(const YAML::Node& node, const std::string& key, yaml_reader& in) {
  std::vector<trunk_id> out;
  in.each_item(node, key, [&](const YAML::Node& item) {
    if (const auto name = in.text(item, "a trunk")) out.push_back(trunk_id_of(*name));
  });
  return out;
}

std::vector<country> read_countries(const YAML::Node& node, const std::string& key,
                                    yaml_reader& in) {
  std::vector<country> out;
  in.each_item(node, key, [&](const YAML::Node& item) {
    const auto code = in.text(item, "a country");
    if (!code) return;
    const bool letters = code->size() == 2 && std::all_of(code->begin(), code->end(), [](char c) {
                           return c >= 'A' && c <= 'Z';
                         });
    if (letters) {
      out.emplace_back(*code);
    } else {
      in.fail(item, "a country is two capital letters (ISO 3166-1), got '" + *code + "'");
    }
  });
  return out;
}

std::uint8_t read_kinds(const YAML::Node& node, const std::string& key, yaml_reader& in) {
  std::uint8_t mask = 0;
  in.each_item(node, key, [&](const YAML::Node& item) {
    const auto name = in.text(item, "a trunk kind");
    if (!name) return;
    for (const trunk_kind kind :
         {trunk_kind::international, trunk_kind::domestic, trunk_kind::roaming_hub}) {
      if (to_string(kind) != *name) continue;
      mask = static_cast<std::uint8_t>(mask | 1u << static_cast<unsigned>(kind));
      return;
    }
    in.fail(item, "'" + *name + "' is not one of international, domestic, roaming_hub");
  });
  return mask;
}

/// A bit for each value of `Enum` that is named; `last` is its last value.
template <typename Enum>
std::uint8_t read_values(const YAML::Node& node, const std::string& key, yaml_reader& in,
                         Enum last) {
  static_assert(sizeof(Enum) == 1);
  std::uint8_t mask = 0;
  in.each_item(node, key, [&](const YAML::Node& item) {
    const auto name = in.text(item, key);
    if (!name) return;
    std::string known;
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
      const std::string_view one = to_string(static_cast<Enum>(i));
      if (one == *name) {
        mask = static_cast<std::uint8_t>(mask | 1u << i);
        return;
      }
      known.append(known.empty() ? "" : ", ").append(one);
    }
    in.fail(item, "'" + *name + "' is not one of " + known);
  });
  return mask;
}

void read_observed(const YAML::Node& node, const std::string& key, yaml_reader& in,
                   condition& out) {
  in.each_entry(
      node, key, [&](const std::string& name, const YAML::Node& at, const YAML::Node& value) {
        const auto index = detector_index(name);
        if (!index) {
          in.fail(at, "there is no detector '" + name + "'");
        } else if (const auto n =
                       in.integer(value, name, 1, std::numeric_limits<std::int32_t>::max())) {
          out.observed_at_least.emplace_back(static_cast<std::uint16_t>(*index),
                                             static_cast<std::uint32_t>(*n));
        }
      });
}

/// False when it is no such key.
bool read_evidence(const std::string& key, const YAML::Node& value, yaml_reader& in,
                   condition& out) {
  if (key == "evidence_any") {
    out.evidence_any = read_mask(value, key, in);
  } else if (key == "evidence_all") {
    out.evidence_all = read_mask(value, key, in);
  } else if (key == "not_evidence") {
    out.not_evidence = read_mask(value, key, in);
  } else if (key == "observed_at_least") {
    read_observed(value, key, in, out);
  } else if (key == "score_at_least") {
    if (const auto n = in.number(value, key, 0, 1)) out.score_at_least = static_cast<float>(*n);
  } else if (key == "score_below") {
    if (const auto n = in.number(value, key, 0, 1)) out.score_below = static_cast<float>(*n);
  } else if (key == "model") {
    const auto level = in.text(value, key);
    if (level && *level != "alert" && *level != "block") {
      in.fail(value, "model must be alert or block, got '" + *level + "'");
    }
    out.model_at_least = level && *level == "block" ? model_level::block : model_level::alert;
  } else {
    return false;
  }
  return true;
}

bool read_origin(const std::string& key, const YAML::Node& value, yaml_reader& in,
                 const policy_snapshot& policy, condition& out) {
  if (key == "trunk") {
    out.trunks = read_trunks(value, key, in);
  } else if (key == "not_trunk") {
    out.not_trunks = read_trunks(value, key, in);
  } else if (key == "trunk_kind") {
    out.trunk_kinds = read_kinds(value, key, in);
  } else if (key == "passport") {
    out.passports = read_values(value, key, in, passport_status::invalid_identity);
  } else if (key == "attestation") {
    out.attestations = read_values(value, key, in, attestation::failed);
  } else if (key == "caller_country") {
    out.caller_countries = read_countries(value, key, in);
  } else if (key == "not_caller_country") {
    out.not_caller_countries = read_countries(value, key, in);
  } else if (key == "caller_in") {
    out.caller_in = read_list_names(value, key, in, policy);
  } else if (key == "not_caller_in") {
    out.not_caller_in = read_list_names(value, key, in, policy);
  } else if (key == "callee_in") {
    out.callee_in = read_list_names(value, key, in, policy);
  } else if (key == "not_callee_in") {
    out.not_callee_in = read_list_names(value, key, in, policy);
  } else {
    return false;
  }
  return true;
}

}  // namespace

condition read_condition(const YAML::Node& node, yaml_reader& in, const policy_snapshot& policy) {
  condition out;
  if (node.IsMap() && node.size() == 0) {
    in.fail(node, "a rule without any condition would match every call");
    return out;
  }
  in.each_entry(node, "when",
                [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
                  if (read_evidence(key, value, in, out)) return;
                  if (read_origin(key, value, in, policy, out)) return;
                  in.fail(at, "unknown condition '" + key + "'");
                });
  return out;
}

}  // namespace qorgan::engine
