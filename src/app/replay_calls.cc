#include <algorithm>
#include <array>
#include <ostream>
#include <queue>
#include <unordered_map>

#include "app/effects_digest.h"
#include "app/replay.h"
#include "app/replay_file.h"
#include "app/replay_reports.h"
#include "app/replay_trunks.h"
#include "app/text_file.h"
#include "base/assert.h"
#include "codec/decision_csv.h"

// Events happen in the order of their times. What is still to come of live calls waits in a queue;
// before a call starts, everything that is due by then has happened, timers of the engine included.
// So a decision sees nothing that happens after the start of its call, whatever the order in the
// file.

namespace qorgan::app {
namespace {

struct pending_event {
  timestamp at;
  enum class kind : std::uint8_t { ringing, answered, ended } what;
  call_key key;
  std::uint16_t sip_code = 0;
  ended_by by = ended_by::unknown;

  /// The queue gives the largest first: the earliest.
  bool operator<(const pending_event& other) const {
    return std::tie(at, key, what) > std::tie(other.at, other.key, other.what);
  }
};

class call_player {
 public:
  call_player(const replay_inputs& inputs, const replay_files& files, report_queue& reports,
              text_file& decisions, text_file& alerts)
      : policy_{*inputs.policy},
        on_decision_{inputs.on_decision},
        engine_{inputs.engine, inputs.policy},
        reports_{reports},
        leave_out_impossible_{files.only_reports_that_could_be},
        decisions_{decisions},
        alerts_{alerts} {
    for (const auto& words : engine::all_detectors()) names_.set(words.id, words.name);
    decisions_.text() = codec::kDecisionHeader;
    alerts_.text() = codec::kAlertHeader;
  }

  void start(const codec::call_row& row, const gateway::trunk_options& trunk) {
    run_until(row.started_at);
    key_ = {std::max(key_.value + 1, static_cast<std::uint64_t>(to_us(row.started_at)))};
    live_.emplace(key_, std::string(row.call_id));
    const call_started event = started_of(row, trunk, key_, engine::emergency_numbers(policy_));
    reports_.see(row.call_id, event);
    const engine::effects& made = engine_.apply(event);
    QORGAN_ASSERT(made.decided.has_value());
    const decision decided = *made.decided;
    if (on_decision_) on_decision_(row, decided, engine_);
    codec::append_decision(decisions_.text(), row.call_id, decided, names_);
    decisions_.flush_when_large();
    digest_.add(canonical_line(decided));
    ++by_verdict_[static_cast<std::size_t>(decided.enforced)];
    tell_alerts(made);
    const bool refused = decided.enforced == verdict::block || decided.enforced == verdict::divert;
    if (leave_out_impossible_) reports_.was_refused(row.call_id, event, refused);
    if (refused) {
      stop(event, decided, trunk);
    } else {
      expect(row);
    }
  }

  /// Everything that is still to come of calls that are live, and the timers until then; and the
  /// reports that are left.
  void finish() {
    while (!pending_.empty()) run_until(pending_.top().at);
    while (happened(reports_.next_at())) run_until(reports_.next_at());
  }

  std::uint64_t count(verdict v) const { return by_verdict_[static_cast<std::size_t>(v)]; }
  std::uint64_t alerts() const { return alert_count_; }
  const engine::report_counts& reports() const { return engine_.reports(); }
  std::string digest() { return digest_.finish(); }

 private:
  /// Everything due by then, in order; at one moment what happens to calls, then timers, then
  /// reports.
  void run_until(timestamp limit) {
    const auto due = [limit](timestamp at) { return happened(at) && at <= limit; };
    while (true) {
      const timestamp event = pending_.empty() ? kNever : pending_.top().at;
      const timestamp timer = engine_.next_timer();
      const timestamp said = reports_.next_at();
      const auto first = [](timestamp at, timestamp other) {
        return !happened(other) || at <= other;
      };
      if (due(event) && first(event, timer) && first(event, said)) {
        happen(pending_.top());
      } else if (due(timer) && first(timer, said)) {
        pass_time(timer);
      } else if (due(said)) {
        if (const auto report = reports_.take()) tell_alerts(engine_.apply(*report));
      } else {
        return;
      }
    }
  }

  void pass_time(timestamp at) {
    const engine::effects* made = nullptr;
    do {
      made = &engine_.apply(time_passed{at});
      tell_alerts(*made);
    } while (made->more);
    QORGAN_ASSERT(engine_.next_timer() != at);  // else the same moment would come for ever
  }

  void happen(pending_event event) {
    pending_.pop();
    switch (event.what) {
      case pending_event::kind::ringing:
        return tell_alerts(engine_.apply(call_ringing{event.key, event.at}));
      case pending_event::kind::answered:
        return tell_alerts(engine_.apply(call_answered{event.key, event.at}));
      case pending_event::kind::ended:
        tell_alerts(engine_.apply(call_ended{event.key, event.at, event.sip_code, event.by}));
        live_.erase(event.key);
    }
  }

  /// The call ends by the centre the moment it started, as it does when it is alive.
  void stop(const call_started& event, const decision& decided,
            const gateway::trunk_options& trunk) {
    const bool refused = decided.enforced == verdict::block;
    const std::uint16_t usual = refused ? trunk.answers.block : trunk.answers.divert;
    const std::uint16_t code = decided.answer_code != 0 ? decided.answer_code : usual;
    tell_alerts(engine_.apply(call_ended{event.key, event.at, code, ended_by::centre}));
    live_.erase(event.key);
  }

  void expect(const codec::call_row& row) {
    using kind = pending_event::kind;
    if (happened(row.ringing_at)) pending_.push({row.ringing_at, kind::ringing, key_});
    if (happened(row.answered_at)) pending_.push({row.answered_at, kind::answered, key_});
    // A call that was answered and has no end is still up. One that was not answered cannot be.
    timestamp ended = row.ended_at;
    if (!happened(ended) && !happened(row.answered_at)) {
      ended = happened(row.ringing_at) ? row.ringing_at : row.started_at;
    }
    if (!happened(ended)) return;
    const std::uint16_t answered_code = happened(row.answered_at) ? 200 : 0;
    const std::uint16_t code = row.end_code != 0 ? row.end_code : answered_code;
    pending_.push({ended, kind::ended, key_, code, row.by});
  }

  void tell_alerts(const engine::effects& made) {
    for (const alert& raised : made.alerts) {
      const auto at = live_.find(raised.key);
      codec::append_alert(alerts_.text(), at == live_.end() ? to_string(raised.key) : at->second,
                          raised, names_);
      digest_.add(canonical_line(raised));
      ++alert_count_;
    }
    alerts_.flush_when_large();
  }

  const engine::policy_snapshot& policy_;
  decltype(replay_inputs::on_decision) on_decision_;
  engine::engine engine_;
  report_queue& reports_;
  const bool leave_out_impossible_;
  text_file& decisions_;
  text_file& alerts_;
  codec::detector_names names_;
  std::priority_queue<pending_event> pending_;
  std::unordered_map<call_key, std::string> live_;  // names of calls in the file
  call_key key_;                                    // of the newest call
  effects_digest digest_;
  std::array<std::uint64_t, 6> by_verdict_{};
  std::uint64_t alert_count_ = 0;
};

void print_reports(const call_player& player, const report_queue& reports, std::ostream& out) {
  const engine::report_counts& counts = player.reports();
  out << "reports      " << reports.lines().good << "\n"
      << "  taken      " << counts.taken << "\n"
      << "  repeated   " << counts.repeated << "\n"
      << "  beyond cap " << counts.beyond_cap << "\n"
      << "  no caller  " << counts.without_caller << "\n"
      << "  of refused calls " << reports.of_refused_calls() << "\n"
      << "  of unknown calls " << reports.of_unknown_calls() << "\n";
  for (const std::string& id : reports.unknown_calls()) out << "    " << id << "\n";
}

void print_summary(call_player& player, const call_file& calls, std::ostream& out) {
  out << "calls        " << calls.good() << "\n";
  for (const verdict v : {verdict::pass, verdict::alert, verdict::label, verdict::withhold,
                          verdict::divert, verdict::block}) {
    std::string name{to_string(v)};
    name.resize(11, ' ');
    out << "  " << name << player.count(v) << "\n";
  }
  out << "alerts       " << player.alerts() << "\n"
      << "bad lines    " << calls.bad() << "\n"
      << "digest       " << player.digest() << "\n";
}

struct inputs_read {
  call_file calls;
  report_queue reports;
};

/// Both input files, read and checked. The error is one line; bad lines were told before.
std::expected<inputs_read, std::string> read_inputs(const replay_files& files, trunk_book& trunks,
                                                    std::ostream& err) {
  const auto check = [&](const codec::call_row& row) {
    return trunks.find(row.trunk) != nullptr ? std::string{}
                                             : "trunk: the configuration has no trunk '" +
                                                   std::string(row.trunk.substr(0, 40)) + "'";
  };
  auto calls = call_file::open(files.calls, check, err);
  if (!calls) return std::unexpected(calls.error());
  auto reports = report_queue::open(files.reports, err);
  if (!reports) return std::unexpected(reports.error());
  const auto refuse = [&](const std::string& path, std::uint64_t good, std::uint64_t bad) {
    return codec::too_many_bad(good, bad) && !files.accept_bad_lines
               ? path + ": " + std::to_string(bad) + " of " + std::to_string(good + bad) +
                     " lines are bad, which is more than 1 %; nothing was written"
               : std::string{};
  };
  std::string refusal = refuse(files.calls, calls->good(), calls->bad());
  if (refusal.empty()) {
    refusal = refuse(files.reports, reports->lines().good, reports->lines().bad);
  }
  if (!refusal.empty()) return std::unexpected(refusal);
  return inputs_read{std::move(*calls), std::move(*reports)};
}

}  // namespace

int replay_calls(const replay_inputs& inputs, const replay_files& files, std::ostream& out,
                 std::ostream& err) {
  trunk_book trunks{inputs.trunks};
  auto read = read_inputs(files, trunks, err);
  if (!read) {
    err << read.error() << "\n";
    return 1;
  }
  call_file& calls = read->calls;
  text_file decisions{files.decisions};
  text_file alerts{files.alerts};
  call_player player{inputs, files, read->reports, decisions, alerts};
  for (std::size_t i = 0; i < calls.good(); ++i) {
    const codec::call_row& row = calls.row(i);
    player.start(row, *trunks.find(row.trunk));
  }
  player.finish();
  for (text_file* file : {&decisions, &alerts}) {
    if (file->close()) continue;
    err << file->path() << ": cannot be written\n";
    return 1;
  }
  print_summary(player, calls, out);
  if (!files.reports.empty()) print_reports(player, read->reports, out);
  return 0;
}

}  // namespace qorgan::app
