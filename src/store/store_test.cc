// The conformance suite, first half: opening, projecting, calls.

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <atomic>
#include <thread>

#include "store/connections.h"
#include "store/store_test_support.h"

// A query names the conditions it has, and only those.
#pragma clang diagnostic ignored "-Wmissing-designated-field-initializers"

namespace qorgan::store {

void store_test::execute(const std::string& sql) {
  soci::session session;
  connections::open(session, *parse_url(url_));
  session << sql;
}

namespace {

class opening : public store_test {};
class projecting : public store_test {};
class calls : public store_test {};

TEST_P(opening, says_which_database_it_is) {
  const std::string name = GetParam() == dialect::sqlite ? "SQLite 3." : "PostgreSQL 1";
  EXPECT_EQ(store_->description().substr(0, name.size()), name);
}

TEST_P(opening, keeps_everything_when_opened_again) {
  script day;
  day.start(kMorning);
  day.project(*store_);
  open();
  EXPECT_EQ(store_->position(), 1u);
  EXPECT_EQ(keys({}), std::vector{kMorning});
}

TEST_P(opening, refuses_the_database_of_a_newer_program) {
  execute("INSERT INTO schema_version VALUES (999, 'later')");
  const auto opened = store::open(url_);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().find("schema version 999"), std::string::npos) << opened.error();
}

TEST(opening_words, mistakes_are_answered_in_words) {
  EXPECT_NE(store::open("mysql://x").error().find("sqlite:PATH"), std::string::npos);
  EXPECT_FALSE(store::open("sqlite:"));
  EXPECT_FALSE(store::open("sqlite:/nonexistent/folder/x.sqlite"));
  const auto unreachable = store::open("postgresql://who:secret@127.0.0.1:1/none");
  ASSERT_FALSE(unreachable);
  EXPECT_EQ(unreachable.error().find("secret"), std::string::npos) << unreachable.error();
}

TEST_P(projecting, a_call_is_the_same_in_one_batch_and_in_many) {
  const std::uint64_t second = kMorning + 1'000'000;
  script day;
  for (const std::uint64_t key : {kMorning, second}) {
    record& begin = day.start(key);
    begin.messages.push_back(message(key, "INVITE", 0, leg::caller, direction::received));
    if (key == second) day.project(*store_);
    record& rings = day.ring(key, 2'000'000);
    rings.messages.push_back(message(key + 9, "INVITE", 180, leg::callee, direction::received));
    if (key == second) day.project(*store_);
    day.answer(key, 5'000'000);
    if (key == second) day.project(*store_);
    day.add(ladder_rest{{key}, script::at(key + 6)})
        .messages.push_back(message(key + 11, "BYE", 0, leg::callee, direction::received));
    day.end(key, 65'000'000, 200, ended_by::callee);
    day.project(*store_);
  }
  for (const std::uint64_t key : {kMorning, second}) {
    const auto found = store_->call({key});
    ASSERT_TRUE(found);
    EXPECT_EQ(to_us(found->call.started_at), static_cast<std::int64_t>(key));
    EXPECT_EQ(to_us(found->call.ringing_at), static_cast<std::int64_t>(key + 2'000'000));
    EXPECT_EQ(to_us(found->call.answered_at), static_cast<std::int64_t>(key + 5'000'000));
    EXPECT_EQ(to_us(found->call.ended_at), static_cast<std::int64_t>(key + 65'000'000));
    EXPECT_EQ(found->call.sip_code, 200);
    EXPECT_EQ(found->call.by, ended_by::callee);
    ASSERT_EQ(found->messages.size(), 3u);
    EXPECT_EQ(found->messages[0].method.view(), "INVITE");
    EXPECT_EQ(found->messages[1].status, 180);
    EXPECT_EQ(found->messages[1].side, leg::callee);
    EXPECT_EQ(to_us(found->messages[2].at), static_cast<std::int64_t>(key + 11));
    EXPECT_EQ(found->messages[2].way, direction::received);
  }
}

TEST_P(projecting, a_waived_refusal_is_a_pass_in_one_batch_and_in_two) {
  const std::uint64_t second = kMorning + 1'000'000;
  script day;
  for (const std::uint64_t key : {kMorning, second}) {
    day.start(key).decided->enforced = verdict::block;
    if (key == second) day.project(*store_);
    day.add(refusal_waived{{key}, script::at(key + 9), waiver::record_late, 404});
    day.project(*store_);
    const auto found = store_->call({key});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->call.enforced, verdict::pass);
    EXPECT_EQ(found->call.sip_code, 404);
    EXPECT_FALSE(happened(found->call.ended_at));
  }
}

TEST_P(projecting, every_field_arrives) {
  script day;
  record& entry = day.start(kMorning);
  auto& in = std::get<call_started>(entry.input);
  in.caller.info.where = country{"RU"};
  in.callee.info.where = country{"KZ"};
  in.emergency = true;
  in.unscreened = true;
  in.passport = passport_status::invalid_identity;
  in.attested = attestation::failed;
  in.seen = seen_by::watched;
  in.sip_call_id = std::string_view{"a84b4c76e66710@198.51.100.20"};
  in.user_agent = std::string_view{"Asterisk PBX 18.12.0"};
  entry.decided->enforced = verdict::alert;
  entry.decided->would = verdict::block;
  entry.decided->score = 0.125F;
  entry.decided->rule = std::string_view{"spoofed-domestic"};
  entry.decided->reasons.push_back({{7}, -1.75F, 140, 60});
  entry.decided->reasons.push_back({{8}, 0.1F, 0, 4'294'967'295});
  day.project(*store_);
  const auto found = store_->find_calls({});
  ASSERT_EQ(found.size(), 1u);
  const call_summary& call = found[0];
  EXPECT_EQ(call.key.value, kMorning);
  EXPECT_EQ(call.seq, 1u);
  EXPECT_EQ(call.trunk, "carrier-north");
  EXPECT_EQ(call.caller, "+79161234567");
  EXPECT_EQ(call.callee, "+77011234567");
  EXPECT_EQ(call.caller_country, "RU");
  EXPECT_EQ(call.callee_country, "KZ");
  EXPECT_EQ(call.source, "198.51.100.20:5060");
  EXPECT_EQ(call.sip_call_id, "a84b4c76e66710@198.51.100.20");
  EXPECT_EQ(call.user_agent, "Asterisk PBX 18.12.0");
  EXPECT_EQ(call.enforced, verdict::alert);
  EXPECT_EQ(call.would, verdict::block);
  EXPECT_TRUE(call.emergency);
  EXPECT_TRUE(call.unscreened);
  EXPECT_EQ(call.passport, passport_status::invalid_identity);
  EXPECT_EQ(call.attested, attestation::failed);
  EXPECT_EQ(call.seen, seen_by::watched);
  EXPECT_EQ(call.score, 0.125F);
  EXPECT_EQ(call.rule, "spoofed-domestic");
  ASSERT_EQ(call.reasons.size(), 2u);
  EXPECT_EQ(call.reasons[0].detector.value, 7);
  EXPECT_EQ(call.reasons[0].weight, -1.75F);
  EXPECT_EQ(call.reasons[0].observed, 140u);
  EXPECT_EQ(call.reasons[1].weight, 0.1F);
  EXPECT_EQ(call.reasons[1].threshold, 4'294'967'295u);
}

TEST_P(projecting, a_batch_is_applied_once) {
  script day;
  day.start(kMorning).messages.push_back(
      message(kMorning, "INVITE", 0, leg::caller, direction::received));
  day.ring(kMorning, 10);
  const std::vector<record> batch = day.entries();
  store_->project(batch);
  EXPECT_THROW(store_->project(batch), std::runtime_error);
  EXPECT_THROW(store_->project(std::span{batch}.subspan(1)), std::runtime_error);
  EXPECT_EQ(store_->position(), 2u);
  EXPECT_EQ(store_->call({kMorning})->messages.size(), 1u);
}

TEST_P(projecting, a_batch_that_fails_leaves_nothing) {
  execute("ALTER TABLE alerts RENAME TO alerts_away");
  script day;
  day.start(kMorning);
  record& second = day.start(kMorning + 1);
  second.alerts.push_back({.key = {kMorning + 1}, .at = script::at(kMorning)});
  EXPECT_THROW(store_->project(day.entries()), std::runtime_error);
  EXPECT_EQ(store_->position(), 0u);
  EXPECT_EQ(keys({}), std::vector<std::uint64_t>{});
  EXPECT_EQ(keys({.number_prefix = "7"}), std::vector<std::uint64_t>{});
  execute("ALTER TABLE alerts_away RENAME TO alerts");
  day.project(*store_);
  EXPECT_EQ(store_->position(), 2u);
  EXPECT_EQ(keys({}).size(), 2u);
}

TEST_P(projecting, what_happens_to_an_unknown_call_is_passed_over) {
  script day;
  day.ring(kMorning, 1);
  day.end(kMorning, 2, 200);
  day.add(time_passed{script::at(kMorning)});
  day.add(policy_adopted{script::at(kMorning), std::string_view{"00"}});
  day.project(*store_);
  EXPECT_EQ(store_->position(), 4u);
  EXPECT_EQ(keys({}), std::vector<std::uint64_t>{});
}

TEST_P(projecting, a_call_key_that_comes_twice_keeps_the_first_call) {
  script day;
  day.start(kMorning, {"79160000001"});
  day.start(kMorning, {"79160000002"});
  day.project(*store_);
  day.start(kMorning, {"79160000003"});
  day.project(*store_);
  EXPECT_EQ(store_->position(), 3u);
  EXPECT_EQ(store_->call({kMorning})->call.caller, "+79160000001");
}

TEST_P(projecting, hostile_text_is_made_harmless) {
  script day;
  record& entry = day.start(kMorning);
  auto& in = std::get<call_started>(entry.input);
  in.user_agent = std::string_view{"a\0b\xff'\"\\.\t\n\r\x7f;\xd2\x9a\xed\xa0\x80", 18};
  in.caller = {std::string_view{"anonym'; DROP TABLE calls"}, {}, {}};
  entry.messages.push_back(message(kMorning, "IN;VI\nTE", 0, leg::caller, direction::received));
  day.project(*store_);
  const auto found = store_->call({kMorning});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->call.user_agent, "a?b?'\"\\.????;\xd2\x9a???");
  EXPECT_EQ(found->call.caller, "anonym'; DROP TABLE calls");
  ASSERT_EQ(found->messages.size(), 1u);
  EXPECT_EQ(found->messages[0].method.view(), "IN?VI?TE");
}

TEST_P(projecting, a_new_process_ends_the_calls_of_the_old_one) {
  script day;
  day.start(kMorning);
  day.answer(kMorning, 10);
  day.project(*store_);
  day.start(kMorning + 1);  // open, and in the same batch
  day.start(kMorning + 2);
  day.end(kMorning + 2, 5, 487);            // ended
  record& asked = day.start(kMorning + 3);  // answered as a redirect server
  asked.messages.push_back(message(kMorning + 3, "INVITE", 0, leg::caller, direction::received));
  asked.messages.push_back(message(kMorning + 4, "INVITE", 404, leg::caller, direction::sent));
  day.add(process_started{script::at(kMorning + 100)});
  day.start(kMorning + 200);  // of the new process
  day.project(*store_);
  const auto ended = [&](std::uint64_t key) {
    return to_us(store_->call({key})->call.ended_at) - static_cast<std::int64_t>(kMorning);
  };
  EXPECT_EQ(ended(kMorning), 100);
  EXPECT_EQ(store_->call({kMorning})->call.by, ended_by::unknown);
  EXPECT_EQ(ended(kMorning + 1), 100);
  EXPECT_EQ(ended(kMorning + 2), 7);
  EXPECT_FALSE(happened(store_->call({kMorning + 3})->call.ended_at));
  EXPECT_EQ(store_->call({kMorning + 3})->call.sip_code, 404);
  EXPECT_FALSE(happened(store_->call({kMorning + 200})->call.ended_at));
}

TEST_P(projecting, readers_and_people_go_on_meanwhile) {
  std::atomic<bool> done{false};
  std::vector<std::thread> others;
  for (int i = 0; i < 3; ++i) {
    others.emplace_back([&] {
      std::size_t last = 0;
      while (!done) {
        const std::size_t now = store_->find_calls({.limit = 500}).size();
        EXPECT_GE(now, last);
        last = now;
        store_->add_audit({script::at(kMorning), "operator:one", "looked", "", ""});
      }
    });
  }
  script day;
  for (int batch = 0; batch < 20; ++batch) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      day.start(kMorning + static_cast<std::uint64_t>(batch) * 1000 + i);
    }
    EXPECT_NO_THROW(day.project(*store_));
  }
  done = true;
  for (std::thread& other : others) other.join();
  EXPECT_EQ(keys({.limit = 500}).size(), 400u);
}

TEST_P(projecting, comes_back_after_the_connections_were_lost) {
  if (GetParam() == dialect::sqlite) return;  // a file has no connection to lose
  script day;
  day.start(kMorning);
  day.project(*store_);
  execute(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
      "AND usename = 'qorgan'");
  day.start(kMorning + 1);
  EXPECT_THROW(store_->project(day.entries()), std::runtime_error);
  EXPECT_NO_THROW(day.project(*store_));
  EXPECT_EQ(store_->position(), 2u);
  int failed = 0;
  for (int i = 0; i < 20; ++i) {
    try {
      EXPECT_EQ(keys({}).size(), 2u);
    } catch (const std::runtime_error&) {
      ++failed;
    }
  }
  EXPECT_LE(failed, 4);  // each connection of the pool at most once
}

TEST_P(calls, are_found_newest_first_and_page_by_page) {
  script day;
  for (std::uint64_t i = 0; i < 25; ++i) day.start(kMorning + i);
  day.project(*store_);
  const auto first = keys({.limit = 10});
  ASSERT_EQ(first.size(), 10u);
  EXPECT_EQ(first.front(), kMorning + 24);
  EXPECT_EQ(first.back(), kMorning + 15);
  EXPECT_EQ(keys({.before = {first.back()}, .limit = 10}).front(), kMorning + 14);
  EXPECT_EQ(keys({.before = {kMorning}}), std::vector<std::uint64_t>{});
}

TEST_P(calls, are_found_by_what_was_decided_and_by_trunk_and_time) {
  script day;
  day.start(kMorning, {}, verdict::pass);
  day.start(kMorning + 1'000'000, {}, verdict::block);
  day.start(kMorning + 2'000'000, {}, verdict::pass).decided->would = verdict::block;
  std::get<call_started>(day.start(kMorning + 3'000'000).input).trunk =
      trunk_id_of("carrier-south");
  day.project(*store_);
  EXPECT_EQ(keys({.enforced = verdict::block}), std::vector{kMorning + 1'000'000});
  EXPECT_EQ(keys({.would = verdict::block}),
            (std::vector{kMorning + 2'000'000, kMorning + 1'000'000}));
  EXPECT_EQ(keys({.enforced = verdict::pass, .would = verdict::block}),
            std::vector{kMorning + 2'000'000});
  EXPECT_EQ(keys({.trunk = "carrier-south"}), std::vector{kMorning + 3'000'000});
  EXPECT_EQ(keys({.trunk = "nobody"}), std::vector<std::uint64_t>{});
  EXPECT_EQ(
      keys({.from = script::at(kMorning + 1'000'000), .to = script::at(kMorning + 3'000'000)}),
      (std::vector{kMorning + 2'000'000, kMorning + 1'000'000}));
}

TEST_P(calls, are_found_by_the_beginning_of_either_number) {
  script day;
  day.start(kMorning, {"79161234567", "77011234567"});
  day.start(kMorning + 1, {"77011234567", "77470000000"});
  day.start(kMorning + 2, {"491511234567", "77011234568"});
  day.start(kMorning + 3, {"0161234", "112"});  // as signalled, not E.164
  day.start(kMorning + 4, {"anonymous", "77015555555"});
  day.project(*store_);
  const auto found = [&](std::string digits) { return keys({.number_prefix = std::move(digits)}); };
  EXPECT_EQ(found("77011234567"), (std::vector{kMorning + 1, kMorning}));
  EXPECT_EQ(found("770112345"), (std::vector{kMorning + 2, kMorning + 1, kMorning}));
  EXPECT_EQ(found("7701"), (std::vector{kMorning + 4, kMorning + 2, kMorning + 1, kMorning}));
  EXPECT_EQ(found("4915"), std::vector{kMorning + 2});
  EXPECT_EQ(found("0161"), std::vector{kMorning + 3});
  EXPECT_EQ(found("112"), std::vector{kMorning + 3});
  EXPECT_EQ(found("770112345670"), std::vector<std::uint64_t>{});
  EXPECT_EQ(found("12345678901234567890"), std::vector<std::uint64_t>{});
  EXPECT_EQ(found("7' OR 1=1"), std::vector<std::uint64_t>{});
  EXPECT_EQ(keys({.number_prefix = "7701", .before = {kMorning + 2}, .limit = 1}),
            std::vector{kMorning + 1});
}

TEST_P(calls, are_found_by_number_among_many) {
  script day;
  const auto number_of = [](std::uint64_t i) { return std::to_string(79'160'000'000 + i % 5'000); };
  constexpr std::uint64_t kCalls = 30'000;  // several buckets
  for (std::uint64_t i = 0; i < kCalls; ++i) {
    const std::string caller = number_of(i * 7919);
    day.start(kMorning + i * 1'000, {caller});
    if (i % 4'000 == 3'999) day.project(*store_);
  }
  day.project(*store_);
  std::vector<std::uint64_t> expected;
  for (std::uint64_t i = kCalls; i-- > 0;) {
    if (i * 7919 % 5'000 == 77) expected.push_back(kMorning + i * 1'000);
  }
  ASSERT_EQ(expected.size(), 6u);
  EXPECT_EQ(keys({.number_prefix = "79160000077"}), expected);
  const std::vector<std::uint64_t> two(expected.begin() + 2, expected.begin() + 4);
  EXPECT_EQ(keys({.number_prefix = "79160000077", .before = {expected[1]}, .limit = 2}), two);
  EXPECT_EQ(keys({.number_prefix = "79160000077", .to = script::at(expected[4] + 1)}).size(), 2u);
  EXPECT_EQ(keys({.number_prefix = "7", .limit = 500}).size(), 500u);
}

TEST_P(calls, have_their_alerts_and_their_teardown) {
  script day;
  day.start(kMorning);
  std::get<call_started>(day.start(kMorning + 1).input).trunk = trunk_id_of("carrier-south");
  record& timer = day.add(time_passed{script::at(kMorning + 1'000)});
  for (std::uint64_t i = 0; i < 2; ++i) {
    alert raised;
    raised.key = {kMorning + i};
    raised.at = script::at(kMorning + 1'000);
    raised.kind = std::string_view{"long-first-call"};
    raised.level = alert_level::urgent;
    raised.score = 0.5F;
    raised.caller = *e164::from_digits("79161234567");
    raised.reasons.push_back({{3}, 2, 1, 1});
    timer.alerts.push_back(raised);
  }
  teardown_progress progress;
  progress.key = {kMorning};
  progress.at = script::at(kMorning + 2'000);
  progress.actor = std::string_view{"operator:one"};
  day.add(progress);
  progress.state = teardown_state::confirmed;
  progress.caller_ended = progress.callee_ended = true;
  day.add(progress);
  day.project(*store_);

  const auto newest = store_->newest_alerts(10);
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].raised.key.value, kMorning + 1);
  EXPECT_EQ(newest[0].trunk, "carrier-south");
  EXPECT_EQ(newest[1].trunk, "carrier-north");
  EXPECT_EQ(newest[1].raised.kind.view(), "long-first-call");
  EXPECT_EQ(newest[1].raised.level, alert_level::urgent);
  EXPECT_EQ(to_string(newest[1].raised.caller), "+79161234567");
  ASSERT_EQ(newest[1].raised.reasons.size(), 1u);
  EXPECT_EQ(store_->newest_alerts(1).size(), 1u);

  const auto found = store_->call({kMorning});
  ASSERT_EQ(found->alerts.size(), 1u);
  EXPECT_EQ(found->alerts[0].score, 0.5F);
  ASSERT_EQ(found->teardown.size(), 2u);
  EXPECT_EQ(found->teardown[0].state, teardown_state::requested);
  EXPECT_EQ(found->teardown[0].actor.view(), "operator:one");
  EXPECT_EQ(found->teardown[1].state, teardown_state::confirmed);
  EXPECT_TRUE(found->teardown[1].callee_ended);
  EXPECT_FALSE(store_->call({kMorning + 999}));
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(opening);
QORGAN_ON_BOTH_DATABASES(projecting);
QORGAN_ON_BOTH_DATABASES(calls);

}  // namespace qorgan::store
