#include "app/warm_start.h"

#include "app/journal_walk.h"

namespace qorgan::app {

const engine::effects* feed(engine::engine& screening, const record_input& input) {
  return std::visit(
      [&](const auto& event) -> const engine::effects* {
        if constexpr (requires { screening.apply(event); }) {
          return &screening.apply(event);
        } else {
          return nullptr;
        }
      },
      input);
}

std::expected<std::uint64_t, std::string> warm_start(
    engine::engine& screening, const std::string& journal_path,
    const std::function<void(const record&)>& look_at) {
  auto walk = journal_walk::open(journal_path);
  if (!walk) return std::unexpected(walk.error());
  for (std::uint64_t count = 0;; ++count) {
    const auto next = walk->next();
    if (!next) return std::unexpected(next.error());
    if (*next == nullptr) return count;
    if (const auto* adopted = std::get_if<policy_adopted>(&(*next)->input)) {
      // A policy that this version no longer understands cannot keep the centre from starting: what
      // is remembered about numbers does not depend on it.
      if (auto policy = walk->policy(adopted->digest.view())) screening.adopt(std::move(*policy));
      continue;
    }
    feed(screening, (*next)->input);
    look_at(**next);
  }
}

}  // namespace qorgan::app
