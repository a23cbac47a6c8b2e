#include "app/model_files.h"

#include <algorithm>
#include <filesystem>

#include "app/stir_config.h"
#include "engine/model_text.h"

namespace qorgan::app {
namespace {

namespace fs = std::filesystem;
using failure = std::unexpected<std::string>;

/// "" when the file is a model of this version.
std::string mistake_in(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return path + ": " + text.error();
  const auto model = engine::parse_model(path, *text);
  return model ? "" : to_text({model.error()});
}

std::expected<void, std::string> rename(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return failure(from + " cannot become " + to + ": " + error.message());
  return {};
}

/// Another name for the same file, put in place at once.
std::expected<void, std::string> also_as(const std::string& file, const std::string& name) {
  const std::string next = name + ".next";
  std::error_code error;
  fs::remove(next, error);
  fs::copy_file(file, next, error);
  if (error) return failure(next + ": " + error.message());
  return rename(next, name);
}

}  // namespace

std::expected<model_paths, std::string> model_paths_of(const engine::policy_bundle& policy) {
  model_paths out;
  for (const auto& [name, path] : engine::lists_of(policy.yaml)) {
    if (name == engine::kModelPart) out.current = beside(policy.file, path);
    if (name == engine::kChallengerPart) out.challenger = beside(policy.file, path);
  }
  if (out.current.empty()) return failure(policy.file + " names no model (model.file)");
  out.previous = out.current + ".previous";
  return out;
}

std::expected<engine::policy_bundle, config_errors> with_model(engine::policy_bundle policy,
                                                               const std::string& file) {
  auto text = read_file(file);
  if (!text) return std::unexpected(config_errors{{file, 0, text.error()}});
  std::erase_if(policy.lists, [](const engine::policy_list& one) {
    return one.name == engine::kModelPart || one.name == engine::kChallengerPart;
  });
  policy.lists.push_back({std::string(engine::kModelPart), file, std::move(*text)});
  const auto files = engine::lists_of(policy.yaml);
  const bool named =
      std::ranges::any_of(files, [](const auto& one) { return one.first == engine::kModelPart; });
  if (!named) policy.yaml += "\nmodel: { file: tried.model }\n";
  return policy;
}

std::expected<void, std::string> promote(const model_paths& paths) {
  if (paths.challenger.empty()) return failure("the policy names no challenger (model.challenger)");
  if (std::string wrong = mistake_in(paths.challenger); !wrong.empty()) {
    return failure("not promoted: " + wrong);
  }
  if (const auto kept = also_as(paths.current, paths.previous); !kept) return kept;
  return rename(paths.challenger, paths.current);
}

std::expected<void, std::string> go_back(const model_paths& paths) {
  if (std::string wrong = mistake_in(paths.previous); !wrong.empty()) {
    return failure("cannot go back: " + wrong);
  }
  if (!paths.challenger.empty()) {
    if (const auto kept = also_as(paths.current, paths.challenger); !kept) return kept;
  }
  return rename(paths.previous, paths.current);
}

}  // namespace qorgan::app
