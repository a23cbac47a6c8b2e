#include "app/journal_walk.h"

#include "app/config.h"
#include "app/policy_bundle_text.h"

namespace qorgan::app {

std::expected<journal_walk, std::string> journal_walk::open(const std::string& path) {
  auto source = journal::reader::open(path);
  if (!source) return std::unexpected(source.error());
  return journal_walk{std::move(*source)};
}

std::expected<const record*, std::string> journal_walk::next() {
  if (at_ == group_.size()) {
    auto group = source_.read_after(after_);
    if (!group) return std::unexpected(group.error());
    group_ = *group;
    at_ = 0;
    if (group_.empty()) return nullptr;
    after_ = group_.back().seq;
  }
  return &group_[at_++];
}

std::expected<std::shared_ptr<const engine::policy_snapshot>, std::string> journal_walk::policy(
    std::string_view digest) {
  const auto text = source_.attachment(digest);
  if (!text) return std::unexpected(text.error());
  const auto bundle = bundle_from_text(*text);
  if (!bundle) return std::unexpected(bundle.error());
  auto policy = engine::parse_policy(*bundle);
  if (!policy) {
    return std::unexpected("this version does not understand policy " +
                           std::string(digest.substr(0, 12)) + ":\n" + to_text(policy.error()));
  }
  return std::move(*policy);
}

std::expected<std::shared_ptr<const engine::policy_snapshot>, std::string> first_policy(
    const std::string& journal_path) {
  auto walk = journal_walk::open(journal_path);
  if (!walk) return std::unexpected(walk.error());
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr) return std::unexpected("the journal names no policy");
    if (const auto* adopted = std::get_if<policy_adopted>(&(*entry)->input)) {
      return walk->policy(adopted->digest.view());
    }
  }
}

}  // namespace qorgan::app
