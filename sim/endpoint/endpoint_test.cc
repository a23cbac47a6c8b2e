#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "sim/endpoint/callee_leg.h"
#include "sim/endpoint/caller_leg.h"

namespace qorgan::sim {
namespace {

using namespace std::chrono_literals;

const ip_endpoint kCaller = from_v4(0x7f000101, 5060);
const ip_endpoint kSwitch = from_v4(0x7f000201, 5060);

std::string first_words(std::string_view bytes) {
  sip::message m;
  EXPECT_TRUE(sip::parse(bytes, m)) << bytes;
  if (m.is_request) return std::string{m.verb_text};
  return std::to_string(m.status) + " " + std::string{m.cseq.verb_text};
}

/// A caller and a callee joined by a line of 10 ms that may lose datagrams; time is stepped.
struct line {
  caller_leg caller;
  callee_leg callee;
  std::function<bool(int)> lost = [](int) { return false; };  ///< by number of the datagram
  std::vector<std::string> transcript;
  moment now{};

  struct flying {
    moment at;
    bool to_callee;
    outgoing what;
  };
  std::deque<flying> in_flight;
  int sent = 0;

  line(const caller_script& cs, const callee_script& ce, std::size_t style = 4)
      : caller{equipment_catalogue()[style],
               {.caller = "+4915112345678",
                .callee = "+77012345678",
                .local = kCaller,
                .centre = kSwitch,
                .call_id = "one@test",
                .tag = "t1",
                .branch = "b1"},
               cs,
               7},
        callee{ce, kSwitch, 9} {
    outbox out;
    caller.start(now, out);
    launch(out, true);
  }

  void launch(outbox& out, bool to_callee) {
    for (outgoing& one : out) {
      const bool gone = lost(sent++);
      transcript.push_back((to_callee ? "> " : "< ") + first_words(one.bytes) +
                           (gone ? " lost" : ""));
      if (!gone) in_flight.push_back({now + 10ms, to_callee, std::move(one)});
    }
    out.clear();
  }

  void deliver() {
    const flying f = std::move(in_flight.front());
    in_flight.pop_front();
    sip::message m;
    ASSERT_TRUE(sip::parse(f.what.bytes, m));
    outbox out;
    if (f.to_callee) {
      EXPECT_EQ(f.what.to, kSwitch);
      callee.receive(m, kCaller, now, out);
    } else {
      EXPECT_EQ(f.what.to, kCaller);
      caller.receive(m, kSwitch, now, out);
    }
    launch(out, !f.to_callee);
  }

  void run(moment until = 300s) {
    while (now < until) {
      now += 10ms;
      while (!in_flight.empty() && in_flight.front().at <= now) deliver();
      outbox out;
      if (caller.next_due() <= now && caller.ended() == caller_end::none) caller.tick(now, out);
      launch(out, true);
      if (callee.next_due() <= now && callee.ended() == callee_end::none) callee.tick(now, out);
      launch(out, false);
    }
  }
};

using words = std::vector<std::string>;

const callee_script kAnswers{.ends = outcome::answered, .ring_delay = 1s, .wait = 3s};

TEST(Endpoint, CallIsAnsweredAndTheCallerHangsUp) {
  line l{{.talk = 20s}, kAnswers};
  l.run();
  EXPECT_EQ(l.transcript, (words{"> INVITE", "< 100 INVITE", "< 180 INVITE", "< 200 INVITE",
                                 "> ACK", "> BYE", "< 200 BYE"}));
  EXPECT_EQ(l.caller.ended(), caller_end::hung_up);
  EXPECT_EQ(l.callee.ended(), callee_end::was_hung_up);
}

TEST(Endpoint, TheCalleeHangsUp) {
  callee_script script = kAnswers;
  script.talk = 5s;
  line l{{}, script};
  l.run();
  EXPECT_EQ(l.transcript, (words{"> INVITE", "< 100 INVITE", "< 180 INVITE", "< 200 INVITE",
                                 "> ACK", "< BYE", "> 200 BYE"}));
  EXPECT_EQ(l.caller.ended(), caller_end::was_hung_up);
  EXPECT_EQ(l.callee.ended(), callee_end::hung_up);
}

TEST(Endpoint, BusyIsAcknowledgedInTheSameTransaction) {
  line l{{}, {.ends = outcome::busy, .wait = 1s}};
  l.run();
  EXPECT_EQ(l.transcript, (words{"> INVITE", "< 100 INVITE", "< 486 INVITE", "> ACK"}));
  EXPECT_EQ(l.caller.status(), 486);
  EXPECT_EQ(l.callee.ended(), callee_end::refused);
}

TEST(Endpoint, NobodyAnswers) {
  line l{{}, {.ends = outcome::no_answer, .ring_delay = 1s, .wait = 30s}};
  l.run();
  EXPECT_EQ(l.transcript,
            (words{"> INVITE", "< 100 INVITE", "< 180 INVITE", "< 480 INVITE", "> ACK"}));
}

TEST(Endpoint, TheCallerLosesPatienceWhileItRings) {
  line l{{.patience = 8s}, {.ends = outcome::gave_up, .ring_delay = 1s}};
  l.run();
  EXPECT_EQ(l.transcript, (words{"> INVITE", "< 100 INVITE", "< 180 INVITE", "> CANCEL",
                                 "< 200 CANCEL", "< 487 INVITE", "> ACK"}));
  EXPECT_EQ(l.caller.ended(), caller_end::cancelled);
  EXPECT_EQ(l.callee.ended(), callee_end::cancelled);
}

TEST(Endpoint, AnAnswerThatCrossesTheCancelIsHungUp) {
  line l{{.patience = 2990ms}, {.ends = outcome::answered, .ring_delay = 0s, .wait = 3s}};
  l.run();
  EXPECT_EQ(l.transcript, (words{"> INVITE", "< 100 INVITE", "< 180 INVITE", "> CANCEL",
                                 "< 200 INVITE", "< 200 CANCEL", "> ACK", "> BYE", "< 200 BYE"}));
  EXPECT_EQ(l.caller.ended(), caller_end::hung_up);
}

TEST(Endpoint, WithoutAnAnswerInviteIsRepeatedSixTimesAndThenGivenUp) {
  line l{{}, kAnswers};
  l.in_flight.clear();
  l.lost = [](int) { return true; };
  l.run(60s);
  EXPECT_EQ(l.transcript.size(), 7u);  // at 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s
  EXPECT_EQ(l.caller.ended(), caller_end::timed_out);
}

TEST(Endpoint, AnAnswerWithoutAckIsRepeatedAndThenHungUp) {
  line l{{}, kAnswers};
  l.lost = [&l](int) { return !l.transcript.empty() && l.callee.was_answered(); };
  l.run(50s);
  const auto answers = std::ranges::count(l.transcript, "< 200 INVITE lost");
  EXPECT_GE(answers, 9);
  EXPECT_EQ(l.transcript.back(), "< BYE lost");
}

TEST(Endpoint, EveryCallEndsOnBothSidesOverALineThatLosesAThird) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    dice d{seed};
    callee_script script{.ends = static_cast<outcome>(seed % 4), .ring_delay = 1s, .wait = 4s};
    caller_script caller;
    if (script.ends == outcome::gave_up) caller.patience = 5s;
    (seed % 8 < 4 ? caller.talk : script.talk) = 12s;
    line l{caller, script, seed % equipment_catalogue().size()};
    l.lost = [&d](int) { return d.chance(0.33); };
    l.run();
    EXPECT_NE(l.caller.ended(), caller_end::none) << "seed " << seed;
    EXPECT_NE(l.callee.ended(), callee_end::none) << "seed " << seed;
  }
}

TEST(Endpoint, ByeFromTheMiddleEndsTheCallAndIsAnsweredAgainWhenRepeated) {
  line l{{}, kAnswers};
  l.run(10s);
  ASSERT_TRUE(l.caller.was_answered());
  const std::string bye =
      "BYE sip:+4915112345678@127.0.1.1:5060 SIP/2.0\r\n"
      "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKd\r\nMax-Forwards: 70\r\n"
      "From: <sip:+77012345678@127.0.0.1>;tag=x\r\nTo: <sip:+4915112345678@127.0.1.1>;tag=t1\r\n"
      "Call-ID: one@test\r\nCSeq: 9 BYE\r\nContent-Length: 0\r\n\r\n";
  sip::message m;
  ASSERT_TRUE(sip::parse(bye, m));
  for (int i = 0; i < 2; ++i) {
    outbox out;
    l.caller.receive(m, from_v4(0x7f000001, 5060), l.now, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(first_words(out[0].bytes), "200 BYE");
    EXPECT_EQ(out[0].to, from_v4(0x7f000001, 5060));
  }
  EXPECT_EQ(l.caller.ended(), caller_end::was_hung_up);
}

TEST(Endpoint, RequestsOfADialogFollowTheRecordedRoute) {
  dialog d{.call_id = "c",
           .local = "<sip:a@b>;tag=1",
           .remote = "<sip:c@d>;tag=2",
           .target = "sip:x@127.0.2.1:5060",
           .routes = {"<sip:127.0.0.1:5070;lr>"},
           .own = kCaller,
           .user_agent = ""};
  EXPECT_EQ(next_hop_of(d, kSwitch), from_v4(0x7f000001, 5070));
  const std::string text = compose_in_dialog(d, "BYE", 3, "b");
  EXPECT_NE(text.find("Route: <sip:127.0.0.1:5070;lr>\r\n"), std::string::npos);
  d.routes.clear();
  EXPECT_EQ(next_hop_of(d, kCaller), kSwitch);
}

}  // namespace
}  // namespace qorgan::sim
