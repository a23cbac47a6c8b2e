#include "app/whatif_runner.h"

#include <algorithm>

#include "app/whatif.h"
#include "engine/number_list.h"
#include "os/thread_name.h"
#include "os/thread_priority.h"

namespace qorgan::app {
namespace {

/// The list of callers that are known to be honest, by its usual name.
constexpr std::string_view kHonestList = "trusted";

std::string text_of(const engine::policy_bundle& bundle, std::string_view name) {
  const auto found = std::ranges::find(bundle.lists, name, &engine::policy_list::name);
  return found == bundle.lists.end() ? std::string{} : found->text;
}

trial_figures figures_of(const whatif_result& found) {
  trial_figures out;
  out.from = found.from;
  out.to = found.to;
  out.calls = found.calls;
  out.newly_refused = found.newly_refused;
  out.newly_refused_callers = found.newly_refused_callers;
  out.honest_hit = found.honest_hit;
  out.honest_callers_hit = found.honest_callers_hit;
  out.scams_caught = found.dropped_caught + found.reported_caught;
  out.no_longer_refused = found.no_longer_refused;
  out.no_longer_refused_callers = found.no_longer_refused_callers;
  out.new_alerts = found.new_alerts;
  out.gone_alerts = found.gone_alerts;
  out.refused_by_rule.assign(found.refused_by_rule.begin(), found.refused_by_rule.end());
  return out;
}

}  // namespace

engine::policy_bundle bundle_of_trial(engine::policy_bundle in_force,
                                      const trial_request& request) {
  if (!request.policy.empty()) {
    in_force.file = "policy";
    in_force.yaml = request.policy;
  }
  if (!request.use_challenger) return in_force;
  const std::string challenger = text_of(in_force, engine::kChallengerPart);
  std::erase_if(in_force.lists,
                [](const engine::policy_list& one) { return one.name == engine::kChallengerPart; });
  for (engine::policy_list& one : in_force.lists) {
    if (one.name == engine::kModelPart) one.text = challenger;
  }
  return in_force;
}

whatif_runner::~whatif_runner() {
  stop();
  if (thread_.joinable()) thread_.join();
}

std::expected<void, policy_trials::not_started> whatif_runner::start(const trial_request& request,
                                                                     const std::string& actor) {
  const std::lock_guard lock{guard_};
  if (state_.now == trial_state::phase::running) return std::unexpected(not_started{true, {}});
  const engine::policy_bundle current = with_.in_force();
  if (request.use_challenger && text_of(current, engine::kChallengerPart).empty()) {
    return std::unexpected(
        not_started{false, {{current.file, 0, "there is no challenger to try"}}});
  }
  const engine::policy_bundle tried = bundle_of_trial(current, request);
  auto policy = engine::parse_policy(tried);
  if (!policy) return std::unexpected(not_started{false, policy.error()});
  if (thread_.joinable()) thread_.join();  // the last one is over
  stopping_ = false;
  state_ = {};
  state_.now = trial_state::phase::running;
  state_.started_at = with_.now();
  state_.actor = actor;
  state_.tried = request;
  thread_ = std::thread([this, tried = std::move(*policy), honest = text_of(tried, kHonestList),
                         days = request.days] { run(tried, honest, days); });
  return {};
}

void whatif_runner::run(std::shared_ptr<const engine::policy_snapshot> policy, std::string honest,
                        unsigned days) {
  os::name_this_thread("what-if");
  os::yield_to_other_threads();
  config_errors ignored;
  const auto list = engine::number_list::parse(std::string(kHonestList), honest, ignored);
  whatif_inputs inputs;
  inputs.journal_path = with_.journal_path;
  inputs.policy = std::move(policy);
  inputs.engine = with_.engine;
  inputs.honest = &list;
  inputs.days = days;
  inputs.keep_changes = false;
  inputs.go_on = [this](double progress) {
    const std::lock_guard lock{guard_};
    state_.progress = progress;
    return !stopping_.load();
  };
  try {
    const auto found = try_policy(inputs);
    const std::lock_guard lock{guard_};
    state_.now = found ? trial_state::phase::done : trial_state::phase::failed;
    if (stopping_.load()) state_.now = trial_state::phase::stopped;
    if (found) state_.found = figures_of(*found);
    if (!found) state_.trouble = found.error();
  } catch (const std::exception& error) {
    const std::lock_guard lock{guard_};
    state_.now = trial_state::phase::failed;
    state_.trouble = error.what();
  }
}

trial_state whatif_runner::state() const {
  const std::lock_guard lock{guard_};
  return state_;
}

void whatif_runner::stop() {
  stopping_ = true;
}

}  // namespace qorgan::app
