#include "sip/teardown.h"

#include <gtest/gtest.h>

#include <string>

namespace qorgan::sip {
namespace {

/// A step in words: what is done, what is reported, and "trouble" in brackets.
std::string words(const teardown_step& step) {
  std::string out;
  const auto say = [&out](std::string_view word) {
    if (!out.empty()) out += ' ';
    out += word;
  };
  if (step.refuse_caller) say("refuse-caller");
  if (step.cancel_callee) say("cancel-callee");
  if (step.ack_callee) say("ack-callee");
  if (step.bye_callee) say("bye-callee");
  if (step.bye_caller) say("bye-caller");
  if (step.answer_bye) say("answer-bye");
  for (const teardown_state state : step.reports) say(to_string(state));
  if (!step.trouble.empty()) say("[" + std::string(step.trouble) + "]");
  if (step.finished) say("finished");
  return out;
}

TEST(Teardown, AnsweredCall) {
  teardown t;
  EXPECT_EQ(words(t.start(drop_phase::answered)), "bye-callee bye-caller requested sent");
  EXPECT_EQ(words(t.on_bye_final(leg::callee, 200)), "callee_ended");
  EXPECT_EQ(words(t.on_bye_final(leg::caller, 481)), "caller_ended confirmed finished");
}

TEST(Teardown, RingingCall) {
  teardown t;
  EXPECT_EQ(words(t.start(drop_phase::early)), "refuse-caller cancel-callee requested sent");
  EXPECT_EQ(words(t.on_ack()), "caller_ended");
  EXPECT_EQ(words(t.on_callee_final(487)), "callee_ended confirmed finished");
}

TEST(Teardown, NotForwardedYet) {
  teardown t;
  EXPECT_EQ(words(t.start(drop_phase::unforwarded)), "refuse-caller requested sent callee_ended");
  EXPECT_EQ(words(t.on_ack()), "caller_ended confirmed finished");
}

TEST(Teardown, AskedAgainNothingChanges) {
  teardown t;
  t.start(drop_phase::answered);
  EXPECT_EQ(words(t.start(drop_phase::answered)), "");
  t.on_bye_final(leg::callee, 200);
  EXPECT_EQ(words(t.start(drop_phase::answered)), "");
  EXPECT_EQ(words(t.on_bye_final(leg::callee, 200)), "");
}

TEST(Teardown, The200CrossesTheCancel) {
  teardown t;
  t.start(drop_phase::early);
  EXPECT_EQ(words(t.on_callee_final(200)), "ack-callee bye-callee");
  EXPECT_EQ(words(t.on_callee_final(200)), "ack-callee");  // repeated: our ACK was lost
  EXPECT_EQ(words(t.on_ack()), "caller_ended");
  EXPECT_EQ(words(t.on_bye_final(leg::callee, 200)), "callee_ended confirmed finished");
}

TEST(Teardown, NoAckYetTheCallersByeWaitsForIt) {
  teardown t;
  EXPECT_EQ(words(t.start(drop_phase::unacked)), "ack-callee bye-callee requested sent");
  EXPECT_EQ(words(t.on_bye_final(leg::callee, 200)), "callee_ended");
  EXPECT_EQ(words(t.on_ack()), "bye-caller");
  EXPECT_EQ(words(t.on_ack()), "");
  EXPECT_EQ(words(t.on_bye_final(leg::caller, 200)), "caller_ended confirmed finished");
}

TEST(Teardown, ByeCrossesBye) {
  teardown t;
  t.start(drop_phase::answered);
  EXPECT_EQ(words(t.on_hang_up(leg::caller)), "answer-bye caller_ended");
  EXPECT_EQ(words(t.on_bye_final(leg::caller, 481)), "");
  EXPECT_EQ(words(t.on_hang_up(leg::callee)), "answer-bye callee_ended confirmed finished");
}

TEST(Teardown, ALegThatNeverAnswersIsNamed) {
  teardown callee;
  callee.start(drop_phase::answered);
  callee.on_bye_final(leg::caller, 200);
  EXPECT_EQ(words(callee.on_deadline()), "failed [callee did not answer BYE] finished");

  teardown both;
  both.start(drop_phase::answered);
  EXPECT_EQ(words(both.on_deadline()),
            "failed [neither caller nor callee confirmed the end] finished");

  teardown ringing;
  ringing.start(drop_phase::early);
  ringing.on_ack();
  EXPECT_EQ(words(ringing.on_deadline()), "failed [callee did not answer CANCEL] finished");

  teardown silent;
  silent.start(drop_phase::unacked);
  silent.on_bye_final(leg::callee, 200);
  EXPECT_EQ(words(silent.on_deadline()),
            "failed [caller did not acknowledge the final answer] finished");
}

TEST(Teardown, ARefusedByeIsNoEnd) {
  teardown t;
  t.start(drop_phase::answered);
  t.on_bye_final(leg::callee, 200);
  EXPECT_EQ(words(t.on_bye_final(leg::caller, 407)), "failed [caller refused BYE] finished");
}

TEST(Teardown, AfterTheEndOnlyALate2xxIsAcknowledged) {
  teardown t;
  t.start(drop_phase::early);
  t.on_ack();
  t.on_callee_final(487);
  EXPECT_EQ(words(t.on_deadline()), "");
  EXPECT_EQ(words(t.on_hang_up(leg::caller)), "");
  EXPECT_EQ(words(t.on_callee_final(200)), "ack-callee");
}

}  // namespace
}  // namespace qorgan::sip
