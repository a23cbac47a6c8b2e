#include "net/udp_segments.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace qorgan::net {
namespace {

const ip_endpoint kHere = from_v4(0x7f000001, 5060);
const ip_endpoint kThere = from_v4(0x7f000002, 5060);

struct planned {
  std::size_t length;
  ip_endpoint to;
  std::uint64_t stream = 0;
};

/// "0 2 | 1": groups with the numbers of their datagrams.
std::string plan_of(const std::vector<planned>& wanted, bool join = true) {
  std::vector<outgoing> batch;
  static char bytes[segment_plan::kBatch];  // a datagram's number is where it begins
  for (const planned& one : wanted) {
    batch.push_back({{bytes + batch.size(), one.length}, one.to, one.stream});
  }
  segment_plan plan;
  plan.make(batch, join);
  std::string out;
  for (const segment_plan::group& group : plan.groups()) {
    if (!out.empty()) out += " |";
    for (const iovec& part : plan.parts().subspan(group.first, group.count)) {
      const auto number = static_cast<char*>(part.iov_base) - bytes;
      out += (out.empty() ? "" : " ") + std::to_string(number);
      EXPECT_EQ(part.iov_len, group.segment_bytes);
      EXPECT_EQ(batch[static_cast<std::size_t>(number)].to, batch[group.leader].to);
    }
  }
  return out;
}

TEST(segment_plan, joins_what_has_one_length_and_address) {
  EXPECT_EQ(plan_of({{300, kHere, 1}, {300, kThere, 2}, {300, kHere, 3}, {310, kHere, 4}}),
            "0 2 | 1 | 3");
}

TEST(segment_plan, different_streams_may_overtake) {
  EXPECT_EQ(plan_of({{300, kHere, 1}, {400, kHere, 2}, {300, kHere, 3}, {400, kHere, 4}}),
            "0 2 | 1 3");
}

TEST(segment_plan, one_stream_keeps_its_order) {
  EXPECT_EQ(plan_of({{300, kHere}, {400, kHere}, {300, kHere}, {300, kHere}}), "0 | 1 | 2 3");
  EXPECT_EQ(plan_of({{300, kHere, 1}, {400, kHere, 1}, {300, kHere, 2}, {300, kHere, 1}}),
            "0 2 | 1 | 3");
}

TEST(segment_plan, leaves_alone_what_may_not_fit_a_link_or_is_empty) {
  EXPECT_EQ(plan_of({{1'453, kHere, 1}, {1'453, kHere, 2}, {0, kHere, 3}, {0, kHere, 4}}),
            "0 | 1 | 2 | 3");
}

TEST(segment_plan, a_group_stays_below_a_datagrams_length) {
  std::vector<planned> wanted;
  for (std::uint64_t i = 0; i < 60; ++i) wanted.push_back({1'400, kHere, i});
  const std::string made = plan_of(wanted);
  EXPECT_EQ(made.find('|'), made.find("46") - 2);  // 46 x 1,400 = 64,400
}

TEST(segment_plan, joins_nothing_when_told_so) {
  EXPECT_EQ(plan_of({{300, kHere, 1}, {300, kHere, 2}}, false), "0 | 1");
}

}  // namespace
}  // namespace qorgan::net
