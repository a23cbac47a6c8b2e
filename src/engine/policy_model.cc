#include <algorithm>

#include "base/hash.h"
#include "engine/detector.h"
#include "engine/model_text.h"
#include "engine/policy_parts.h"

namespace qorgan::engine {
namespace {

const policy_list* find_text(const policy_bundle& bundle, std::string_view name) {
  const auto found = std::ranges::find(bundle.lists, name, &policy_list::name);
  return found == bundle.lists.end() || found->text.empty() ? nullptr : &*found;
}

std::shared_ptr<const scoring_model> parse_part(const policy_list& part, yaml_reader& in) {
  auto parsed = parse_model(part.file, part.text);
  if (parsed) return std::move(*parsed);
  in.mistakes().push_back(parsed.error());
  return nullptr;
}

model_summary summary_of(const scoring_model* model) {
  if (model == nullptr) return {};
  const model_content& of = model->content();
  return {model->digest(), of.trained_until, of.evidence,       of.block.log_odds,
          of.block.wanted, of.block.bound,   of.alert.log_odds, of.trees.size()};
}

}  // namespace

void read_model(const YAML::Node& node, const policy_bundle& bundle, yaml_reader& in,
                policy_snapshot& out) {
  bool named = false;
  in.each_entry(
      node, "model", [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
        if (key != "file" && key != "challenger") return in.fail(at, "unknown key '" + key + "'");
        named = named || key == "file";
        if (!in.text(value, "model." + key)) return;
        const bool current = key == "file";
        const policy_list* part = find_text(bundle, current ? kModelPart : kChallengerPart);
        if (part != nullptr) {
          (current ? out.model : out.challenger) = parse_part(*part, in);
        } else if (current) {
          in.fail(at, "the model could not be read from " + value.Scalar());
        }  // a challenger that is not there yet does not run
      });
  if (!named) in.fail(node, "model.file must name the model that is in force");
}

model_summary current_model(const policy_snapshot& policy) {
  return summary_of(policy.model.get());
}

model_summary challenger_model(const policy_snapshot& policy) {
  return summary_of(policy.challenger.get());
}

std::uint64_t evidence_version(const policy_snapshot& policy) {
  std::uint64_t out = stable_hash("evidence 1");
  const auto add = [&out](std::uint64_t value) { out = combine(out, value); };
  add(policy.first_seen_s);
  const auto all = registry();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]->inspect == nullptr) continue;
    add(stable_hash(all[i]->name));
    add(policy.detectors[i].enabled);
    for (std::size_t j = 0; j < all[i]->parameters.size(); ++j) {
      add(static_cast<std::uint64_t>(policy.detectors[i].value[j]));
    }
  }
  return out;
}

}  // namespace qorgan::engine
