// Connections on loopback, in the clear and under TLS. What is waited for is waited for by poll(2).
#include "net/stream.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <array>

#include "net/tls_test_certificates.h"

namespace qorgan::net {
namespace {

constexpr int kPatience_ms = 5'000;

bool wait(int fd, short what = POLLIN) {
  pollfd waiting{fd, what, 0};
  return ::poll(&waiting, 1, kPatience_ms) == 1;
}

const ip_endpoint kLoopback = from_v4(0x7f000001, 0);
const ip_endpoint kClient = from_v4(0x7f000002, 0);

/// Two ends of one connection.
struct pair {
  explicit pair(const ip_endpoint& at = kLoopback, const ip_endpoint& from = kClient,
                std::unique_ptr<tls_session> client_tls = {},
                std::unique_ptr<tls_session> server_tls = {})
      : listener(stream_listener::open(at).value()),
        client(stream::connect(from, listener.local(), std::move(client_tls)).value()) {
    EXPECT_TRUE(wait(client.fd(), POLLOUT));
    EXPECT_EQ(client.connected(), progress::done);
    EXPECT_TRUE(wait(listener.fd()));
    const auto taken = listener.accept().value();
    peer = taken.peer;
    server = stream::take(taken.fd, std::move(server_tls));
  }

  /// Both ends, until both are up or one has failed.
  std::pair<progress, progress> shake() {
    std::pair<progress, progress> out{progress::waits, progress::waits};
    for (int i = 0; i < 200; ++i) {
      if (out.first != progress::failed) out.first = client.shake_hands();
      if (out.second != progress::failed) out.second = server.shake_hands();
      const bool over = out.first != progress::waits && out.second != progress::waits;
      if (over || out.second == progress::failed) break;
      pollfd waiting[2] = {{client.fd(), POLLIN, 0}, {server.fd(), POLLIN, 0}};
      ::poll(waiting, 2, 50);
    }
    return out;
  }

  stream_listener listener;
  stream client;
  stream server;
  ip_endpoint peer;
};

std::string read_all(stream& from, std::size_t wanted) {
  std::string out;
  std::array<char, 65'536> room;
  while (out.size() < wanted) {
    const transfer got = from.read(room);
    out.append(room.data(), got.bytes);
    if (got.ended) break;
    if (got.bytes == 0 && !wait(from.fd())) break;
  }
  return out;
}

TEST(Stream, CarriesBytesBothWaysAndKnowsItsEnds) {
  pair p;
  EXPECT_EQ(p.peer.address, kClient.address) << "connects from the address it is told";
  EXPECT_EQ(p.client.write("INVITE").bytes, 6u);
  EXPECT_EQ(read_all(p.server, 6), "INVITE");
  EXPECT_EQ(p.server.write("200").bytes, 3u);
  EXPECT_EQ(read_all(p.client, 3), "200");
  std::array<char, 16> room;
  EXPECT_EQ(p.client.read(room).bytes, 0u);
  EXPECT_FALSE(p.client.read(room).ended);
  p.server = {};
  EXPECT_TRUE(wait(p.client.fd()));
  EXPECT_TRUE(p.client.read(room).ended);
}

TEST(Stream, AnEndThatDoesNotReadFillsUpAndNothingWaits) {
  pair p;
  const std::string piece(1 << 16, 'x');
  std::size_t sent = 0;
  for (;;) {
    const transfer done = p.client.write(piece);
    ASSERT_FALSE(done.ended);
    if (done.bytes == 0) break;
    sent += done.bytes;
  }
  EXPECT_GT(sent, piece.size());
  EXPECT_EQ(read_all(p.server, sent).size(), sent);
}

TEST(Stream, ARefusedConnectionSaysSo) {
  ip_endpoint nobody;
  {
    nobody = stream_listener::open(kLoopback).value().local();
  }
  auto refused = stream::connect(kClient, nobody, {});
  if (!refused) return;  // the kernel may tell at once
  EXPECT_TRUE(wait(refused->fd(), POLLOUT));
  EXPECT_EQ(refused->connected(), progress::failed);
}

TEST(Stream, ABusyAddressIsOneClearLine) {
  const auto taken = stream_listener::open(kLoopback).value();
  const auto second = stream_listener::open(taken.local());
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().find(to_string(taken.local())), std::string::npos) << second.error();
}

TEST(Stream, SpeaksIPv6) {
  const auto loopback = parse_endpoint("[::1]:0", 0).value();
  auto probe = stream_listener::open(loopback);
  if (!probe) GTEST_SKIP() << probe.error();
  pair p(loopback, loopback);
  EXPECT_EQ(address_text(p.peer), "::1");
  EXPECT_EQ(p.client.write("x").bytes, 1u);
  EXPECT_EQ(read_all(p.server, 1), "x");
}

bool anybody(const tls_names&) {
  return true;
}
tls_judge only(std::string name) {
  return [name = std::move(name)](const tls_names& names) { return names.are(name); };
}

struct tls_pair : pair {
  tls_pair(tls_context& client_side, tls_context& server_side, tls_judge of_server = anybody,
           tls_judge of_client = anybody)
      : pair(kLoopback, kClient,
             client_side.connect("centre.example", kLoopback, std::move(of_server)),
             server_side.accept(std::move(of_client))) {}
};

struct Tls : ::testing::Test {
  testing::authority ours{"ours"};
  testing::authority others{"others"};
  std::shared_ptr<tls_context> centre =
      tls_context::open(ours.issue("URI:sip:centre.example")).value();
  std::shared_ptr<tls_context> carrier =
      tls_context::open(ours.issue("URI:sip:carrier.example,DNS:ignored.example")).value();
};

TEST_F(Tls, BothEndsKnowEachOther) {
  tls_pair p(*carrier, *centre, only("centre.example"), only("carrier.example"));
  ASSERT_EQ(p.shake(), std::pair(progress::done, progress::done)) << p.server.tls()->trouble();
  EXPECT_EQ(p.server.tls()->names().domains, std::vector<std::string>{"carrier.example"})
      << "a DNS name does not count beside a SIP URI (RFC 5922 §7.1)";
  const std::string large(200'000, 'y');
  std::string_view rest = large;
  std::string got;
  while (!rest.empty()) {
    rest.remove_prefix(p.client.write(rest).bytes);
    got += read_all(p.server, std::min(large.size() - got.size(), std::size_t{1}));
  }
  got += read_all(p.server, large.size() - got.size());
  EXPECT_EQ(got, large);
}

TEST_F(Tls, WhoIsNotWantedFailsInTheHandshake) {
  tls_pair p(*carrier, *centre, anybody, only("somebody.example"));
  EXPECT_EQ(p.shake().second, progress::failed);
  EXPECT_NE(p.server.tls()->trouble().find("names nobody"), std::string::npos);
  tls_pair q(*carrier, *centre, only("other.example"));
  EXPECT_EQ(q.shake().first, progress::failed);
}

TEST_F(Tls, AnUnknownAuthorityFails) {
  const auto stranger = tls_context::open(others.issue("URI:sip:carrier.example")).value();
  tls_pair p(*stranger, *centre);
  EXPECT_EQ(p.shake().second, progress::failed);
}

TEST_F(Tls, AnExpiredCertificateFailsAndIsSaid) {
  const auto stale = tls_context::open(ours.issue("URI:sip:carrier.example", -60)).value();
  tls_pair p(*stale, *centre);
  EXPECT_EQ(p.shake().second, progress::failed);
  EXPECT_EQ(p.server.tls()->trouble(), "certificate has expired");
}

TEST_F(Tls, WithoutNamesNobodyIsNamed) {
  const auto nameless = tls_context::open(ours.issue("")).value();
  tls_pair p(*nameless, *centre, anybody, [](const tls_names& names) {
    return !names.domains.empty() || !names.addresses.empty();
  });
  EXPECT_EQ(p.shake().second, progress::failed) << "the common name does not count";
}

TEST_F(Tls, ASecondConnectionResumesTheSessionAndIsJudgedAgain) {
  {
    tls_pair first(*carrier, *centre);
    ASSERT_EQ(first.shake(), std::pair(progress::done, progress::done));
    EXPECT_FALSE(first.server.tls()->resumed());
    EXPECT_EQ(first.server.write("x").bytes, 1u);
    EXPECT_EQ(read_all(first.client, 1), "x");  // the ticket comes with it
  }
  tls_pair second(*carrier, *centre);
  ASSERT_EQ(second.shake(), std::pair(progress::done, progress::done));
  EXPECT_TRUE(second.server.tls()->resumed());
  EXPECT_EQ(second.server.tls()->names().domains, std::vector<std::string>{"carrier.example"});
  tls_pair third(*carrier, *centre, anybody, only("somebody.example"));
  EXPECT_EQ(third.shake().second, progress::failed);
}

TEST_F(Tls, FilesThatCannotBeUsedAreNamed) {
  auto files = ours.issue("DNS:a.example");
  const auto other = ours.issue("DNS:b.example");
  const auto error_of = [](const tls_options& options) {
    const auto opened = tls_context::open(options);
    return opened ? std::string() : opened.error();
  };
  EXPECT_NE(error_of({"/nowhere.pem", files.key, files.authorities}).find("/nowhere.pem"),
            std::string::npos);
  EXPECT_NE(error_of({files.certificate, other.key, files.authorities}).find(other.key),
            std::string::npos)
      << "the key of another certificate";
  EXPECT_NE(error_of({files.certificate, files.key, files.key}).find(files.key), std::string::npos);
}

TEST_F(Tls, PlainTextOnATlsPortFails) {
  pair p(kLoopback, kClient, {}, centre->accept(anybody));
  EXPECT_GT(p.client.write("OPTIONS sip:a@x SIP/2.0\r\n\r\n").bytes, 0u);
  EXPECT_TRUE(wait(p.server.fd()));
  EXPECT_EQ(p.server.shake_hands(), progress::failed);
}

}  // namespace
}  // namespace qorgan::net
