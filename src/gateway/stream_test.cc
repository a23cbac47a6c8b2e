// Calls over TCP: real connections on loopback, time that the test moves.
#include <gtest/gtest.h>

#include "gateway/stream_testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

const ip_endpoint kCentre = from_v4(0x7f000001, 0);
const ip_endpoint kCarrier = from_v4(0x7f000101, 0);
const ip_endpoint kSwitch = from_v4(0x7f000201, 0);

constexpr std::size_t kUdp = 0;
constexpr std::size_t kTcp = 1;

rig_options both_transports() {
  rig_options with;
  with.listen = {{transport::udp, kCentre}, {transport::tcp, kCentre}};
  return with;
}

struct tcp_switch {
  stream_switch called{kSwitch};
};

/// The carrier comes by TCP, and the switch is called by TCP.
struct tcp_rig : tcp_switch, rig {
  explicit tcp_rig(const rig_options& with = both_transports()) : rig(by_tcp(with, called.at())) {
    settle();
  }

  static rig_options by_tcp(rig_options with, const ip_endpoint& hop) {
    with.next_hops = {{transport::tcp, hop}};
    with.switches = 0;
    return with;
  }
  std::string tcp_invite(std::string_view extra = "") {
    return over_stream(invite("+442079460001", "+77010000001", extra), "TCP", caller.address());
  }
  std::unique_ptr<stream_neighbour> connection_to_switch() {
    settle();
    return called.accept();
  }

  stream_neighbour caller{kCarrier, path->sockets.at(kTcp).name.at};
};

TEST(Streams, ACallGoesThroughOverTcpOnBothSides) {
  tcp_rig r;
  r.caller.say(r.tcp_invite());
  const auto callee = r.connection_to_switch();
  ASSERT_TRUE(callee);
  EXPECT_EQ(first_line(r.caller.take()), "SIP/2.0 100 Trying");
  const std::string invite = callee->take();
  ASSERT_TRUE(invite.starts_with("INVITE ")) << invite;
  EXPECT_TRUE(field(invite, "Via").starts_with("SIP/2.0/TCP " + r.centre(kTcp))) << invite;
  ASSERT_EQ(fields(invite, "Record-Route").size(), 1u);
  EXPECT_EQ(field(invite, "Record-Route"), "<sip:" + r.centre(kTcp) + ";transport=tcp;lr>");

  callee->say(
      answer_to(invite, "200 OK", "callee", "sip:sw@" + r.called.address() + ";transport=tcp"));
  r.settle();
  const std::string answer = r.caller.take();
  ASSERT_EQ(first_line(answer), "SIP/2.0 200 OK");
  r.caller.say(over_stream(inside("ACK", 1, answer, r.carrier), "TCP", r.caller.address()));
  r.settle();
  EXPECT_EQ(field(callee->take(), "CSeq"), "1 ACK");
  r.caller.say(over_stream(inside("BYE", 2, answer, r.carrier), "TCP", r.caller.address()));
  r.settle();
  const std::string bye = callee->take();
  EXPECT_EQ(field(bye, "CSeq"), "2 BYE");
  callee->say(answer_to(bye, "200 OK"));
  r.settle();
  EXPECT_EQ(first_line(r.caller.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.called.accept(), nullptr) << "one connection carries the whole call";
  ASSERT_EQ(r.journal.all<call_ended>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_ended>()[0].by, ended_by::caller);
}

TEST(Streams, NothingIsRepeatedOverTcp) {
  tcp_rig r;
  r.caller.say(r.tcp_invite());
  const auto callee = r.connection_to_switch();
  ASSERT_TRUE(callee->take().starts_with("INVITE "));
  r.pass(20'000);
  EXPECT_EQ(callee->take(), "") << "Timer A is for datagrams";
  EXPECT_EQ(r.path->figures.retransmissions, 0u);
  r.pass(13'000);
  r.settle();
  std::string last;
  for (std::string next = r.caller.take(); !next.empty(); next = r.caller.take()) last = next;
  EXPECT_EQ(first_line(last), "SIP/2.0 408 Request Timeout") << "Timer B is for both";
  r.pass(5'000);
  EXPECT_EQ(r.caller.take(), "") << "Timer G is for datagrams";
}

TEST(Streams, BetweenUdpAndTcpEachSideHasItsOwnRecordRoute) {
  tcp_rig r;
  r.send(r.carrier, r.invite());  // by UDP
  const auto callee = r.connection_to_switch();
  const std::string invite = callee->take();
  const auto routes = fields(invite, "Record-Route");
  ASSERT_EQ(routes.size(), 2u) << invite;
  EXPECT_EQ(routes[0], "<sip:" + r.centre(kTcp) + ";transport=tcp;lr>");
  EXPECT_EQ(routes[1], "<sip:" + r.centre(kUdp) + ";lr>");
  r.carrier.forget();
  callee->say(
      answer_to(invite, "200 OK", "callee", "sip:sw@" + r.called.address() + ";transport=tcp"));
  r.settle();
  const std::string answer = r.carrier.take();
  ASSERT_EQ(first_line(answer), "SIP/2.0 200 OK");
  // The caller's route set is the reverse: UDP first. Both are ours and are taken off.
  std::string ack = inside("ACK", 1, answer, r.carrier);
  const std::string first = "Route: " + routes[0] + "\r\n";
  ack.replace(ack.find(first), first.size(), "");
  ack.insert(ack.find("From:"), first);
  r.send(r.carrier, ack);
  r.settle();
  const std::string passed = callee->take();
  EXPECT_EQ(field(passed, "CSeq"), "1 ACK");
  EXPECT_TRUE(fields(passed, "Route").empty()) << passed;
  // A hang-up of the callee goes back by UDP.
  std::string bye = inside("BYE", 1, answer, r.carrier, false);
  bye.replace(0, bye.find(" SIP/2.0"), "BYE sip:gw@" + r.carrier.address());
  callee->say(over_stream(bye, "TCP", r.called.address()));
  r.settle();
  EXPECT_EQ(field(r.carrier.take(), "CSeq"), "1 BYE");
}

TEST(Streams, AConnectionOfOursIsKeptAliveUntilPingsAreNoLongerAnswered) {
  rig_options with = both_transports();
  with.streams.keep_alive_ms = 5'000;
  tcp_rig r(with);
  r.caller.say(r.tcp_invite());
  const auto callee = r.connection_to_switch();
  callee->say(answer_to(callee->take(), "180 Ringing"));
  r.settle();
  r.pass(5'200);
  EXPECT_EQ(callee->take_raw(), "\r\n\r\n");
  EXPECT_EQ(r.caller.take_raw().find("\r\n\r\n\r\n"), std::string::npos) << "only on our own";
  callee->say_raw("\r\n");
  r.settle();
  r.pass(5'200);
  EXPECT_EQ(callee->take_raw(), "\r\n\r\n");
  r.pass(9'500);
  EXPECT_FALSE(callee->is_closed());
  r.pass(800);
  EXPECT_TRUE(callee->is_closed());
}

TEST(Streams, ACallToSipsHasSecureRecordRoutesOnlyWhereTlsIs) {
  tcp_rig r;
  std::string invite = r.tcp_invite();
  invite.replace(0, std::string("INVITE sip:").size(), "INVITE sips:");
  r.caller.say(invite);
  const auto callee = r.connection_to_switch();
  EXPECT_EQ(field(callee->take(), "Record-Route"), "<sip:" + r.centre(kTcp) + ";transport=tcp;lr>");
}

}  // namespace
}  // namespace qorgan::gateway
