#include "app/whatif.h"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <unordered_map>

#include "app/journal_walk.h"
#include "app/warm_start.h"
#include "codec/csv_lines.h"
#include "engine/number_list.h"

namespace qorgan::app {
namespace {

bool refuses(verdict given) {
  return given == verdict::block || given == verdict::divert;
}

/// What became of the call, or on a trunk in shadow mode what the rules wanted.
verdict fate(const decision& made, enforcement trunk_mode) {
  return trunk_mode == enforcement::enforce ? made.enforced : made.would;
}

struct span_of_time {
  timestamp first, last;
};

/// When the journal begins and ends.
std::expected<span_of_time, std::string> span_of(const std::string& path) {
  auto walk = journal_walk::open(path);
  if (!walk) return std::unexpected(walk.error());
  span_of_time out;
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr) return out;
    const timestamp at = at_of((*entry)->input);
    if (!happened(out.first)) out.first = at;
    out.last = std::max(out.last, at);
  }
}

/// Tells how far a trial has come, not for every record.
class progress_teller {
 public:
  progress_teller(const std::function<bool(double)>& go_on, span_of_time of)
      : go_on_{go_on}, of_{of} {}
  bool go_on(timestamp at) {
    if (!go_on_ || ++records_ % 4'096 != 0) return true;
    const auto whole = static_cast<double>((of_.last - of_.first).count());
    return go_on_(whole > 0 ? static_cast<double>((at - of_.first).count()) / whole : 1);
  }

 private:
  const std::function<bool(double)>& go_on_;
  span_of_time of_;
  std::uint64_t records_ = 0;
};

class policy_trial {
 public:
  policy_trial(const whatif_inputs& inputs, timestamp from)
      : inputs_{inputs}, from_{from}, engine_{inputs.engine, inputs.policy} {}

  void take(const record& entry) {
    const timestamp at = at_of(entry.input);
    run_timers(at);
    const engine::effects* made = feed(engine_, entry.input);
    if (at < from_) return;
    for (const alert& one : entry.alerts) was_alerted_.insert(one.key.value);
    if (made != nullptr) take_alerts(*made);
    if (const auto* drop = std::get_if<teardown_progress>(&entry.input)) {
      if (newly_refused_.erase(drop->key.value) != 0) ++out_.dropped_caught;
      return;
    }
    if (const auto* said = std::get_if<call_reported>(&entry.input)) {
      if (said->fraud && newly_refused_.erase(said->about.value) != 0) ++out_.reported_caught;
      return;
    }
    const auto* call = std::get_if<call_started>(&entry.input);
    if (call == nullptr || !entry.decided || made == nullptr || !made->decided) return;
    compare(*call, *entry.decided, *made->decided);
  }

  whatif_result finish() {
    out_.newly_refused_callers = refused_callers_.size();
    out_.no_longer_refused_callers = freed_callers_.size();
    out_.honest_callers_hit = honest_callers_.size();
    const auto missing = [](const std::set<std::uint64_t>& from,
                            const std::set<std::uint64_t>& in) {
      return static_cast<std::uint64_t>(
          std::ranges::count_if(from, [&](std::uint64_t key) { return !in.contains(key); }));
    };
    out_.new_alerts = missing(is_alerted_, was_alerted_);
    out_.gone_alerts = missing(was_alerted_, is_alerted_);
    return std::move(out_);
  }

 private:
  /// Timers of this policy are due at other moments than those the journal has a record of.
  void run_timers(timestamp until) {
    for (timestamp due = engine_.next_timer(); happened(due) && due <= until;
         due = engine_.next_timer()) {
      const engine::effects& made = engine_.apply(time_passed{due});
      if (due >= from_) take_alerts(made);
    }
  }
  void take_alerts(const engine::effects& made) {
    for (const alert& one : made.alerts) is_alerted_.insert(one.key.value);
  }

  void compare(const call_started& call, const decision& was, const decision& is) {
    if (out_.calls++ == 0) out_.from = call.at;
    out_.to = call.at;
    const verdict before = fate(was, call.mode);
    const verdict now = fate(is, call.mode);
    if (refuses(before) == refuses(now)) return;
    const e164 caller = call.caller.number;
    if (inputs_.keep_changes)
      out_.changed.push_back({call.key, call.at, caller, call.callee.number, before, now, is.rule});
    if (!refuses(now)) {
      ++out_.no_longer_refused;
      freed_callers_.insert(caller.packed());
      return;
    }
    ++out_.newly_refused;
    ++out_.refused_by_rule[std::string(is.rule.view())];
    refused_callers_.insert(caller.packed());
    newly_refused_.insert(call.key.value);
    if (inputs_.honest == nullptr || !inputs_.honest->contains(caller)) return;
    ++out_.honest_hit;
    honest_callers_.insert(caller.packed());
  }

  const whatif_inputs& inputs_;
  timestamp from_;
  engine::engine engine_;
  whatif_result out_;
  std::set<std::uint64_t> refused_callers_, freed_callers_, honest_callers_, newly_refused_;
  std::set<std::uint64_t> was_alerted_, is_alerted_;  // by call
};

void print(const whatif_result& found, std::ostream& out) {
  out << "calls compared          " << found.calls << "\n";
  if (found.calls != 0) {
    out << "  from " << to_rfc3339(found.from) << " to " << to_rfc3339(found.to) << "\n";
  }
  out << "would have been refused " << found.newly_refused << " of " << found.newly_refused_callers
      << " callers\n"
      << "  known to be honest    " << found.honest_hit << " of " << found.honest_callers_hit
      << " callers\n"
      << "  dropped by hand then  " << found.dropped_caught << "\n"
      << "  reported as scams     " << found.reported_caught << "\n";
  for (const auto& [rule, calls] : found.refused_by_rule) {
    out << "  by rule " << rule << ": " << calls << "\n";
  }
  out << "would have passed       " << found.no_longer_refused << " of "
      << found.no_longer_refused_callers << " callers\n"
      << "calls alerted only now  " << found.new_alerts << ", only then " << found.gone_alerts
      << "\n";
}

bool write_changes(const whatif_result& found, const std::string& path) {
  std::ofstream out{path, std::ios::binary | std::ios::trunc};
  out << "call_key,at,caller,callee,was,would_be,rule\n";
  for (const changed_call& one : found.changed) {
    out << to_string(one.key) << ',' << to_rfc3339(one.at) << ',' << to_string(one.caller) << ','
        << to_string(one.callee) << ',' << to_string(one.was) << ',' << to_string(one.would_be)
        << ',' << one.rule.view() << '\n';
  }
  out.close();
  return out.good();
}

}  // namespace

std::expected<whatif_result, std::string> try_policy(const whatif_inputs& inputs) {
  const auto span = span_of(inputs.journal_path);
  if (!span) return std::unexpected(span.error());
  auto walk = journal_walk::open(inputs.journal_path);
  if (!walk) return std::unexpected(walk.error());
  policy_trial trial{inputs, span->last - std::chrono::hours{24 * inputs.days}};
  progress_teller progress{inputs.go_on, *span};
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr || at_of((*entry)->input) > span->last) return trial.finish();
    if (!progress.go_on(at_of((*entry)->input))) return std::unexpected("stopped");
    trial.take(**entry);
  }
}

int run_whatif(const whatif_inputs& inputs, const std::string& changes_path, std::ostream& out,
               std::ostream& err) {
  const auto found = try_policy(inputs);
  if (!found) {
    err << inputs.journal_path << ": " << found.error() << "\n";
    return 1;
  }
  print(*found, out);
  if (changes_path.empty() || write_changes(*found, changes_path)) return 0;
  err << changes_path << ": cannot be written\n";
  return 1;
}

}  // namespace qorgan::app
