// What neighbours and strangers may do to connections, and what happens then.
#include <gtest/gtest.h>

#include "gateway/reach.h"
#include "gateway/stream_testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

const ip_endpoint kCentre = from_v4(0x7f000001, 0);
const ip_endpoint kCarrier = from_v4(0x7f000101, 0);

rig_options only_tcp() {
  rig_options with;
  with.listen = {{transport::udp, kCentre}, {transport::tcp, kCentre}};
  return with;
}

struct limits_rig : rig {
  explicit limits_rig(const rig_options& with = only_tcp()) : rig(with) {}

  std::unique_ptr<stream_neighbour> connect(const ip_endpoint& from = kCarrier) {
    auto out = std::make_unique<stream_neighbour>(from, path->sockets.at(1).name.at);
    settle();
    return out;
  }
  const stream_counts& counts() { return path->sockets.streams().counts(1); }
  std::uint64_t closed(closing why) { return counts().closed[static_cast<std::size_t>(why)]; }
  std::string options_of(const std::string& sender, const std::string& length = "0") {
    return "OPTIONS sip:" + centre(1) + " SIP/2.0\nVia: SIP/2.0/TCP " + sender +
           ";branch=z9hG4bKo" + std::to_string(++calls) +
           "\nFrom: <sip:a@x>;tag=a\nTo: <sip:b@x>\nCall-ID: o@x\nCSeq: 1 OPTIONS\n"
           "Content-Length: " +
           length + "\n\n";
  }
};

TEST(StreamLimits, AStrangerIsClosedAtAcceptWithoutState) {
  limits_rig r;
  const auto stranger = r.connect(from_v4(0x7f000909, 0));
  stranger->say(r.options_of(stranger->address()));
  r.settle();
  EXPECT_TRUE(stranger->is_closed());
  EXPECT_EQ(stranger->take_raw(), "");
  EXPECT_EQ(r.counts().strangers, 1u);
  EXPECT_EQ(r.path->sockets.streams().size(), 0u);
}

TEST(StreamLimits, ConnectionsOfOneSourceAreBounded) {
  rig_options with = only_tcp();
  with.streams.max_connections_per_source = 2;
  limits_rig r(with);
  const auto first = r.connect();
  const auto second = r.connect();
  const auto third = r.connect();
  EXPECT_FALSE(first->is_closed());
  EXPECT_FALSE(second->is_closed());
  EXPECT_TRUE(third->is_closed());
  EXPECT_EQ(r.counts().turned_away, 1u);
  first->close();
  r.settle();
  EXPECT_FALSE(r.connect()->is_closed()) << "a place became free";
}

TEST(StreamLimits, ConnectionsInAllAreBounded) {
  rig_options with = only_tcp();
  with.streams.max_connections = 1;
  limits_rig r(with);
  const auto first = r.connect();
  const auto second = r.connect();
  EXPECT_FALSE(first->is_closed());
  EXPECT_TRUE(second->is_closed());
}

TEST(StreamLimits, ManyMessagesInOneSegmentAndOneInMany) {
  limits_rig r;
  const auto carrier = r.connect();
  const std::string sender = carrier->address();
  carrier->say(r.options_of(sender) + r.options_of(sender) + r.options_of(sender));
  r.settle();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 200 OK");
  for (const char c : r.options_of(sender)) {
    carrier->say(std::string(1, c));
    serve_streams(*r.path);
  }
  r.settle();
  EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.counts().messages_in, 4u);
}

TEST(StreamLimits, APingIsAnsweredByAPong) {
  limits_rig r;
  const auto carrier = r.connect();
  carrier->say_raw("\r\n\r\n");
  r.settle();
  EXPECT_EQ(carrier->take_raw(), "\r\n");
  carrier->say_raw("\r\n");
  r.settle();
  EXPECT_EQ(carrier->take_raw(), "");
  carrier->say_raw("\r\n");
  r.settle();
  EXPECT_EQ(carrier->take_raw(), "\r\n") << "in two segments";
}

TEST(StreamLimits, AMessageThatDoesNotCompleteEndsTheConnection) {
  limits_rig r;
  const auto carrier = r.connect();
  const std::string message = r.options_of(carrier->address(), "5");
  carrier->say(message);  // five bytes of body are missing
  r.settle();
  r.pass(5'000);
  carrier->say("abc");
  r.settle();
  r.pass(4'900);
  EXPECT_FALSE(carrier->is_closed());
  r.pass(300);  // trickling does not prolong it
  EXPECT_TRUE(carrier->is_closed());
  EXPECT_EQ(r.closed(closing::slow), 1u);
}

TEST(StreamLimits, SilenceEndsTheConnectionAndAKeepAliveDoesNot) {
  rig_options with = only_tcp();
  with.streams.idle_timeout_ms = 2'000;
  limits_rig r(with);
  const auto quiet = r.connect();
  const auto pinging = r.connect();
  for (int i = 0; i < 4; ++i) {
    r.pass(600);
    pinging->say_raw("\r\n\r\n");
    r.settle();
  }
  EXPECT_TRUE(quiet->is_closed());
  EXPECT_FALSE(pinging->is_closed());
  EXPECT_EQ(r.closed(closing::idle), 1u);
}

TEST(StreamLimits, GarbageClosesAtOnce) {
  limits_rig r;
  const auto carrier = r.connect();
  carrier->say_raw("\x16\x03\x01\x02");
  r.settle();
  EXPECT_TRUE(carrier->is_closed());
  const auto web = r.connect();
  web->say("GET / HTTP/1.1\nHost: x\n\n");
  r.settle();
  EXPECT_TRUE(web->is_closed());
  EXPECT_EQ(web->take_raw(), "");
  EXPECT_EQ(r.closed(closing::garbage), 2u);
}

TEST(StreamLimits, ARequestThatCannotBeFramedIsAnsweredAndThenItEnds) {
  limits_rig r;
  const auto carrier = r.connect();
  std::string message = r.options_of(carrier->address());
  message.erase(message.find("Content-Length"), std::string("Content-Length: 0\n").size());
  carrier->say(message);
  r.settle();
  EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 400 Bad Request");
  EXPECT_TRUE(carrier->is_closed());
  const auto second = r.connect();
  second->say(r.options_of(second->address(), "70000"));
  r.settle();
  EXPECT_EQ(first_line(second->take()), "SIP/2.0 513 Message Too Large");
  EXPECT_TRUE(second->is_closed());
  const auto third = r.connect();
  std::string response = r.options_of(third->address(), "x");
  response.replace(0, response.find('\n'), "SIP/2.0 200 OK");
  third->say(response);
  r.settle();
  EXPECT_EQ(third->take_raw(), "") << "a response is not answered";
  EXPECT_TRUE(third->is_closed());
}

TEST(StreamLimits, AMalformedMessageWithALengthDoesNotEndTheConnection) {
  limits_rig r;
  const auto carrier = r.connect();
  std::string message = r.options_of(carrier->address());
  message.replace(message.find("1 OPTIONS"), 9, "x OPTIONS");
  carrier->say(message + r.options_of(carrier->address()));
  r.settle();
  EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 400 Bad Request");
  EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 200 OK");
}

TEST(StreamLimits, WhoDoesNotReadIsClosed) {
  rig_options with = only_tcp();
  with.streams.output_bytes = 256 << 10;
  limits_rig r(with);
  const auto carrier = r.connect();
  const std::string sender = carrier->address();
  std::string many;
  for (int i = 0; i < 100; ++i) many += r.options_of(sender);
  for (int i = 0; i < 2'000 && r.closed(closing::unread) == 0; ++i) {
    carrier->say(many);
    serve_streams(*r.path);
    r.path->sockets.flush();
  }
  EXPECT_EQ(r.closed(closing::unread), 1u);
  on_time(*r.path);
  EXPECT_EQ(r.path->sockets.streams().size(), 0u);
}

TEST(StreamLimits, WhoReadsNothingForLongIsClosed) {
  limits_rig r;
  const auto carrier = r.connect();
  std::string many;
  for (int i = 0; i < 100; ++i) many += r.options_of(carrier->address());
  connection* c = r.path->sockets.streams().find(
      r.path->sockets.streams().find_open({carrier->local(), 1, 0, 0}));
  ASSERT_NE(c, nullptr);
  for (int i = 0; i < 2'000 && !c->waits_to_write; ++i) {
    carrier->say(many);
    serve_streams(*r.path);
    r.path->sockets.flush();
  }
  ASSERT_TRUE(c->waits_to_write);
  r.pass(9'000);
  EXPECT_EQ(r.closed(closing::unread), 0u);
  r.pass(2'000);
  EXPECT_EQ(r.closed(closing::unread), 1u);
}

}  // namespace
}  // namespace qorgan::gateway
