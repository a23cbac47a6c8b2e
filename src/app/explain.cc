#include "app/explain.h"

#include <ostream>

#include "app/effects_digest.h"
#include "app/journal_walk.h"
#include "app/warm_start.h"

namespace qorgan::app {
namespace {

/// Whether this is the call that is asked for, by key or by SIP Call-ID.
class call_wanted {
 public:
  explicit call_wanted(const std::string& text) : call_id_{std::string_view{text}} {
    if (const auto key = parse_call_key(text)) key_ = *key;
  }
  bool is(const call_started& call) const {
    return (key_ && call.key == key_) || call.sip_call_id == call_id_;
  }

 private:
  call_key key_;
  inline_text<limits::kTextBytes> call_id_;  // cut as the record cuts it
};

/// What happened to the call behind its decision.
void follow(explanation& about, const record& entry) {
  for (const alert& raised : entry.alerts) {
    if (raised.key == about.call.key) about.alerts.push_back(raised);
  }
  if (call_of(entry.input) != about.call.key) return;
  if (const auto* ringing = std::get_if<call_ringing>(&entry.input)) about.ringing_at = ringing->at;
  if (const auto* answered = std::get_if<call_answered>(&entry.input)) {
    about.answered_at = answered->at;
  }
  if (const auto* ended = std::get_if<call_ended>(&entry.input)) about.ended = *ended;
  if (const auto* waived = std::get_if<refusal_waived>(&entry.input)) about.waived = *waived;
}

/// Feeds a fresh engine the journal up to the call and lets it decide it. With `fixed` that policy
/// is in force all the time, otherwise the one of each moment. `found` hears of the call, `later`
/// of every record behind it.
template <typename Found, typename Later>
std::expected<void, std::string> decide_again(const explain_inputs& inputs,
                                              std::shared_ptr<const engine::policy_snapshot> policy,
                                              bool fixed, Found found, Later later) {
  auto walk = journal_walk::open(inputs.journal_path);
  if (!walk) return std::unexpected(walk.error());
  engine::engine screening{inputs.engine, policy};
  const call_wanted wanted{inputs.call};
  std::string digest;
  bool decided = false;
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr) return {};
    const record& now = **entry;
    if (decided) {
      if (!later(now)) return {};
      continue;
    }
    if (const auto* adopted = std::get_if<policy_adopted>(&now.input)) {
      digest = adopted->digest.view();
      if (fixed) continue;
      auto next = walk->policy(digest);
      if (!next) return std::unexpected(next.error());
      screening.adopt(*next);
    }
    const engine::effects* effects = feed(screening, now.input);
    const auto* call = std::get_if<call_started>(&now.input);
    if (call == nullptr || !wanted.is(*call)) continue;
    decided = true;
    found(now, *effects, digest, screening.policy());
  }
}

std::expected<std::shared_ptr<const engine::policy_snapshot>, std::string> policy_of_today(
    const explain_inputs& inputs, explanation& about) {
  if (inputs.today != nullptr) {
    about.today_digest.clear();
    return inputs.today;
  }
  auto walk = journal_walk::open(inputs.journal_path);
  if (!walk) return std::unexpected(walk.error());
  return walk->policy(about.today_digest);
}

}  // namespace

std::optional<language> parse_language(std::string_view text) {
  if (text == "en") return language::en;
  if (text == "ru") return language::ru;
  if (text == "kk") return language::kk;
  return std::nullopt;
}

std::expected<explanation, std::string> explain_call(const explain_inputs& inputs) {
  auto policy = first_policy(inputs.journal_path);
  if (!policy) return std::unexpected(policy.error());
  explanation about;
  bool seen = false;
  const call_wanted wanted{inputs.call};
  const auto found = [&](const record& entry, const engine::effects& effects,
                         const std::string& digest, const engine::policy_snapshot& in_force) {
    seen = true;
    about.call = std::get<call_started>(entry.input);
    about.seq = entry.seq;
    about.recorded = entry.decided;
    about.derived = effects.decided;
    about.policy_digest = about.today_digest = digest;
    if (entry.decided) about.legal_basis = engine::legal_basis(in_force, entry.decided->rule);
    follow(about, entry);
  };
  const auto later = [&](const record& entry) {
    follow(about, entry);
    const auto* call = std::get_if<call_started>(&entry.input);
    if (call != nullptr && wanted.is(*call)) ++about.same_call_id;
    if (const auto* adopted = std::get_if<policy_adopted>(&entry.input)) {
      about.today_digest = adopted->digest.view();
    }
    return true;
  };
  if (const auto done = decide_again(inputs, *policy, false, found, later); !done) {
    return std::unexpected(done.error());
  }
  if (!seen) return std::unexpected("the journal has no call '" + inputs.call + "'");

  policy = policy_of_today(inputs, about);
  if (!policy) return std::unexpected(policy.error());
  const auto found_today = [&](const record&, const engine::effects& effects, const std::string&,
                               const engine::policy_snapshot&) { about.today = effects.decided; };
  const auto stop = [](const record&) { return false; };
  if (const auto done = decide_again(inputs, *policy, true, found_today, stop); !done) {
    return std::unexpected(done.error());
  }
  return about;
}

int explain(const explain_inputs& inputs, std::ostream& out, std::ostream& err) {
  const auto about = explain_call(inputs);
  if (!about) {
    err << about.error() << "\n";
    return 1;
  }
  out << in_words(*about, inputs);
  const bool same = about->recorded && about->derived &&
                    canonical_line(*about->recorded) == canonical_line(*about->derived);
  return same ? 0 : 1;
}

}  // namespace qorgan::app
