#include "engine/engine.h"

#include <algorithm>

#include "engine/detector.h"
#include "engine/engine_state.h"
#include "engine/model.h"
#include "engine/outcomes.h"

namespace qorgan::engine {
namespace {

/// `percent` of the memory; small tables keep a little even of a tiny budget.
std::size_t share(const engine_options& options, unsigned percent) {
  return options.memory_bytes / 100 * percent;
}

}  // namespace

engine::state::state(engine_options given, std::shared_ptr<const policy_snapshot> initial)
    : options{given},
      policy{std::move(initial)},
      callers{share(given, 42), given.hash_seed},
      ranges{share(given, 16), given.hash_seed},
      equipment{share(given, 4), given.hash_seed},
      sources{share(given, 2), given.hash_seed},
      callees{share(given, 16), given.hash_seed},
      standings{share(given, 5), given.hash_seed},
      conversations{share(given, 1), given.hash_seed},
      reporters{share(given, 1), given.hash_seed},
      live{share(given, 13), given.hash_seed},
      detector_hits(registry().size()),
      rule_hits(policy->rules.size()),
      challenger_hits(policy->rules.size()) {}

timestamp engine::state::advance(timestamp at) {
  now = std::max(now, at);
  return now;
}

void engine::state::clear_effects() {
  out.decided.reset();
  out.alerts.clear();
  out.more = false;
}

engine::engine(engine_options options, std::shared_ptr<const policy_snapshot> policy)
    : state_{std::make_unique<state>(options, std::move(policy))} {}

engine::~engine() = default;

void engine::adopt(std::shared_ptr<const policy_snapshot> policy) {
  std::vector<std::uint64_t> hits(policy->rules.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    for (std::size_t j = 0; j < state_->rule_hits.size(); ++j) {
      if (state_->policy->rules[j].name == policy->rules[i].name) hits[i] = state_->rule_hits[j];
    }
  }
  state_->challenger_hits.assign(hits.size(), 0);
  state_->rule_hits = std::move(hits);
  if (policy->challenger == nullptr || state_->policy->challenger == nullptr ||
      policy->challenger->digest() != state_->policy->challenger->digest()) {
    state_->challenged = {};
  }
  state_->policy = std::move(policy);
  drop_disabled_timers(*state_);
}

const policy_snapshot& engine::policy() const {
  return *state_->policy;
}

const effects& engine::apply(const call_started& event) {
  state_->clear_effects();
  screen_call(*state_, event);
  return state_->out;
}

const effects& engine::apply(const call_ringing& event) {
  state_->clear_effects();
  const timestamp now = state_->advance(event.at);
  live_call* call = state_->live.find(event.key);
  if (call != nullptr && !happened(call->ringing_at)) call->ringing_at = now;
  return state_->out;
}

const effects& engine::apply(const call_answered& event) {
  state_->clear_effects();
  const timestamp now = state_->advance(event.at);
  live_call* call = state_->live.find(event.key);
  // A second answer (a forked call, a retransmission) does not start the talk anew.
  if (call != nullptr && !happened(call->answered_at)) {
    call->answered_at = now;
    arm_timers(*state_, *call);
    if (call->fresh_foreign_caller && call->callee_key != 0) {
      state_->conversations.claim(call->callee_key, seconds_of(now)).record->call = event.key.value;
    }
  }
  return state_->out;
}

const effects& engine::apply(const call_ended& event) {
  state_->clear_effects();
  state_->advance(event.at);
  if (live_call* call = state_->live.find(event.key)) {
    count_ended(*state_, *call, event);
    if (!happened(call->answered_at)) notice_missed_call(*state_, *call);
    state_->live.remove(*call);
  }
  return state_->out;
}

const effects& engine::apply(const time_passed& event) {
  state_->clear_effects();
  fire_timers(*state_, event.at);
  return state_->out;
}

const effects& engine::apply(const process_started& event) {
  state_->clear_effects();
  state_->advance(event.at);
  state_->live.clear();
  return state_->out;
}

const effects& engine::apply(const call_reported& event) {
  state_->clear_effects();
  take_report(*state_, event);
  return state_->out;
}

const effects& engine::apply(const order_changed& event) {
  state_->clear_effects();
  state_->advance(event.at);
  state_->orders.apply(event);
  return state_->out;
}

std::vector<order_changed> engine::orders() const {
  return state_->orders.all();
}

std::string_view engine::divert_target(const rule_name& rule) const {
  if (const auto id = order_of_rule(rule.view())) {
    const orders_in_force::order* const found = state_->orders.find(*id);
    return found == nullptr ? std::string_view{} : found->divert.view();
  }
  return qorgan::engine::divert_target(*state_->policy, rule);
}

const report_counts& engine::reports() const {
  return state_->reports;
}

timestamp engine::next_timer() const {
  const live_call* first = state_->live.first_due();
  return first == nullptr ? kNever : first->due;
}

std::vector<std::pair<std::string, std::uint64_t>> engine::detector_hits() const {
  std::vector<std::pair<std::string, std::uint64_t>> out;
  for (std::size_t i = 0; i < registry().size(); ++i) {
    out.emplace_back(registry()[i]->name, state_->detector_hits[i]);
  }
  return out;
}

std::vector<std::pair<std::string, std::uint64_t>> engine::rule_hits() const {
  std::vector<std::pair<std::string, std::uint64_t>> out;
  for (std::size_t i = 0; i < state_->rule_hits.size(); ++i) {
    out.emplace_back(std::string(state_->policy->rules[i].name.view()), state_->rule_hits[i]);
  }
  return out;
}

}  // namespace qorgan::engine
