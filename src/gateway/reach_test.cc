// Ways to the next element: when a connection is refused, cut or gone, and requests too large for
// UDP.
#include "gateway/reach.h"

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

rig_options both(std::vector<next_hop> hops = {}, std::size_t switches = 0) {
  rig_options with;
  with.listen = {{transport::udp, kCentre}, {transport::tcp, kCentre}};
  with.next_hops = std::move(hops);
  with.switches = switches;
  return with;
}

ip_endpoint nobody() {
  return stream_switch(kSwitch).at();
}

std::string last_of(neighbour& who) {
  std::string last;
  for (std::string next = who.take(); !next.empty(); next = who.take()) last = next;
  return last;
}

TEST(Reach, ARefusedConnectionIsNoReasonToWait) {
  rig r(both({{transport::tcp, nobody()}}, 1));
  r.send(r.carrier, r.invite());
  r.settle();
  r.pass(20);
  EXPECT_TRUE(r.callee().take().starts_with("INVITE ")) << "the next hop after it, at once";
  EXPECT_FALSE(r.path->trunks.at(0).hops[0].up);
  EXPECT_TRUE(r.path->trunks.at(0).hops[1].up);
}

TEST(Reach, WithoutAnotherHopTheCallerGets503) {
  rig r(both({{transport::tcp, nobody()}}));
  r.send(r.carrier, r.invite());
  r.settle();
  r.pass(20);
  EXPECT_EQ(first_line(last_of(r.carrier)), "SIP/2.0 503 Service Unavailable");
  r.pass(1'500);  // its ACK is waited for
  EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
}

TEST(Reach, ARequestOnAConnectionThatBreaksIsSentAgainOnce) {
  stream_switch called(kSwitch);
  rig r(both({{transport::tcp, called.at()}}));
  r.send(r.carrier, r.invite());
  r.settle();
  auto first = called.accept();
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->take().starts_with("INVITE "));
  first->close();
  r.settle();
  auto second = called.accept();
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->take().starts_with("INVITE "));
  second->close();
  r.settle();
  r.pass(20);
  EXPECT_EQ(called.accept(), nullptr) << "once";
  EXPECT_EQ(first_line(last_of(r.carrier)), "SIP/2.0 503 Service Unavailable");
}

TEST(Reach, ACallThatRingsSurvivesTheLossOfItsConnection) {
  stream_switch called(kSwitch);
  rig r(both({{transport::tcp, called.at()}}));
  r.send(r.carrier, r.invite());
  r.settle();
  auto first = called.accept();
  const std::string invite = first->take();
  first->say(answer_to(invite, "180 Ringing"));
  r.settle();
  first->close();
  r.settle();
  r.pass(1'000);
  EXPECT_EQ(first_line(last_of(r.carrier)), "SIP/2.0 180 Ringing");
  EXPECT_EQ(called.accept(), nullptr) << "the switch has the request: it is not sent again";
  stream_neighbour again(kSwitch, r.path->sockets.at(kTcp).name.at);  // RFC 3261 §18.2.2
  r.settle();
  again.say(answer_to(invite, "200 OK", "callee", "sip:sw@" + called.address() + ";transport=tcp"));
  r.settle();
  EXPECT_EQ(first_line(last_of(r.carrier)), "SIP/2.0 200 OK");
}

/// A call from a TCP carrier to a TCP switch that is answered and acknowledged.
struct answered_call : rig {
  answered_call() : answered_call(std::make_unique<stream_switch>(kSwitch)) {}
  explicit answered_call(std::unique_ptr<stream_switch> waits)
      : rig(both({{transport::tcp, waits->at()}})), called(std::move(waits)) {
    // The carrier is called back at the address its Via and Contact name.
    settle();
    caller->say(over_stream(invite(), "TCP", listens.address()));
    settle();
    callee = called->accept();
    callee->say(answer_to(callee->take(), "200 OK", "callee",
                          "sip:sw@" + called->address() + ";transport=tcp"));
    settle();
    for (std::string next = caller->take(); !next.empty(); next = caller->take()) answer = next;
    EXPECT_EQ(first_line(answer), "SIP/2.0 200 OK");
    caller->say(over_stream(inside("ACK", 1, answer, carrier), "TCP", listens.address()));
    settle();
    EXPECT_EQ(field(callee->take(), "CSeq"), "1 ACK");
  }

  std::unique_ptr<stream_switch> called;
  stream_switch listens{kCarrier};
  std::unique_ptr<stream_neighbour> caller =
      std::make_unique<stream_neighbour>(kCarrier, path->sockets.at(kTcp).name.at);
  std::unique_ptr<stream_neighbour> callee;
  std::string answer;
};

TEST(Reach, ADropUsesTheConnectionsThatAreThere) {
  answered_call c;
  c.drop(c.last_call());
  c.settle();
  EXPECT_EQ(field(c.caller->take(), "CSeq"), "1 BYE");
  EXPECT_EQ(field(c.callee->take(), "CSeq"), "2 BYE");
  EXPECT_EQ(c.listens.accept(), nullptr);
  EXPECT_EQ(c.called->accept(), nullptr);
}

TEST(Reach, ADropOpensConnectionsToBothEndsWhenTheOldOnesAreCut) {
  answered_call c;
  c.caller->close();
  c.callee->close();
  c.settle();
  c.drop(c.last_call());
  c.settle();
  const auto caller = c.listens.accept();
  const auto callee = c.called->accept();
  ASSERT_TRUE(caller && callee);
  const std::string to_caller = caller->take();
  const std::string to_callee = callee->take();
  EXPECT_EQ(field(to_caller, "CSeq"), "1 BYE");
  EXPECT_EQ(field(to_callee, "CSeq"), "2 BYE");
  caller->say(answer_to(to_caller, "200 OK"));
  callee->say(answer_to(to_callee, "200 OK"));
  c.settle();
  EXPECT_EQ(c.journal.teardown_of(c.last_call()).back(), "confirmed");
}

TEST(Reach, AnAnswerGoesToTheViaWhenTheConnectionIsGone) {
  stream_switch called(kSwitch);
  rig r(both({{transport::tcp, called.at()}}));
  stream_switch listens(kCarrier);
  auto caller = std::make_unique<stream_neighbour>(kCarrier, r.path->sockets.at(kTcp).name.at);
  r.settle();
  caller->say(over_stream(r.invite(), "TCP", listens.address()));
  r.settle();
  const auto callee = called.accept();
  const std::string invite = callee->take();
  caller->close();
  r.settle();
  callee->say(answer_to(invite, "486 Busy Here"));
  r.settle();
  const auto back = listens.accept();
  ASSERT_TRUE(back);
  EXPECT_EQ(first_line(back->take()), "SIP/2.0 486 Busy Here");
}

TEST(Reach, AnAliasBringsRequestsBackOverItsConnection) {
  rig r(both({{transport::tcp, nobody()}}));
  stream_neighbour peer(kCarrier, r.path->sockets.at(kTcp).name.at);
  r.settle();
  std::string options = over_stream(
      "OPTIONS sip:x SIP/2.0\nVia: SIP/2.0/UDP h;alias;branch=z9hG4bKa\nFrom: <sip:a@x>;tag=a\n"
      "To: <sip:b@x>\nCall-ID: o@x\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n",
      "TCP", "127.0.1.1:5099");
  peer.say(options);
  r.settle();
  EXPECT_EQ(first_line(peer.take()), "SIP/2.0 200 OK");
  EXPECT_NE(r.path->sockets.streams().find_open({from_v4(0x7f000101, 5099), kTcp, 0, 0}), 0u);
  peer.close();
  r.settle();
  EXPECT_EQ(r.path->sockets.streams().find_open({from_v4(0x7f000101, 5099), kTcp, 0, 0}), 0u);
}

std::string large(rig& r) {
  return r.invite("+442079460001", "+77010000001", "Subject: " + std::string(1'300, 'x') + "\r\n");
}

TEST(Reach, ALargeRequestGoesByTcpToTheSameAddress) {
  neighbour by_udp(0x7f000201);
  stream_switch by_tcp(by_udp.at());
  rig r(both({{transport::udp, by_udp.at()}}));
  r.send(r.carrier, large(r));
  r.settle();
  const auto callee = by_tcp.accept();
  ASSERT_TRUE(callee);
  const std::string invite = callee->take();
  EXPECT_TRUE(field(invite, "Via").starts_with("SIP/2.0/TCP " + r.centre(kTcp))) << invite;
  EXPECT_EQ(field(invite, "Record-Route"), "<sip:" + r.centre(kUdp) + ";lr>");
  EXPECT_EQ(by_udp.take(), "");
  callee->say(answer_to(invite, "200 OK", "callee", "sip:sw@" + by_udp.address()));
  r.settle();
  const std::string answer = last_of(r.carrier);
  EXPECT_EQ(first_line(answer), "SIP/2.0 200 OK");
  r.send(r.carrier, inside("ACK", 1, answer, r.carrier));
  EXPECT_EQ(field(by_udp.take(), "CSeq"), "1 ACK") << "a small one goes by UDP again";
}

TEST(Reach, ALargeRequestFallsBackToUdpAndTheRefusalIsRemembered) {
  neighbour by_udp(0x7f000201);
  rig r(both({{transport::udp, by_udp.at()}}));
  r.send(r.carrier, large(r));
  r.settle();
  const std::string invite = by_udp.take();
  ASSERT_TRUE(invite.starts_with("INVITE ")) << invite;
  EXPECT_TRUE(field(invite, "Via").starts_with("SIP/2.0/UDP " + r.centre(kUdp))) << invite;
  by_udp.forget();
  r.pass(600);
  EXPECT_EQ(by_udp.take(), invite) << "and is repeated as over UDP it must be";
  r.send(r.carrier, large(r));
  EXPECT_TRUE(by_udp.take().starts_with("INVITE ")) << "without trying TCP again";
  EXPECT_EQ(r.path->sockets.streams().counts(kTcp).opened, 1u);
}

TEST(Reach, ATrunkCanKeepLargeRequestsOnUdp) {
  neighbour by_udp(0x7f000201);
  rig r(both({{transport::udp, by_udp.at()}}));
  r.path->trunks.at(0).options.large_over_tcp = false;
  r.send(r.carrier, large(r));
  EXPECT_TRUE(by_udp.take().starts_with("INVITE "));
  EXPECT_EQ(r.path->sockets.streams().counts(kTcp).opened, 0u);
}

}  // namespace
}  // namespace qorgan::gateway
