// What another policy would have done to the calls of late: begun here, played by a thread of its
// own, asked for again until it is done.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"
#include "domain/policy_trial.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

std::string_view word_of(trial_state::phase phase) {
  switch (phase) {
    case trial_state::phase::none: return "none";
    case trial_state::phase::running: return "running";
    case trial_state::phase::done: return "done";
    case trial_state::phase::failed: return "failed";
    case trial_state::phase::stopped: return "stopped";
  }
  return "none";
}

json::object figures_json(const trial_figures& found) {
  json::array rules;
  for (const auto& [name, calls] : found.refused_by_rule) {
    rules.push_back(json::object{{"name", name}, {"count", calls}});
  }
  json::object out{{"calls", found.calls},
                   {"newly_refused", found.newly_refused},
                   {"newly_refused_callers", found.newly_refused_callers},
                   {"honest_hit", found.honest_hit},
                   {"honest_callers_hit", found.honest_callers_hit},
                   {"scams_caught", found.scams_caught},
                   {"no_longer_refused", found.no_longer_refused},
                   {"no_longer_refused_callers", found.no_longer_refused_callers},
                   {"new_alerts", found.new_alerts},
                   {"gone_alerts", found.gone_alerts},
                   {"refused_by_rule", std::move(rules)}};
  if (happened(found.from)) out["from"] = to_rfc3339(found.from);
  if (happened(found.to)) out["to"] = to_rfc3339(found.to);
  return out;
}

json::object state_json(const trial_state& state) {
  json::object out{{"state", word_of(state.now)}, {"progress", state.progress}};
  if (state.now == trial_state::phase::none) return out;
  out["started_at"] = to_rfc3339(state.started_at);
  out["actor"] = state.actor;
  out["days"] = state.tried.days;
  out["policy"] = state.tried.policy.empty() ? "in_force" : "text";
  out["model"] = state.tried.use_challenger ? "challenger" : "in_force";
  if (state.now == trial_state::phase::done) out["found"] = figures_json(state.found);
  if (!state.trouble.empty()) out["trouble"] = clean_text(state.trouble, 400);
  return out;
}

problem problem_of(const policy_trials::not_started& why) {
  if (why.busy) {
    return {.code = problem_code::busy, .detail = "Another trial is running", .retry_after_s = 5};
  }
  problem out{.code = problem_code::policy_invalid};
  for (const config_error& one : why.mistakes) {
    out.errors.push_back({.file = one.file, .line = one.line, .message = one.message});
  }
  return out;
}

}  // namespace

answer start_whatif(exchange& x) {
  body_reader read{x.body};
  trial_request request;
  request.policy = read.document("policy", 48'000);
  const std::string model = read.optional_text("model", 16);
  if (!model.empty() && model != "in_force" && model != "challenger") {
    read.mistake("model", "must be in_force or challenger");
  }
  request.use_challenger = model == "challenger";
  request.days = static_cast<unsigned>(read.integer("days", 1, 366).value_or(7));
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  policy_trials& trials = x.needs.outside.trials;
  if (const auto begun = trials.start(request, x.who->actor()); !begun) {
    return std::unexpected(problem_of(begun.error()));
  }
  audit(x, "start_whatif", request.use_challenger ? "challenger" : "policy",
        std::to_string(request.days) + " days");
  return json_answer(202, state_json(trials.state()));
}

answer get_whatif(exchange& x) {
  return json_answer(200, state_json(x.needs.outside.trials.state()));
}

answer stop_whatif(exchange& x) {
  x.needs.outside.trials.stop();
  return json_answer(200, state_json(x.needs.outside.trials.state()));
}

}  // namespace qorgan::console
