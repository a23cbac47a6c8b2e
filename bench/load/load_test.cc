#include <gtest/gtest.h>
#include <unistd.h>

#include "bench/load/caller.h"
#include "sip/message.h"

namespace qorgan::load {
namespace {

TEST(Load, ACallsNameSurvivesItsText) {
  const call_name name{.run = 0xbeef, .slot = 65'000, .serial = 123'456'789};
  const auto text = name.text();
  call_name back;
  ASSERT_TRUE(call_name::parse({text.data(), text.size()}, back));
  EXPECT_EQ(back.run, name.run);
  EXPECT_EQ(back.slot, name.slot);
  EXPECT_EQ(back.serial, name.serial);
  EXPECT_FALSE(call_name::parse("0123456789abcdeg", back));
  EXPECT_FALSE(call_name::parse("0123", back));
}

TEST(Load, TheTemplateWritesAWholeInvite) {
  const ip_endpoint here = from_v4(0x7f000001, 5099), there = from_v4(0x7f000001, 5070);
  const message_template invite{invite_text(here, there, kHonestDigits)};
  std::string bytes(invite.size(), '?');
  invite.write("4915112345678", "77012345678", "00112233445566aa", bytes.data());
  sip::message m;
  ASSERT_TRUE(sip::parse(bytes, m)) << bytes;
  EXPECT_EQ(m.from.address.user, "+4915112345678");
  EXPECT_EQ(m.to.address.user, "+77012345678");
  EXPECT_EQ(m.top_via.branch, "z9hG4bK00112233445566aa");
  EXPECT_EQ(m.call_id, "ld-00112233445566aa@127.0.0.1");
  EXPECT_EQ(sip::first_media(m.body).port, 20418);
  EXPECT_EQ(bytes.find('\1'), std::string::npos);
}

TEST(Load, LooksIntoAnswers) {
  const std::string answer =
      "SIP/2.0 603 Decline\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=x\r\nTo: <sip:a@b>;tag=1\r\n"
      "Call-ID: ld-1\r\nCSeq: 1 INVITE\r\n\r\n";
  EXPECT_EQ(status_of(answer), 603u);
  EXPECT_EQ(status_of("INVITE sip:a@b SIP/2.0\r\n"), 0u);
  EXPECT_EQ(value_of(answer, "To:"), "<sip:a@b>;tag=1");
  EXPECT_EQ(value_of(answer, "Contact:"), "");
}

TEST(Load, PercentilesAreWithinFourPercent) {
  histogram h;
  for (int us = 1; us <= 1'000; ++us) h.add(us * 1'000);
  EXPECT_NEAR(h.percentile_us(0.5), 500, 20);
  EXPECT_NEAR(h.percentile_us(0.99), 990, 40);
  EXPECT_EQ(histogram{}.percentile_us(0.5), 0);
}

TEST(Load, OwnCpuTimeIsSeenInProc) {
  volatile double sink = 0;
  while (own_cpu_seconds() < 0.15) sink = sink + 1;
  EXPECT_NEAR(cpu_seconds_of_tree(::getpid()), own_cpu_seconds(), 0.1);
}

TEST(Load, AFixedNumberStandsInThePlaceOfAnInventedOne) {
  const ip_endpoint here = from_v4(0x7f000001, 5099), there = from_v4(0x7f000001, 5070);
  const message_template invite{invite_text(here, there, kHonestDigits, carrier::udp, "112")};
  std::string bytes(invite.size(), '?');
  invite.write("4915112345678", "77012345678", "00112233445566aa", bytes.data());
  sip::message m;
  ASSERT_TRUE(sip::parse(bytes, m)) << bytes;
  EXPECT_TRUE(m.request_uri.starts_with("sip:112@")) << m.request_uri;
}

TEST(Load, AFloodSendsAsManyAsAskedAndOthersForAnotherSeed) {
  const auto flood = [](std::uint64_t seed) {
    auto to = net::udp_socket::open(from_v4(0x7f000001, 0)).value();
    auto from = net::udp_socket::open(from_v4(0x7f000001, 0)).value();
    options o;
    o.to = to.local();
    o.calls = 200;
    o.seed = seed;
    run_flood(o, std::move(from));
    std::vector<std::size_t> sizes;
    for (auto batch = to.receive(); !batch.empty(); batch = to.receive()) {
      for (const net::datagram& one : batch) sizes.push_back(one.bytes.size());
    }
    return sizes;
  };
  const auto first = flood(7);
  EXPECT_EQ(first.size(), 200u);
  EXPECT_NE(first, flood(8));
}

}  // namespace
}  // namespace qorgan::load
