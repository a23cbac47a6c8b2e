#include "app/warm_start.h"

#include "app/policy_bundle_text.h"
#include "journal/journal.h"

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

std::expected<std::uint64_t, std::string> warm_start(engine::engine& screening,
                                                     const std::string& journal_path) {
  auto source = journal::reader::open(journal_path);
  if (!source) return std::unexpected(source.error());
  std::uint64_t after = 0;
  std::uint64_t count = 0;
  while (true) {
    const auto group = source->read_after(after);
    if (!group) return std::unexpected(group.error());
    if (group->empty()) return count;
    for (const record& entry : *group) {
      if (const auto* adopted = std::get_if<policy_adopted>(&entry.input)) {
        const auto text = source->attachment(adopted->digest.view());
        if (!text) return std::unexpected(text.error());
        const auto bundle = bundle_from_text(*text);
        if (!bundle) return std::unexpected(bundle.error());
        // A bundle that this version no longer understands cannot stop the centre from starting;
        // the entity state does not depend on it.
        if (auto policy = engine::parse_policy(*bundle)) screening.adopt(std::move(*policy));
        continue;
      }
      feed(screening, entry.input);
    }
    count += group->size();
    after = group->back().seq;
  }
}

}  // namespace qorgan::app
