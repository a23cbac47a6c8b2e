// The conformance suite, third part: the desk.

#include <algorithm>
#include <array>
#include <thread>

#include "casework/desk_case.h"
#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

using namespace std::chrono_literals;

constexpr duration kLease = 90s;

timestamp after(duration span) {
  return script::at(kMorning) + span;
}

class desk_test : public store_test {
 protected:
  /// A call whose alert is raised at once.
  void alarm(std::uint64_t key, caller_and_callee numbers, alert_level level = alert_level::high,
             std::uint64_t fingerprint = 7) {
    record& entry = calls_.start(key, numbers);
    std::get<call_started>(entry.input).fingerprint = fingerprint;
    std::get<call_started>(entry.input).caller.info.where = country{"DE"};
    raise(entry, key, level);
    calls_.project(*store_);
  }
  static void raise(record& entry, std::uint64_t key, alert_level level) {
    alert raised;
    raised.key = {key};
    raised.at = script::at(key);
    raised.kind.assign("young_campaign");
    raised.level = level;
    raised.score = 0.9F;
    raised.reasons.push_back({detector_id{3}, 2.5F, 31, 20});
    entry.alerts.push_back(raised);
  }
  unsigned take(bool flood = false) { return store_->take_alerts({.flood = flood}, after(1s)); }
  desk_case only() {
    const auto all = store_->open_cases();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? desk_case{} : all.front().about;
  }
  std::expected<desk_case, desk_refusal> claim(case_id id, const std::string& who,
                                               const std::string& key,
                                               const std::string& reason = {}) {
    const timestamp at = after(5s);
    return store_->act(id, {at, who, "claim", reason, key}, [&](desk_case& it) {
      return casework::claim(it, {who, at}, kLease, reason);
    });
  }
  std::vector<std::string> actions(case_id id) {
    std::vector<std::string> out;
    for (const case_event& each : store_->history_of(id, 100)) out.push_back(each.action);
    return out;
  }

  script calls_;
};

TEST_P(desk_test, an_alert_becomes_a_case_exactly_once) {
  alarm(kMorning, {});
  EXPECT_EQ(take(), 1u);
  EXPECT_EQ(take(), 0u);
  const desk_case it = only();
  EXPECT_EQ(it.level, desk_level::high);
  EXPECT_EQ(it.first.caller, "+79161234567");
  EXPECT_EQ(it.first.callee, "+77011234567");
  EXPECT_EQ(it.first.caller_country, "DE");
  EXPECT_EQ(it.first.trunk, "carrier-north");
  EXPECT_EQ(it.first.fingerprint, 7u);
  ASSERT_EQ(it.first.reasons.size(), 1u);
  EXPECT_EQ(it.first.reasons[0].observed, 31u);
  open();
  EXPECT_EQ(take(), 0u) << "also after a restart";
  EXPECT_EQ(only().id, it.id);
}

TEST_P(desk_test, alerts_of_one_victim_or_one_campaign_are_one_case) {
  alarm(kMorning, {});
  alarm(kMorning + 10, {"79161234599", "77017654321"});  // the same hundred numbers
  alarm(kMorning + 20, {"4915112345678", "77011234567"}, alert_level::urgent, 9);  // same victim
  alarm(kMorning + 30, {"4915112345678", "77017654321"}, alert_level::high, 9);    // another's
  EXPECT_EQ(take(), 4u);
  const auto all = store_->open_cases();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].about.calls, 4u);
  EXPECT_EQ(all[0].about.victims, 2u);
  EXPECT_EQ(all[0].about.level, desk_level::urgent);
  ASSERT_EQ(all[0].calls.size(), 4u);
  EXPECT_EQ(all[0].calls[0].value, kMorning + 30) << "newest first";
  alarm(kMorning + 40, {"33612345678", "77770000001"}, alert_level::high, 9);
  EXPECT_EQ(take(), 1u);
  EXPECT_EQ(store_->open_cases().size(), 2u);
  EXPECT_EQ(store_->alerts_since(script::at(kMorning + 20)), 3u);
}

TEST_P(desk_test, a_second_alert_of_a_call_is_no_second_call) {
  alarm(kMorning, {});
  record& entry = calls_.answer(kMorning, 5'000'000);
  raise(entry, kMorning, alert_level::urgent);
  calls_.project(*store_);
  EXPECT_EQ(take(), 2u);
  EXPECT_EQ(only().alerts, 2u);
  EXPECT_EQ(only().calls, 1u);
  EXPECT_EQ(store_->calls_of(only().id, 10).size(), 1u);
}

TEST_P(desk_test, a_flood_is_gathered_by_trunk) {
  alarm(kMorning, {"4915112345678", "77770000001"}, alert_level::high, 1);
  alarm(kMorning + 10, {"33612345678", "77770000002"}, alert_level::high, 2);
  alarm(kMorning + 20, {"43612345678", "77770000003"}, alert_level::urgent, 3);
  EXPECT_EQ(take(true), 3u);
  EXPECT_EQ(store_->open_cases().size(), 2u);
}

TEST_P(desk_test, two_claims_at_the_same_moment_one_wins) {
  constexpr int kPeople = 6;
  for (std::uint64_t round = 0; round < 10; ++round) {
    const std::string callee = "7701555000" + std::to_string(round);
    alarm(kMorning + round * 100, {"4915112345678", callee}, alert_level::high, 50 + round);
    take();
    const case_id id = store_->open_cases().front().about.id;
    std::vector<std::thread> people;
    std::array<int, kPeople> won{};
    for (int n = 0; n < kPeople; ++n) {
      people.emplace_back([&, n] {
        const std::string who = "operator:desk-" + std::to_string(n);
        const auto got = claim(id, who, "key-" + std::to_string(round) + "-" + std::to_string(n));
        if (got) won[static_cast<std::size_t>(n)] = got->holder == who ? 1 : 2;
        if (!got && got.error() != desk_refusal::held_by_other)
          won[static_cast<std::size_t>(n)] = 2;
      });
    }
    for (std::thread& each : people) each.join();
    EXPECT_EQ(std::ranges::count(won, 1), 1) << "exactly one";
    EXPECT_EQ(std::ranges::count(won, 2), 0);
    EXPECT_EQ(actions(id), std::vector<std::string>{"claim"});
  }
}

TEST_P(desk_test, the_same_order_again_changes_nothing) {
  alarm(kMorning, {});
  take();
  const case_id id = only().id;
  ASSERT_TRUE(claim(id, "operator:one", "key-number-1"));
  const std::uint64_t changes = store_->changes();
  ASSERT_TRUE(claim(id, "operator:one", "key-number-1"));
  EXPECT_EQ(store_->changes(), changes);
  EXPECT_EQ(actions(id).size(), 1u);
  EXPECT_EQ(claim(id, "operator:one", "key-number-1", "another reason").error(),
            desk_refusal::key_reused);
  EXPECT_EQ(claim({12345}, "operator:one", "key-number-2").error(), desk_refusal::no_such_case);
}

TEST_P(desk_test, a_change_and_its_audit_entry_stand_and_fall_together) {
  alarm(kMorning, {});
  take();
  const case_id id = only().id;
  ASSERT_TRUE(claim(id, "operator:one", "key-number-1"));
  const auto entries = store_->newest_audit(10);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].action, "case_claim");
  EXPECT_EQ(entries[0].subject, to_string(id));
  execute("ALTER TABLE audit RENAME TO audit_away");
  EXPECT_THROW((void)claim(id, "operator:two", "key-number-2", "urgent"), std::runtime_error);
  execute("ALTER TABLE audit_away RENAME TO audit");
  EXPECT_EQ(only().holder, "operator:one");
  EXPECT_EQ(actions(id).size(), 1u);
}

TEST_P(desk_test, words_of_a_note_stay_out_of_the_audit) {
  alarm(kMorning, {});
  take();
  const auto noted =
      store_->act(only().id, {after(6s), "operator:one", "note", "+77011234567", "k"},
                  [](desk_case&) { return casework::result{}; });
  ASSERT_TRUE(noted);
  EXPECT_EQ(store_->newest_audit(1)[0].action, "case_note");
  EXPECT_EQ(store_->newest_audit(1)[0].detail, "");
  EXPECT_EQ(store_->history_of(only().id, 9)[0].words, "+77011234567");
}

TEST_P(desk_test, work_prolongs_the_lease_and_the_sweep_ends_it) {
  alarm(kMorning, {});
  take();
  const case_id id = only().id;
  ASSERT_TRUE(claim(id, "operator:one", "key-number-1"));
  EXPECT_EQ(store_->work(id, "operator:two", after(500s)).error(), desk_refusal::not_held);
  ASSERT_TRUE(store_->work(id, "operator:one", after(150s)));
  EXPECT_EQ(store_->sweep(after(149s), kNever), 0u);
  EXPECT_EQ(store_->sweep(after(150s), kNever), 1u);
  EXPECT_EQ(only().state, case_state::waiting);
  EXPECT_EQ(actions(id).back(), "lease_over");
  EXPECT_EQ(store_->newest_audit(1)[0].actor, "system");
  EXPECT_EQ(store_->sweep(after(24h), after(1h)), 1u) << "nobody took it for so long";
  EXPECT_TRUE(store_->open_cases().empty());
  EXPECT_EQ(store_->find_case(id)->outcome, case_outcome::unattended);
}

TEST_P(desk_test, everything_about_a_case_is_kept) {
  alarm(kMorning, {});
  take();
  desk_case wanted = only();
  const auto kept =
      store_->act(wanted.id, {after(6s), "operator:one", "all", {}, {}}, [&](auto& it) {
        it.state = case_state::closed;
        it.shelved_until = after(10s);
        it.shelf_reason = "reason";
        it.escalated_at = after(11s);
        it.escalated_by = "operator:one";
        it.escalation = "why";
        it.acknowledged_at = after(12s);
        it.acknowledged_by = "prosecutor:duty";
        it.outcome = case_outcome::paid;
        it.outcome_at = it.closed_at = after(13s);
        it.outcome_by = "operator:one";
        it.amount = 5'000'000'000;
        it.bank = "банк";
        it.acted_at = it.claimed_at = after(7s);
        it.warnings = 3;
        return casework::result{};
      });
  ASSERT_TRUE(kept);
  const auto found = store_->find_case(wanted.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->amount, 5'000'000'000);
  EXPECT_EQ(found->bank, "банк");
  EXPECT_EQ(found->escalation, "why");
  EXPECT_EQ(found->acknowledged_by, "prosecutor:duty");
  EXPECT_EQ(found->warnings, 3u);
  EXPECT_EQ(found->shelved_until, after(10s));
  EXPECT_EQ(found->closed_at, after(13s));
  EXPECT_TRUE(store_->open_cases().empty());
  ASSERT_EQ(store_->closed_cases(5).size(), 1u);
  // What was here before is seen from a new case of the same victim.
  alarm(kMorning + 50, {"33612345678", "77011234567"}, alert_level::high, 99);
  take();
  ASSERT_EQ(store_->past_cases(only(), 5).size(), 1u);
  EXPECT_EQ(store_->past_cases(only(), 5)[0].id, wanted.id);
  const std::int64_t red_us[kDeskLevels] = {1, 1, 8'000'000, 1};
  const desk_tally day = store_->tally_since(script::at(kMorning), red_us);
  EXPECT_EQ(day.detected, 2u);
  EXPECT_EQ(day.claimed_in_time, 1u);
  EXPECT_EQ(day.paid, 1u);
  EXPECT_EQ(day.warned, 1u);
}

TEST_P(desk_test, what_somebody_told_is_a_case_once) {
  case_call told;
  told.at = after(1s);
  told.level = desk_level::high;
  told.caller = "+4915112345678";
  told.callee = "+77011234567";
  const case_act act{after(1s), "operator:one", "report", "says to be the bank", "key-number-1"};
  const auto first = store_->report(told, act);
  const auto again = store_->report(told, act);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(only().origin, case_origin::citizen);
  EXPECT_EQ(only().calls, 0u);
  told.callee = "+77010000000";
  EXPECT_EQ(store_->report(told, act).error(), desk_refusal::key_reused);
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(desk_test);

}  // namespace qorgan::store
