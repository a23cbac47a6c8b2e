// Calls a switch asks about over HTTP, as transcripts: letters in, answers and records out. Time is
// moved by the test.
#include "gateway/asked_calls.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;
using outcome = enquiry_answer::outcome;

std::string rule(std::string_view verdict, std::string_view more = "") {
  return "version: 1\nrules:\n  - name: everything\n"
         "    when: {trunk_kind: [international, domestic, roaming_hub]}\n    verdict: " +
         std::string(verdict) + "\n    legal_basis: test\n" + std::string(more);
}

rig_options with_policy(std::string policy) {
  rig_options out;
  out.policy = std::move(policy);
  return out;
}

/// A call path that may be asked.
struct asked_rig : rig {
  explicit asked_rig(const std::string& policy = "version: 1\n", enquiry_options with = {})
      : rig(with_policy(policy)) {
    with.enabled = true;
    path->asked = std::make_unique<asked_calls>(with, path->now_ms);
    trunk = path->trunks.at(0).options.id;
  }

  enquiry question(std::string_view call_id = "", std::string_view callee = "+77010000001") {
    enquiry out;
    out.ticket = ++tickets;
    out.deadline_ns = (path->now_ms + 250) * 1'000'000;
    out.trunk = trunk;
    out.caller.assign("+442079460001");
    out.callee.assign(callee);
    out.call_id.assign(call_id);
    return out;
  }
  void post(const enquiry_letter& letter) {
    ASSERT_TRUE(path->asked->letters.push(letter));
    while (read_letters(*path)) {
    }
  }
  /// Asks and has time pass until there is an answer, at most a second.
  enquiry_answer ask(const enquiry& letter) {
    post(letter);
    enquiry_answer out;
    for (int i = 0; i < 100 && !path->asked->answers.pop(out); ++i) pass(10);
    EXPECT_EQ(out.ticket, letter.ticket);
    return out;
  }
  outcome tell(call_key key, call_step step, std::uint16_t code = 0,
               ended_by by = ended_by::unknown) {
    post(call_news{++tickets, 0, trunk, key, step, code, by});
    enquiry_answer out;
    EXPECT_TRUE(path->asked->answers.pop(out));
    EXPECT_EQ(out.ticket, tickets);
    return out.what;
  }
  const trunk_figures& figures() { return path->trunks.at(0).figures; }

  trunk_id trunk;
  std::uint64_t tickets = 0;
};

TEST(AskedCalls, ACallIsDecidedRecordedAndFollowedToItsEnd) {
  asked_rig r;
  const enquiry_answer answer = r.ask(r.question("a@switch"));
  EXPECT_EQ(answer.what, outcome::decided);
  EXPECT_EQ(answer.made.enforced, verdict::pass);
  EXPECT_EQ(answer.open, fail_open::no);
  const auto started = r.journal.all<call_started>();
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].key, answer.made.key);
  EXPECT_EQ(started[0].seen, seen_by::screened);
  EXPECT_EQ(to_string(started[0].caller.number), "+442079460001");
  EXPECT_EQ(started[0].sip_call_id.view(), "a@switch");
  EXPECT_EQ(r.figures().live, 1u);

  r.pass(2'000);
  EXPECT_EQ(r.tell(answer.made.key, call_step::ringing), outcome::told);
  EXPECT_EQ(r.tell(answer.made.key, call_step::ringing), outcome::told) << "told twice";
  r.pass(1'000);
  EXPECT_EQ(r.tell(answer.made.key, call_step::answered), outcome::told);
  r.pass(5'000);
  EXPECT_EQ(r.tell(answer.made.key, call_step::ended, 200, ended_by::callee), outcome::told);
  EXPECT_EQ(r.tell(answer.made.key, call_step::ended, 200, ended_by::callee), outcome::told);
  EXPECT_EQ(r.tell(answer.made.key, call_step::answered), outcome::call_over);
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_answered>().size(), 1u);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].sip_code, 200);
  EXPECT_EQ(ended[0].by, ended_by::callee);
  EXPECT_EQ(r.figures().live, 0u);
  EXPECT_EQ(r.figures().talk_time_ms, 5'000u);
  EXPECT_EQ(r.figures().post_dial_delay_ms, 2'000u);
}

TEST(AskedCalls, ARefusalIsAnsweredOnlyWhenItsRecordIsCommitted) {
  asked_rig r(rule("block"));
  r.journal.commits_at_once = false;
  r.post(r.question());
  enquiry_answer answer;
  r.pass(200);
  EXPECT_FALSE(r.path->asked->answers.pop(answer));
  r.journal.committed_seq = r.journal.records.back().seq;
  r.pass(10);
  ASSERT_TRUE(r.path->asked->answers.pop(answer));
  EXPECT_EQ(answer.made.enforced, verdict::block);
  EXPECT_EQ(answer.refuse_with, 603);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].by, ended_by::centre);
  EXPECT_EQ(ended[0].sip_code, 603);
  EXPECT_EQ(r.figures().blocked, 1u);
  EXPECT_EQ(r.figures().live, 0u);
}

TEST(AskedCalls, WithoutADurableRecordARefusalBecomesAPass) {
  for (const char* trouble : {"slow", "unhealthy", "full"}) {
    asked_rig r(rule("block"));
    r.journal.commits_at_once = false;
    r.journal.is_healthy = std::string_view(trouble) != "unhealthy";
    r.journal.full = std::string_view(trouble) == "full";
    const enquiry_answer answer = r.ask(r.question("x"));
    EXPECT_EQ(answer.made.enforced, verdict::pass) << trouble;
    EXPECT_EQ(answer.made.would, verdict::block) << trouble;
    EXPECT_EQ(answer.open, fail_open::no_record) << trouble;
    EXPECT_EQ(r.path->figures.not_enforced, 1u) << trouble;
    EXPECT_EQ(r.figures().blocked, 0u) << trouble;
    EXPECT_TRUE(r.journal.all<call_ended>().empty()) << trouble << ": the call goes on";
    const enquiry_answer again = r.ask(r.question("x"));
    EXPECT_EQ(again.what, outcome::repeated) << trouble;
    EXPECT_EQ(again.made.enforced, verdict::pass) << trouble << ": what was said stands";
  }
}

TEST(AskedCalls, AskingAgainGetsTheSameDecisionAndNoSecondRecord) {
  asked_rig r(rule("block"), {.retry_window_ms = 5'000});
  const enquiry_answer first = r.ask(r.question("b@switch"));
  const enquiry_answer again = r.ask(r.question("b@switch"));
  EXPECT_EQ(again.what, outcome::repeated);
  EXPECT_EQ(again.made.key, first.made.key);
  EXPECT_EQ(again.made.enforced, verdict::block);
  EXPECT_EQ(again.refuse_with, 603);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
  const enquiry_answer other = r.ask(r.question("b@switch", "+77010000002"));
  EXPECT_EQ(other.what, outcome::decided) << "the same id for another callee is another call";
  r.pass(6'000);
  EXPECT_EQ(r.ask(r.question("b@switch")).what, outcome::decided) << "forgotten by then";
  EXPECT_EQ(r.journal.all<call_started>().size(), 3u);
}

TEST(AskedCalls, AskingAgainWhileTheRecordIsWaitedForGetsBothAnswered) {
  asked_rig r(rule("block"));
  r.journal.commits_at_once = false;
  const enquiry first = r.question("c");
  const enquiry second = r.question("c");
  r.post(first);
  r.post(second);
  enquiry_answer answer;
  EXPECT_FALSE(r.path->asked->answers.pop(answer));
  r.journal.committed_seq = r.journal.records.back().seq;
  r.pass(10);
  for (const std::uint64_t ticket : {first.ticket, second.ticket}) {
    ASSERT_TRUE(r.path->asked->answers.pop(answer));
    EXPECT_EQ(answer.ticket, ticket);
    EXPECT_EQ(answer.made.enforced, verdict::block);
  }
  EXPECT_EQ(r.figures().blocked, 1u) << "one call";
}

TEST(AskedCalls, WithoutANameAskingAgainIsANewCall) {
  asked_rig r;
  EXPECT_NE(r.ask(r.question()).made.key, r.ask(r.question()).made.key);
  EXPECT_EQ(r.journal.all<call_started>().size(), 2u);
}

TEST(AskedCalls, AnEmergencyCallPassesWhateverThePolicyAndTheJournalSay) {
  asked_rig r(rule("block"));
  r.journal.is_healthy = false;
  for (const char* callee : {"112", "+7112", "urn:service:sos"}) {
    const enquiry_answer answer = r.ask(r.question("", callee));
    EXPECT_EQ(answer.made.enforced, verdict::pass) << callee;
    EXPECT_EQ(answer.open, fail_open::no) << callee;
  }
  EXPECT_EQ(r.figures().emergency, 3u);
}

TEST(AskedCalls, OneThatComesTooLateIsRecordedAsPassedUnscreened) {
  asked_rig r(rule("block"));
  enquiry late = r.question("d");
  late.deadline_ns = (r.path->now_ms - 1) * 1'000'000;
  const enquiry_answer answer = r.ask(late);
  EXPECT_EQ(answer.made.enforced, verdict::pass);
  EXPECT_EQ(answer.open, fail_open::late);
  EXPECT_TRUE(answer.unscreened);
  EXPECT_TRUE(r.journal.all<call_started>().at(0).unscreened);
}

TEST(AskedCalls, ACallNothingIsHeardOfEndsByItself) {
  asked_rig r("version: 1\n", {.unheard_ms = 3'000, .retry_window_ms = 1'000});
  const call_key key = r.ask(r.question("e")).made.key;
  r.pass(2'900);
  EXPECT_TRUE(r.journal.all<call_ended>().empty());
  r.pass(200);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].key, key);
  EXPECT_EQ(ended[0].by, ended_by::unknown);
  EXPECT_EQ(ended[0].sip_code, 0);
  EXPECT_EQ(r.path->figures.asked.unheard, 1u);
  EXPECT_EQ(r.tell(key, call_step::ringing), outcome::unknown_call);
  EXPECT_EQ(r.path->asked->calls.size(), 0u) << "nothing is kept for ever";
}

TEST(AskedCalls, AFullTableStillDecidesAndRefuses) {
  asked_rig r(rule("block"), {.max_calls = 2});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(r.ask(r.question(std::to_string(i))).made.enforced, verdict::block) << i;
  }
  EXPECT_EQ(r.path->figures.asked.not_followed, 1u);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 3u) << "each refusal has its end";
  EXPECT_EQ(r.figures().live, 0u);
}

TEST(AskedCalls, NewsOfAnotherTrunksCallOrOfNoCallAreNotKnown) {
  asked_rig r;
  const call_key key = r.ask(r.question()).made.key;
  EXPECT_EQ(r.tell(call_key{7}, call_step::ringing), outcome::unknown_call);
  r.trunk = trunk_id_of("somebody-elses");
  EXPECT_EQ(r.tell(key, call_step::ringing), outcome::unknown_call);
  EXPECT_EQ(r.ask(r.question()).what, outcome::unknown_trunk);
  EXPECT_TRUE(r.journal.all<call_ringing>().empty());
}

TEST(AskedCalls, AfterARestartAskingAgainGetsWhatTheJournalSays) {
  asked_rig before(rule("block"));
  const enquiry_answer first = before.ask(before.question("f@switch"));
  asked_rig after(rule("block"));
  after.path->now = before.path->now;
  remember_asked(*after.path, before.journal.records.at(0));
  const enquiry_answer again = after.ask(after.question("f@switch"));
  EXPECT_EQ(again.what, outcome::repeated);
  EXPECT_EQ(again.made.key, first.made.key);
  EXPECT_EQ(again.made.enforced, verdict::block);
  EXPECT_EQ(again.refuse_with, 603);
  EXPECT_TRUE(after.journal.records.empty());
  EXPECT_EQ(after.tell(first.made.key, call_step::answered), outcome::call_over);
  after.pass(61'000);
  EXPECT_EQ(after.ask(after.question("f@switch")).what, outcome::decided);
}

TEST(AskedCalls, ADropOfACallThatOnlyItsSwitchHasFailsAndSaysSo) {
  asked_rig r;
  const call_key key = r.ask(r.question()).made.key;
  r.drop(key);
  const auto steps = r.journal.all<teardown_progress>();
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].state, teardown_state::failed);
  EXPECT_EQ(steps[0].cause.view(),
            "only the switch that asked about the call can end it: nothing was sent");
  EXPECT_EQ(r.path->figures.drops_failed, 1u);
}

TEST(AskedCalls, DivertSaysWhereTo) {
  asked_rig r(rule("divert", "    divert: sip:warning@announcements.example\n"));
  const enquiry_answer answer = r.ask(r.question());
  EXPECT_EQ(answer.made.enforced, verdict::divert);
  EXPECT_EQ(answer.divert_to.view(), "sip:warning@announcements.example");
  EXPECT_EQ(answer.refuse_with, 0);
}

TEST(AskedCalls, ABurstOfLettersIsReadInPortions) {
  asked_rig r;
  for (std::size_t i = 0; i < asked_calls::kLettersPerRound + 1; ++i) {
    ASSERT_TRUE(r.path->asked->letters.push(r.question()));
  }
  EXPECT_TRUE(read_letters(*r.path)) << "SIP has its turn in between";
  EXPECT_FALSE(read_letters(*r.path));
  EXPECT_EQ(r.path->figures.asked.calls, asked_calls::kLettersPerRound + 1);
}

}  // namespace
}  // namespace qorgan::gateway
