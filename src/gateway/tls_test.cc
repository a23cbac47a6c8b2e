// TLS between the centre and its neighbours: who is let in, and calls over it.
#include <gtest/gtest.h>

#include "gateway/certificates.h"
#include "gateway/stream_testing.h"
#include "net/tls_test_certificates.h"

namespace qorgan::gateway {
namespace {

using namespace testing;
using net::testing::authority;

const ip_endpoint kCentre = from_v4(0x7f000001, 0);
const ip_endpoint kAnywhere = from_v4(0x7f000909, 0);
const ip_endpoint kSwitch = from_v4(0x7f000201, 0);
constexpr std::size_t kTls = 1;

/// What the test's own authority has signed.
struct papers {
  authority ours{"gateway"};
  authority others{"strangers"};
  std::shared_ptr<net::tls_context> context(const std::string& names, long seconds = 3'600) const {
    return net::tls_context::open(ours.issue(names, seconds)).value();
  }
  stream_switch called{kSwitch};
};

/// A carrier that is known by its certificate alone; a switch over TLS.
struct tls_rig : papers, rig {
  explicit tls_rig(const rig_options& with = {}) : rig(over_tls(with, called.at())) {
    path->sockets.streams().use(context("URI:sip:centre.example"));
    settle();
  }
  static rig_options over_tls(rig_options with, const ip_endpoint& hop) {
    with.listen = {{transport::udp, kCentre}, {transport::tls, kCentre}};
    with.has_sources = false;
    with.tls_identities = {"carrier.example"};
    with.next_hops = {{transport::tls, hop, "switch.example"}};
    with.switches = 0;
    return with;
  }

  std::unique_ptr<stream_neighbour> connect(net::tls_context& as,
                                            const ip_endpoint& from = kAnywhere) {
    const auto wants_centre = [](const net::tls_names& names) {
      return names.are("centre.example");
    };
    const ip_endpoint at = path->sockets.at(kTls).name.at;
    auto out = std::make_unique<stream_neighbour>(from, at,
                                                  as.connect("centre.example", at, wants_centre));
    shake(*out);
    return out;
  }
  void shake(stream_neighbour& with) {
    for (int i = 0; i < 20 && !with.is_closed(); ++i) {
      const bool up = with.advance();
      settle();
      if (up && i > 3) return;
    }
  }
  std::unique_ptr<stream_neighbour> connection_to_switch(net::tls_context& as) {
    settle();
    auto out = called.accept(
        as.accept([](const net::tls_names& names) { return names.are("centre.example"); }));
    if (out) shake(*out);
    return out;
  }
  const stream_counts& counts() { return path->sockets.streams().counts(kTls); }
  std::uint64_t refused() { return counts().closed[static_cast<std::size_t>(closing::handshake)]; }
  std::string tls_invite(const stream_neighbour& of) {
    return over_stream(invite(), "TLS", of.address());
  }
};

TEST(TlsGateway, ACallGoesThroughBetweenCertificates) {
  tls_rig r;
  const auto carrier_papers = r.context("URI:sip:carrier.example");
  const auto switch_papers = r.context("DNS:switch.example");
  const auto carrier = r.connect(*carrier_papers);
  ASSERT_FALSE(carrier->is_closed()) << r.path->sockets.streams().last_refusal();
  carrier->say(r.tls_invite(*carrier));
  const auto callee = r.connection_to_switch(*switch_papers);
  ASSERT_TRUE(callee);
  EXPECT_EQ(first_line(carrier->take()), "SIP/2.0 100 Trying");
  const std::string invite = callee->take();
  EXPECT_TRUE(field(invite, "Via").starts_with("SIP/2.0/TLS ")) << invite;
  EXPECT_EQ(field(invite, "Record-Route"), "<sip:" + r.centre(kTls) + ";transport=tls;lr>");
  callee->say(
      answer_to(invite, "200 OK", "callee", "sip:sw@" + r.called.address() + ";transport=tls"));
  r.settle();
  const std::string answer = carrier->take();
  ASSERT_EQ(first_line(answer), "SIP/2.0 200 OK");
  carrier->say(over_stream(inside("ACK", 1, answer, r.carrier), "TLS", carrier->address()));
  r.settle();
  EXPECT_EQ(field(callee->take(), "CSeq"), "1 ACK");
  r.drop(r.last_call());
  r.settle();
  EXPECT_EQ(field(callee->take(), "CSeq"), "2 BYE") << "over the connection that is there";
  EXPECT_EQ(field(carrier->take(), "CSeq"), "1 BYE") << "to the caller as well";
  EXPECT_EQ(r.called.accept(), nullptr);
}

TEST(TlsGateway, OnlyNeighboursWithTheirNamesAreLetIn) {
  tls_rig r;
  const auto wrong_name = r.context("URI:sip:somebody.example");
  EXPECT_TRUE(r.connect(*wrong_name)->is_closed());
  EXPECT_EQ(r.refused(), 1u);
  EXPECT_NE(r.path->sockets.streams().last_refusal().find("127.0.9.9:"), std::string::npos);
  EXPECT_NE(r.path->sockets.streams().last_refusal().find("names nobody"), std::string::npos);
  const auto expired = r.context("URI:sip:carrier.example", -10);
  EXPECT_TRUE(r.connect(*expired)->is_closed());
  EXPECT_EQ(r.refused(), 2u);
  const auto forged = net::tls_context::open(r.others.issue("URI:sip:carrier.example")).value();
  EXPECT_TRUE(r.connect(*forged)->is_closed());
  // That one may refuse the centre first, whose authority it does not believe.
  r.settle();
  EXPECT_EQ(r.path->sockets.streams().size(), 0u);
  EXPECT_TRUE(r.journal.all<call_started>().empty());
}

TEST(TlsGateway, ATrunkWithSourcesHasToComeFromThereToo) {
  rig_options with;
  tls_rig r(with);
  r.path->trunks.at(0).options.sources = {parse_block("127.0.1.1").value()};
  const auto papers = r.context("URI:sip:carrier.example");
  EXPECT_TRUE(r.connect(*papers)->is_closed()) << "right name, wrong address";
  EXPECT_FALSE(r.connect(*papers, from_v4(0x7f000101, 0))->is_closed());
}

TEST(TlsGateway, ANextHopWithAnotherNameGetsNoCalls) {
  tls_rig r;
  const auto carrier_papers = r.context("URI:sip:carrier.example");
  const auto wrong = r.context("DNS:impostor.example");
  const auto carrier = r.connect(*carrier_papers);
  carrier->say(r.tls_invite(*carrier));
  const auto impostor = r.connection_to_switch(*wrong);
  ASSERT_TRUE(impostor);
  r.settle();
  r.pass(100);
  r.settle();
  EXPECT_EQ(impostor->take(), "") << "no message before the name is right";
  EXPECT_EQ(r.refused(), 1u);
  std::string last;
  for (std::string next = carrier->take(); !next.empty(); next = carrier->take()) last = next;
  EXPECT_EQ(first_line(last), "SIP/2.0 503 Service Unavailable");
}

TEST(TlsGateway, NewCertificatesAreForNewConnections) {
  tls_rig r;
  const auto papers = r.context("URI:sip:carrier.example");
  const auto before = r.connect(*papers);
  authority next("next");
  r.path->sockets.streams().use(
      net::tls_context::open(next.issue("URI:sip:centre.example")).value());
  EXPECT_TRUE(r.connect(*papers)->is_closed()) << "another authority now";
  EXPECT_FALSE(before->is_closed());
  before->say(r.tls_invite(*before));
  r.settle();
  EXPECT_EQ(first_line(before->take()), "SIP/2.0 100 Trying");
}

TEST(TlsGateway, HandshakesInProgressAreBoundedAndTheRestWaits) {
  rig_options with;
  with.streams.max_handshakes = 2;
  tls_rig r(with);
  const ip_endpoint at = r.path->sockets.at(kTls).name.at;
  std::vector<std::unique_ptr<stream_neighbour>> silent;
  for (int i = 0; i < 4; ++i) {
    silent.push_back(std::make_unique<stream_neighbour>(kAnywhere, at));
    r.settle();
  }
  EXPECT_EQ(r.path->sockets.streams().size(), 2u);
  r.pass(5'200);  // the silent ones are given up, those who waited have their turn
  r.settle();
  EXPECT_TRUE(silent[0]->is_closed());
  EXPECT_EQ(r.counts().accepted, 4u);
}

TEST(TlsGateway, CheckingFilesNamesTheBadOne) {
  EXPECT_FALSE(check_certificates({"/nowhere", "/nowhere", "/nowhere"}).has_value());
  const papers p;
  const auto files = p.ours.issue("DNS:a.example");
  EXPECT_TRUE(check_certificates({files.certificate, files.key, files.authorities}).has_value());
}

}  // namespace
}  // namespace qorgan::gateway
