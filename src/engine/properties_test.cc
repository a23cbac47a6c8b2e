// What must hold whatever the policy, the calls and their order: drawn at random, shrunk on
// failure.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <variant>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

using any_event = std::variant<call_started, call_ringing, call_answered, call_ended, time_passed,
                               process_started, call_reported>;

std::string any_policy() {
  static const std::vector<std::string> kConditions{
      "trunk_kind: [international, domestic, roaming_hub]",
      "score_at_least: 0.0",
      "score_at_least: 0.5",
      "caller_country: [GB]",
      "callee_in: [roaming]",
      "not_caller_in: [roaming]",
      "evidence_any: [velocity_per_caller, several_first_seen_callers, caller_withheld]",
      "evidence_any: [long_call_first_seen]",
      "evidence_any: [missed_meanwhile]",
      "evidence_any: [reported_caller, known_equipment, victim_chain, wangiri]",
      "evidence_any: [media_rotation, path_of_strangers, hung_up_on]",
      "evidence_any: [refused_company]",
  };
  std::string yaml =
      "version: 2\nlists: {roaming: r.txt}\n"
      "detectors: {velocity_per_caller: {max_calls_per_10min: 2}, "
      "long_call_first_seen: {after_answer_s: 20, after_answer_urgent_s: 7}, "
      "known_equipment: {min_weight: 100}, wangiri: {min_quick_calls: 2}, "
      "media_rotation: {min_callers_per_week: 3, min_areas: 2, after_days: 0}, "
      "path_of_strangers: {min_callers_per_week: 2, after_days: 0}}\nrules:\n";
  const int rules = *rc::gen::inRange(1, 6);
  for (int i = 0; i < rules; ++i) {
    static const std::vector<std::string> kVerdicts{
        "block", "block", "pass", "alert", "label", "withhold", "divert, divert: sip:a@b.example"};
    yaml += "  - {name: r" + std::to_string(i) + ", when: {" + *rc::gen::elementOf(kConditions) +
            "}, legal_basis: x, verdict: " + *rc::gen::elementOf(kVerdicts) +
            ", mode: " + (*rc::gen::inRange(0, 4) == 0 ? "shadow" : "enforce") + "}\n";
  }
  return yaml;
}

/// Few parties and short steps of time, so that bursts, repeats and timers do occur.
std::vector<any_event> any_history() {
  std::vector<any_event> events;
  std::vector<call_key> keys;
  timestamp now = kMorning;
  const int count = *rc::gen::inRange(1, 120);
  for (int i = 0; i < count; ++i) {
    now += std::chrono::milliseconds{*rc::gen::inRange(0, 9'000)};
    const int kind = *rc::gen::inRange(0, 10);
    if (kind < 4 || keys.empty()) {
      call_started call = foreign_call(now - std::chrono::seconds{*rc::gen::inRange(0, 2)});
      call.key = {static_cast<std::uint64_t>(i + 1)};
      call.caller = number(plus("+447700900000", *rc::gen::inRange(0u, 6u) * 1'003), "GB");
      if (*rc::gen::inRange(0, 8) == 0) call.caller = party{};
      call.callee = number(plus("+77010000000", *rc::gen::inRange(0u, 5u) * 3), "KZ");
      call.fingerprint = *rc::gen::inRange(0u, 3u);
      call.media = from_v4(0xc6120000 + *rc::gen::inRange(0u, 2u), 4'000);
      keys.push_back(call.key);
      events.emplace_back(call);
      continue;
    }
    const call_key key = *rc::gen::elementOf(keys);
    if (kind < 7) {
      events.emplace_back(call_answered{key, now});
    } else if (kind == 7) {
      events.emplace_back(call_ringing{key, now});
    } else if (kind == 8) {
      events.emplace_back(call_ended{key, now, 200, ended_by::caller});
      if (*rc::gen::inRange(0, 3) == 0) {
        const e164 caller =
            number(plus("+447700900000", *rc::gen::inRange(0u, 6u) * 1'003), "GB").number;
        const e164 callee =
            number(plus("+77010000000", *rc::gen::inRange(0u, 5u) * 3), "KZ").number;
        events.emplace_back(call_reported{now, caller, callee, report_source::citizen,
                                          *rc::gen::inRange(0, 4) != 0});
      }
    } else if (*rc::gen::inRange(0, 6) == 0) {
      events.emplace_back(process_started{now});
    } else {
      events.emplace_back(time_passed{now});
    }
  }
  return events;
}

std::string text_of(const effects& out) {
  std::string text;
  const auto add = [&](const auto&... values) { ((text += values, text += ' '), ...); };
  const auto reasons = [&](const auto& all) {
    for (const evidence& one : all) {
      add(std::to_string(one.detector.value), std::to_string(one.weight),
          std::to_string(one.observed), std::to_string(one.threshold));
    }
  };
  if (out.decided) {
    const decision& d = *out.decided;
    add(to_string(d.key), to_rfc3339(d.decided_at), std::string(to_string(d.enforced)),
        std::string(to_string(d.would)), std::string(d.rule.view()), std::to_string(d.score));
    reasons(d.reasons);
  }
  for (const alert& a : out.alerts) {
    add("alert", to_string(a.key), to_rfc3339(a.at), std::string(a.kind.view()),
        std::string(to_string(a.level)), std::to_string(a.score));
    reasons(a.reasons);
  }
  return text;
}

const effects& feed(engine& screen, const any_event& event) {
  return std::visit([&](const auto& one) -> const effects& { return screen.apply(one); }, event);
}

engine_options tiny() {
  return {.memory_bytes = 64u << 10};
}

TEST(properties, an_emergency_call_is_never_anything_but_passed) {
  EXPECT_TRUE(rc::check([] {
    engine screen{tiny(), policy_of(any_policy(), "+77010000000\n")};
    for (const any_event& event : any_history()) feed(screen, event);
    call_started help = foreign_call(kMorning);
    const std::vector<std::string> kNumbers{"101", "102", "103", "104", "112", "+7112", "8102"};
    help.callee = party{};
    help.callee.signalled = std::string_view(*rc::gen::elementOf(kNumbers));
    help.unscreened = *rc::gen::inRange(0, 2) == 1;
    const effects& out = screen.apply(help);
    RC_ASSERT(out.decided.has_value());
    RC_ASSERT(out.decided->emergency);
    RC_ASSERT(out.decided->enforced == verdict::pass);
    RC_ASSERT(out.decided->would == verdict::pass);
  }));
}

TEST(properties, the_same_events_have_the_same_effects) {
  EXPECT_TRUE(rc::check([] {
    const std::string yaml = any_policy();
    const std::vector<any_event> history = any_history();
    engine first{tiny(), policy_of(yaml)};
    engine second{tiny(), policy_of(yaml)};
    for (const any_event& event : history) {
      RC_ASSERT(text_of(feed(first, event)) == text_of(feed(second, event)));
    }
  }));
}

TEST(properties, a_replay_without_silent_moments_is_the_same) {
  EXPECT_TRUE(rc::check([] {
    const std::string yaml = any_policy();
    engine live{tiny(), policy_of(yaml)};
    std::vector<any_event> journal;
    std::vector<std::string> effects_of;
    const auto record = [&](const any_event& event) {
      const effects& out = feed(live, event);
      const bool silent = std::holds_alternative<time_passed>(event) && out.alerts.empty();
      if (!silent) {
        journal.push_back(event);
        effects_of.push_back(text_of(out));
      }
      return out.more;
    };
    for (const any_event& event : any_history()) {
      record(event);
      // The driver's clock ticks on its own, a little ahead of the calls' times.
      timestamp at = std::visit([](const auto& one) { return one.at; }, event);
      at += std::chrono::milliseconds{*rc::gen::inRange(0, 3'000)};
      if (*rc::gen::inRange(0, 3) != 0) {
        while (record(time_passed{at})) {
        }
      }
    }
    engine replay{tiny(), policy_of(yaml)};
    for (std::size_t i = 0; i < journal.size(); ++i) {
      RC_ASSERT(text_of(feed(replay, journal[i])) == effects_of[i]);
    }
  }));
}

TEST(properties, a_shadow_trunk_touches_no_call) {
  EXPECT_TRUE(rc::check([] {
    engine screen{tiny(), policy_of(any_policy())};
    for (any_event event : any_history()) {
      if (auto* call = std::get_if<call_started>(&event)) call->mode = enforcement::shadow;
      const effects& out = feed(screen, event);
      RC_ASSERT(out.alerts.empty());
      RC_ASSERT(!out.decided || out.decided->enforced == verdict::pass);
    }
  }));
}

TEST(properties, alerts_of_one_moment_come_in_portions_and_none_is_lost) {
  engine screen{small(), policy_of("version: 1\n")};
  for (unsigned i = 0; i < 11; ++i) {
    const call_started call =
        from_number(foreign_call(seconds(0)), plus("+447700900000", i * 1'003), "GB");
    screen.apply(to_number(call, plus("+77010000000", i * 1'009)));
    screen.apply(call_answered{call.key, seconds(1)});
  }
  std::size_t raised = 0;
  bool more = true;
  for (int portion = 0; portion < 3; ++portion) {
    ASSERT_TRUE(more);
    const effects& out = screen.apply(time_passed{seconds(181)});
    raised += out.alerts.size();
    more = out.more;
  }
  EXPECT_EQ(raised, 11u);
  EXPECT_FALSE(more);
}

}  // namespace
}  // namespace qorgan::engine
