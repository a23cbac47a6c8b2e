#include "gateway/rejected_log.h"

#include <gtest/gtest.h>

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

rejected_log::entry from(std::uint32_t v4, std::string_view bytes) {
  return {rejection::stranger, "unknown_source", from_v4(v4, 5060), from_us(v4), bytes};
}

TEST(RejectedLog, KeepsTheNewestOfEachKindAndCountsAll) {
  rejected_log log;
  for (int i = 0; i < 20; ++i) {
    log.note({rejection::malformed, "bad_via", from_v4(1, 1), from_us(i), std::to_string(i)});
  }
  log.note({rejection::malformed, "not_sip", from_v4(2, 2), from_us(99), std::string(900, 'x')});
  const rejected_report report = log.report();
  ASSERT_EQ(report.kinds.size(), 2u);
  EXPECT_EQ(report.kinds[0].count, 20u);
  ASSERT_EQ(report.kinds[0].newest.size(), rejected_log::kPerRing);
  EXPECT_EQ(report.kinds[0].newest.front().head, "19");
  EXPECT_EQ(report.kinds[0].newest.back().head, "12");
  EXPECT_EQ(report.kinds[1].newest.at(0).bytes, 900u);
  EXPECT_EQ(report.kinds[1].newest.at(0).head.size(), rejected_log::kHeadBytes);
  EXPECT_TRUE(report.strangers.empty());
}

TEST(RejectedLog, AScannerIsNotHiddenByAFloodOfMadeUpAddresses) {
  rejected_log log;
  for (std::uint32_t i = 1; i <= 200'000; ++i) {
    log.note(from(i * 2'654'435'761u, "INVITE"));
    if (i % 100 == 0) log.note(from(7, "OPTIONS"));
  }
  const rejected_report report = log.report();
  EXPECT_LE(report.strangers.size(), rejected_log::kStrangers);
  std::uint64_t scanner = 0;
  for (const auto& each : report.strangers) {
    if (each.address == from_v4(7, 5060)) scanner = each.count;
  }
  EXPECT_GE(scanner, 1'990u);
}

TEST(RejectedLog, IsFedByTheCallPath) {
  rig_options with;
  with.live_calls = 1;
  rig r(with);
  neighbour stranger(0x7f000909);
  r.send(stranger, "OPTIONS sip:100@127.0.0.1 SIP/2.0\nUser-Agent: friendly-scanner\n\n");
  r.send(r.carrier, "INVITE sip:x SIP/2.0\nVia: nonsense\n\n");
  r.send(r.carrier, r.invite());
  r.send(r.carrier, r.invite());
  const rejected_report report = r.path->rejected.report();
  std::vector<std::string> kinds;
  for (const rejected_kind& each : report.kinds) {
    kinds.push_back(std::string(to_string(each.kind)) + " " + each.reason + " " +
                    std::to_string(each.count));
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"stranger unknown_source 1", "malformed bad_via 1",
                                             "ceiling new_call 1"}));
  ASSERT_EQ(report.strangers.size(), 1u);
  EXPECT_EQ(report.strangers[0].address, stranger.at());
  EXPECT_NE(report.strangers[0].head.find("friendly-scanner"), std::string::npos);
  EXPECT_EQ(r.path->transactions.size(), 1u);
}

}  // namespace
}  // namespace qorgan::gateway
