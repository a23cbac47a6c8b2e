#include "app/law_config.h"

#include "app/config.h"

namespace qorgan::app {

std::expected<casework::legal_bases, config_errors> read_legal_bases(const std::string& file) {
  if (file.empty()) return casework::legal_bases{};
  const auto text = read_file(file);
  if (!text) return std::unexpected(config_errors{{file, 0, text.error()}});
  return casework::parse_legal_bases(file, *text);
}

void law_in_force::store(casework::legal_bases bases,
                         std::shared_ptr<const engine::policy_snapshot> policy) {
  auto fresh = std::make_shared<const casework::legal_bases>(std::move(bases));
  const std::lock_guard lock{guard_};
  bases_ = std::move(fresh);
  policy_ = std::move(policy);
}

std::shared_ptr<const casework::legal_bases> law_in_force::bases() const {
  const std::lock_guard lock{guard_};
  return bases_;
}

bool law_in_force::trusts(std::string_view caller) const {
  const auto number = caller.starts_with('+') ? e164::from_digits(caller.substr(1)) : std::nullopt;
  if (!number) return false;
  std::shared_ptr<const engine::policy_snapshot> policy;
  {
    const std::lock_guard lock{guard_};
    policy = policy_;
  }
  return policy != nullptr && engine::in_list(*policy, "trusted", *number);
}

}  // namespace qorgan::app
