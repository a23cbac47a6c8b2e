#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/client_transaction.h"
#include "sip/server_transaction.h"

namespace qorgan::sip {
namespace {

/// Moments at which the machine repeats its message until it ends, and how it ended.
struct run {
  std::vector<std::int64_t> repeats;
  std::int64_t end = 0;
  bool timed_out = false;
  bool rang_out = false;
};

run run_out(client_transaction& t) {
  run out;
  while (t.due() != kNotDue) {
    const std::int64_t now = t.due();
    const client_step step = t.on_timer(now);
    if (step.send_request) out.repeats.push_back(now);
    out.timed_out |= step.timed_out;
    out.rang_out |= step.rang_out;
    out.end = now;
  }
  return out;
}

run run_out(server_transaction& t) {
  run out;
  while (t.due() != kNotDue) {
    const std::int64_t now = t.due();
    const server_step step = t.on_timer(now);
    if (step.send_last) out.repeats.push_back(now);
    out.timed_out |= step.no_ack;
    out.end = now;
  }
  return out;
}

using moments = std::vector<std::int64_t>;

TEST(ClientTransaction, AnInviteIsRepeatedTwiceAsLateEachTime) {  // Timers A and B
  client_transaction t(true, false, 180'000);
  t.start(0);
  const run out = run_out(t);
  EXPECT_EQ(out.repeats, (moments{500, 1'500, 3'500, 7'500, 15'500, 31'500}));
  EXPECT_EQ(out.end, 32'000);
  EXPECT_TRUE(out.timed_out);
}

TEST(ClientTransaction, OtherRequestsAtMostEveryFourSeconds) {  // Timers E and F
  client_transaction t(false, false, 0);
  t.start(0);
  const run out = run_out(t);
  EXPECT_EQ(out.repeats,
            (moments{500, 1'500, 3'500, 7'500, 11'500, 15'500, 19'500, 23'500, 27'500, 31'500}));
  EXPECT_TRUE(out.timed_out);
}

TEST(ClientTransaction, OverAReliableTransportNothingIsRepeated) {
  client_transaction t(true, true, 180'000);
  t.start(0);
  const run out = run_out(t);
  EXPECT_EQ(out.repeats, moments{});
  EXPECT_EQ(out.end, 32'000);
}

TEST(ClientTransaction, RingingBeginsTimerCAndEveryProvisionalRenewsIt) {
  client_transaction t(true, false, 180'000);
  t.start(0);
  t.on_response(100, 10);
  EXPECT_EQ(t.due(), 180'010);
  t.on_response(180, 100'000);
  EXPECT_EQ(t.due(), 280'000);
  t.on_response(100, 150'000);  // a 100 does not (RFC 3261 §16.7 step 2)
  EXPECT_EQ(t.due(), 280'000);
  const client_step step = t.on_timer(280'000);
  EXPECT_TRUE(step.rang_out);
  EXPECT_FALSE(step.finished);
  t.on_cancel_sent(280'000);
  EXPECT_TRUE(run_out(t).timed_out);
}

TEST(ClientTransaction, ARefusalIsAcknowledgedAsOftenAsItComes) {
  client_transaction t(true, false, 180'000);
  t.start(0);
  client_step step = t.on_response(486, 100);
  EXPECT_TRUE(step.pass_up && step.send_ack);
  step = t.on_response(486, 600);
  EXPECT_TRUE(!step.pass_up && step.send_ack);
  EXPECT_EQ(run_out(t).end, 32'100);  // Timer D
}

TEST(ClientTransaction, Every2xxPassesWhileAccepted) {  // RFC 6026
  client_transaction t(true, false, 180'000);
  t.start(0);
  EXPECT_TRUE(t.on_response(200, 100).pass_up);
  EXPECT_TRUE(t.on_response(200, 600).pass_up);
  EXPECT_FALSE(t.on_response(486, 700).pass_up);
  EXPECT_FALSE(t.on_response(180, 800).pass_up);
  const run out = run_out(t);
  EXPECT_EQ(out.end, 32'100);  // Timer M
  EXPECT_FALSE(out.timed_out);
}

TEST(ClientTransaction, AfterAFinalAnswerRepeatsAreAbsorbed) {  // Timer K
  client_transaction t(false, false, 0);
  t.start(0);
  EXPECT_TRUE(t.on_response(200, 100).pass_up);
  EXPECT_FALSE(t.on_response(200, 200).pass_up);
  EXPECT_EQ(run_out(t).end, 5'100);
}

TEST(ServerTransaction, ARefusalIsRepeatedUntilItsAck) {  // Timers G, H, I
  server_transaction t(true, false);
  EXPECT_TRUE(t.on_request().send_last);
  t.on_response(603, 0);
  EXPECT_EQ(t.due(), 500);
  EXPECT_TRUE(t.on_timer(500).send_last);
  EXPECT_TRUE(t.on_request().send_last);
  t.on_ack(700);
  EXPECT_FALSE(t.on_request().send_last);
  const run out = run_out(t);
  EXPECT_EQ(out.repeats, moments{});
  EXPECT_EQ(out.end, 5'700);
  EXPECT_FALSE(out.timed_out);
}

TEST(ServerTransaction, WithoutAnAckItGivesUp) {
  server_transaction t(true, false);
  t.on_response(486, 0);
  const run out = run_out(t);
  EXPECT_EQ(out.repeats,
            (moments{500, 1'500, 3'500, 7'500, 11'500, 15'500, 19'500, 23'500, 27'500, 31'500}));
  EXPECT_EQ(out.end, 32'000);
  EXPECT_TRUE(out.timed_out);
}

TEST(ServerTransaction, Accepted) {  // RFC 6026
  server_transaction t(true, false);
  t.on_response(200, 0);
  EXPECT_FALSE(t.on_request().send_last);
  EXPECT_TRUE(t.may_send(200));
  EXPECT_FALSE(t.may_send(486));
  EXPECT_TRUE(t.on_ack(10).deliver);
  const run out = run_out(t);
  EXPECT_EQ(out.end, 32'000);
  EXPECT_FALSE(out.timed_out);
}

TEST(ServerTransaction, ANonInviteAnswerIsKeptFor32Seconds) {  // Timer J
  server_transaction t(false, false);
  t.on_response(100, 0);
  EXPECT_EQ(t.due(), kNotDue);
  t.on_response(200, 10);
  EXPECT_TRUE(t.on_request().send_last);
  EXPECT_EQ(run_out(t).end, 32'010);
}

}  // namespace
}  // namespace qorgan::sip
