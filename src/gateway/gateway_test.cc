// The whole gateway with its own thread and its own time, over real sockets. What is waited for is
// waited for by poll(2), never by sleeping.
#include "gateway/gateway.h"

#include <poll.h>

#include <thread>

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

constexpr int kPatience_ms = 10'000;

/// The next datagram within the patience; empty when none came.
std::string wait_for(net::udp_socket& socket) {
  for (;;) {
    const auto got = socket.receive();
    if (!got.empty()) return std::string(got[0].bytes);
    pollfd waiting{socket.fd(), POLLIN, 0};
    if (::poll(&waiting, 1, kPatience_ms) != 1) return {};
  }
}

struct running {
  explicit running(const char* listen = "127.0.0.1:0") {
    gateway_options options;
    options.listen = {{transport::udp, parse_endpoint(listen, 0).value()}};
    options.next_hop_ping_ms = 0;
    options.max_live_calls = 1'000;
    options.max_transactions = 1'000;
    trunk_options trunk;
    trunk.name = "carrier-north";
    trunk.id = trunk_id_of(trunk.name);
    trunk.sources = {parse_block("127.0.1.0/24").value(), parse_block("::1").value()};
    trunk.next_hops = {{transport::udp, callee.local()}};
    options.trunks = {trunk};
    calls = gateway::open(options, {screening, journal, clock}).value();
    thread = std::thread([this] { calls->run(); });
  }
  ~running() {
    calls->stop();
    if (thread.joinable()) thread.join();
  }

  os::clock clock;
  fake_journal journal;
  engine::engine screening{engine::testing::small(), engine::testing::policy_of("version: 1\n")};
  net::udp_socket callee = net::udp_socket::open(from_v4(0x7f000201, 0)).value();
  net::udp_socket carrier = net::udp_socket::open(from_v4(0x7f000101, 0)).value();
  std::unique_ptr<gateway> calls;
  std::thread thread;
};

TEST(Gateway, ItsThreadTakesDropsPoliciesAndQuestions) {
  // The address is learnt by listening on a port of our own choice first.
  auto probe = net::udp_socket::open(from_v4(0x7f000001, 0)).value();
  const std::string listen = to_string(probe.local());
  const ip_endpoint centre = probe.local();
  probe = net::udp_socket::open(from_v4(0x7f000001, 0)).value();
  running r(listen.c_str());
  r.calls->adopt(engine::testing::policy_of("version: 1\n"), "digest-2");
  const std::string sender = to_string(r.carrier.local());
  r.carrier.send(
      "INVITE sip:+77010000001@" + listen + " SIP/2.0\r\nVia: SIP/2.0/UDP " + sender +
          ";branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:+442079460001@x>;tag=a\r\n"
          "To: <sip:+77010000001@x>\r\nCall-ID: 1@x\r\nCSeq: 1 INVITE\r\nContact: <sip:g@" +
          sender + ">\r\nContent-Length: 0\r\n\r\n",
      centre);
  r.carrier.flush();
  EXPECT_EQ(first_line(wait_for(r.carrier)), "SIP/2.0 100 Trying");
  const std::string invite = wait_for(r.callee);
  ASSERT_EQ(field(invite, "CSeq"), "1 INVITE");
  r.callee.send(answer_to(invite, "180 Ringing"), centre);
  r.callee.flush();
  EXPECT_EQ(first_line(wait_for(r.carrier)), "SIP/2.0 180 Ringing");
  while (r.calls->figures().live_calls == 0 || r.calls->figures().policy_digest.empty()) {
    std::this_thread::yield();
  }
  EXPECT_EQ(r.calls->figures().policy_digest, "digest-2");
  EXPECT_EQ(r.calls->drop({call_key{7}, "operator:desk", "x"}), drop_answer::accepted);
  while (r.calls->figures().drops_failed == 0) std::this_thread::yield();
  r.calls->stop();
  r.thread.join();
  ASSERT_FALSE(r.journal.all<process_started>().empty());
  EXPECT_TRUE(std::holds_alternative<process_started>(r.journal.records.front().input));
  EXPECT_EQ(r.journal.all<policy_adopted>().at(0).digest.view(), "digest-2");
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
}

TEST(Gateway, ABusyAddressIsOneClearLine) {
  auto taken = net::udp_socket::open(from_v4(0x7f000001, 0)).value();
  gateway_options options;
  options.listen = {{transport::udp, taken.local()}};
  options.max_live_calls = options.max_transactions = 10;
  engine::engine screening(engine::testing::small(), engine::testing::policy_of("version: 1\n"));
  fake_journal journal;
  os::clock clock;
  const auto opened = gateway::open(options, {screening, journal, clock});
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find(to_string(taken.local())), std::string::npos) << opened.error();
  EXPECT_EQ(opened.error().find('\n'), std::string::npos);
}

TEST(Gateway, SpeaksIPv6) {
  auto probe = net::udp_socket::open(parse_endpoint("[::1]:0", 0).value());
  if (!probe) GTEST_SKIP() << probe.error();
  const ip_endpoint centre = probe->local();
  *probe = net::udp_socket::open(parse_endpoint("[::1]:0", 0).value()).value();
  running r(to_string(centre).c_str());
  const std::string sender = to_string(probe->local());
  probe->send("OPTIONS sip:" + to_string(centre) + " SIP/2.0\r\nVia: SIP/2.0/UDP " + sender +
                  ";rport;branch=z9hG4bK2\r\nFrom: <sip:a@x>;tag=a\r\nTo: <sip:b@x>\r\n"
                  "Call-ID: 2@x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
              centre);
  probe->flush();
  const std::string answer = wait_for(*probe);
  EXPECT_EQ(first_line(answer), "SIP/2.0 200 OK");
  EXPECT_NE(field(answer, "Via").find("received=::1;rport="), std::string::npos) << answer;
}

TEST(Gateway, AFullMailboxSaysSo) {
  running r;
  r.calls->stop();
  r.thread.join();
  drop_answer last = drop_answer::accepted;
  for (std::size_t i = 0; i <= mailbox::kDrops; ++i)
    last = r.calls->drop({call_key{i + 1}, "a", "b"});
  EXPECT_EQ(last, drop_answer::overloaded);
  intake_answer said = intake_answer::accepted;
  for (std::size_t i = 0; i <= kTold; ++i) said = r.calls->report({});
  EXPECT_EQ(said, intake_answer::overloaded);
}

TEST(Gateway, WhatWasAcceptedBeforeTheEndIsRecorded) {
  running r;
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(r.calls->report({.at = {}, .caller = *e164::from_digits("442079460001")}),
              intake_answer::accepted);
  }
  r.calls->stop();
  r.thread.join();
  EXPECT_EQ(r.journal.all<call_reported>().size(), 500u);
}

}  // namespace
}  // namespace qorgan::gateway
