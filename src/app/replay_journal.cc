#include <ostream>

#include "app/effects_digest.h"
#include "app/journal_walk.h"
#include "app/replay.h"
#include "app/warm_start.h"

namespace qorgan::app {
namespace {

constexpr std::size_t kExamples = 5;

/// Decision and alerts of one moment, recorded or derived.
template <typename Effects>
std::string lines_of(const Effects& effects) {
  std::string out;
  if (effects.decided) out += canonical_line(*effects.decided);
  for (const alert& raised : effects.alerts) out += canonical_line(raised);
  return out;
}

struct comparison {
  journal_replay report;
  effects_digest recorded;
  effects_digest derived;

  void add(const record& entry, const engine::effects* effects) {
    ++report.records;
    report.decisions += entry.decided.has_value();
    report.alerts += entry.alerts.size();
    if (effects == nullptr) return;  // not an input of the engine
    const std::string was = lines_of(entry);
    const std::string is = lines_of(*effects);
    recorded.add(was);
    derived.add(is);
    if (was == is) return;
    ++report.differences;
    if (report.examples.size() == kExamples) return;
    report.examples.push_back("record " + std::to_string(entry.seq) +
                              "\n  recorded: " + (was.empty() ? "nothing\n" : was) +
                              "  derived:  " + (is.empty() ? "nothing\n" : is));
  }
};

}  // namespace

std::expected<journal_replay, std::string> play_journal(const std::string& path,
                                                        const engine::engine_options& options) {
  auto policy = first_policy(path);
  if (!policy) return std::unexpected(policy.error());
  auto walk = journal_walk::open(path);
  if (!walk) return std::unexpected(walk.error());
  engine::engine screening{options, *policy};
  comparison compared;
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr) break;
    if (const auto* adopted = std::get_if<policy_adopted>(&(*entry)->input)) {
      policy = walk->policy(adopted->digest.view());
      if (!policy) return std::unexpected(policy.error());
      screening.adopt(*policy);
    }
    compared.add(**entry, feed(screening, (*entry)->input));
  }
  compared.report.recorded_digest = compared.recorded.finish();
  compared.report.derived_digest = compared.derived.finish();
  return compared.report;
}

int replay_journal(const std::string& path, const engine::engine_options& options,
                   std::ostream& out, std::ostream& err) {
  const auto played = play_journal(path, options);
  if (!played) {
    err << path << ": " << played.error() << "\n";
    return 1;
  }
  out << "records      " << played->records << "\n"
      << "decisions    " << played->decisions << "\n"
      << "alerts       " << played->alerts << "\n"
      << "recorded     " << played->recorded_digest << "\n"
      << "re-derived   " << played->derived_digest << "\n"
      << "differences  " << played->differences << "\n";
  for (const std::string& example : played->examples) out << example;
  return played->differences == 0 ? 0 : 1;
}

}  // namespace qorgan::app
