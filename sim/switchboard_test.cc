#include "sim/switchboard.h"

#include <gtest/gtest.h>

#include <deque>

namespace qorgan::sim {
namespace {

const ip_endpoint kCentre = from_v4(0x7f000001, 5060);
const ip_endpoint kSwitch = from_v4(0x7f000201, 5060);

sim_options options_for_test() {
  sim_options o;
  o.centre = kCentre;
  o.domestic_switch = kSwitch;
  o.trunks = {{"north", from_v4(0x7f000101, 5060), "RU", trunk_kind::international, false},
              {"hub", from_v4(0x7f000104, 5060), "CH", trunk_kind::roaming_hub, false}};
  o.speed = 20;
  return o;
}

/// A centre that hands datagrams through (no Via of its own): INVITEs to the switch, the rest to
/// whoever they are addressed to; it refuses every call of `refused` with 603.
struct thin_centre {
  switchboard board{options_for_test()};
  std::string refused;  ///< a User-Agent
  moment now{};

  std::size_t seat_of(const ip_endpoint& at) const {
    if (at == from_v4(0x7f000101, 5060)) return 0;
    if (at == from_v4(0x7f000104, 5060)) return 1;
    return 2;
  }
  ip_endpoint address_of(std::size_t seat) const {
    return seat == 0 ? from_v4(0x7f000101, 5060) : seat == 1 ? from_v4(0x7f000104, 5060) : kSwitch;
  }
  void carry() {
    for (bool more = true; more;) {
      more = false;
      for (std::size_t seat = 0; seat < 3; ++seat) {
        outbox batch;
        batch.swap(board.to_send(seat));
        for (const outgoing& one : batch) hand_over(seat, one);
        more = more || !batch.empty();
      }
    }
  }
  void hand_over(std::size_t from, const outgoing& one) {
    sip::message m;
    ASSERT_TRUE(sip::parse(one.bytes, m)) << one.bytes;
    const sip::header* agent = m.find(sip::header_id::user_agent);
    if (one.to == kCentre && !refused.empty() && agent != nullptr && agent->value == refused) {
      if (m.verb == sip::method::ack) return;
      const std::string no =
          compose_response(m, {.status = 603, .phrase = "Decline", .to_tag = "q"});
      return board.receive(from, no, kCentre, now);
    }
    board.receive(one.to == kCentre ? 2 : seat_of(one.to), one.bytes, address_of(from), now);
  }
  void run(moment span) {
    for (const moment end = now + span; now < end; now += std::chrono::milliseconds{2}) {
      board.tick(now);
      carry();
    }
  }
};

TEST(Switchboard, PlaysWholeCallsAndLeavesNothingBehind) {
  thin_centre centre;
  centre.run(std::chrono::seconds{60});  // twenty simulated minutes
  const call_figures& f = centre.board.figures();
  EXPECT_NEAR(static_cast<double>(f.placed), 4 * 1'200, 500);
  EXPECT_GE(f.rang + 2, f.placed);
  EXPECT_GT(f.answered, f.placed / 3);
  EXPECT_GT(f.cancelled, 0u);
  EXPECT_GT(f.refused, 0u);
  EXPECT_GT(f.emergency_placed, 0u);
  EXPECT_EQ(f.timed_out, 0u);
  EXPECT_EQ(f.dropped, 0u);
  EXPECT_EQ(f.repeated, 0u);
  EXPECT_EQ(f.malformed, 0u);
  centre.board.close(centre.now);
  centre.run(std::chrono::seconds{1});
  EXPECT_EQ(centre.board.live(), 0u);
}

TEST(Switchboard, RefusedCallsAreCountedAsStopped) {
  thin_centre centre;
  centre.refused = "Predictive/1.0";
  centre.run(std::chrono::seconds{10});
  EXPECT_GT(centre.board.figures().stopped, 20u);
  EXPECT_EQ(centre.board.figures().stopped, centre.board.figures().fraud_stopped);
}

TEST(Switchboard, AnswersOptionsAndForgottenDialogs) {
  thin_centre centre;
  const auto ask = [&](std::size_t seat, std::string verb) {
    const std::string text =
        verb +
        " sip:127.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;"
        "branch=z9hG4bKx\r\nFrom: <sip:q@127.0.0.1>;tag=1\r\nTo: <sip:127.0.2.1>\r\n"
        "Call-ID: ping\r\nCSeq: 1 " +
        verb + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    centre.board.receive(seat, text, kCentre, centre.now);
    sip::message m;
    EXPECT_EQ(centre.board.to_send(seat).size(), 1u);
    EXPECT_TRUE(sip::parse(centre.board.to_send(seat).at(0).bytes, m));
    centre.board.to_send(seat).clear();
    return m.status;
  };
  EXPECT_EQ(ask(2, "OPTIONS"), 200);
  EXPECT_EQ(ask(0, "OPTIONS"), 200);
  EXPECT_EQ(ask(0, "BYE"), 481);
  EXPECT_EQ(ask(2, "BYE"), 481);
  centre.board.receive(0, "garbage\r\n\r\n", kCentre, centre.now);
  EXPECT_EQ(centre.board.figures().malformed, 1u);
}

}  // namespace
}  // namespace qorgan::sim
