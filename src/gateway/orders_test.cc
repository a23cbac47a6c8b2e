// Lasting measures on the call path: letters of another thread that the next call is judged with.

#include "gateway/recorder.h"
#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

order_changed order_for(std::string_view caller, verdict does = verdict::block) {
  order_changed out;
  out.order = {17};
  out.in_force = true;
  out.target = parse_order_target(order_kind::number, caller).value();
  out.does = does;
  return out;
}

void tell(rig& r, order_changed change) {
  change.at = r.path->now;
  record_told(*r.path, change);
}

/// The final answer the carrier gets, or "rings" when the callee was called.
std::string fate(rig& r, const std::string& invite) {
  r.carrier.forget();
  r.callee().forget();
  r.send(r.carrier, invite);
  r.pass(10);
  if (!r.callee().take().empty()) return "rings";
  std::string last;
  for (std::string each = r.carrier.take(); !each.empty(); each = r.carrier.take()) last = each;
  return first_line(last);
}

TEST(Orders, TheNextCallIsRefusedAndItsRecordNamesTheOrder) {
  rig r;
  EXPECT_EQ(fate(r, r.invite("+442079460001")), "rings");
  order_changed change = order_for("+442079460001");
  tell(r, change);
  EXPECT_EQ(fate(r, r.invite("+442079460001")), "SIP/2.0 603 Decline");
  EXPECT_EQ(r.journal.records.back().decided->rule.view(), "order:17");
  EXPECT_EQ(fate(r, r.invite("+442079460002")), "rings");
  change.in_force = false;
  tell(r, change);
  EXPECT_EQ(fate(r, r.invite("+442079460001")), "rings");
  const auto told = r.journal.all<order_changed>();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_TRUE(told[0].in_force);
  EXPECT_FALSE(told[1].in_force);
  EXPECT_GT(told[1].at, told[0].at) << "the call path's time";
}

TEST(Orders, AnEmergencyCallIsNeverTouched) {
  rig r;
  order_changed change = order_for("+442079460001");
  tell(r, change);
  EXPECT_EQ(fate(r, r.invite("+442079460001", "112")), "rings");
  EXPECT_EQ(fate(r, r.invite("+442079460001", "101")), "rings");
}

TEST(Orders, WithoutARecordAnOrderRefusesNothing) {
  rig r;
  order_changed change = order_for("+442079460001");
  tell(r, change);
  r.journal.is_healthy = false;
  EXPECT_EQ(fate(r, r.invite("+442079460001")), "rings");
}

TEST(Orders, WhatDivertsGoesToTheOrdersOwnAddress) {
  rig r;
  neighbour announcements{0x7f000301};
  order_changed change = order_for("+442079460001", verdict::divert);
  change.divert.assign("sip:warning@" + announcements.address());
  tell(r, change);
  r.send(r.carrier, r.invite("+442079460001"));
  r.pass(10);
  EXPECT_EQ(r.callee().take(), "");
  const std::string diverted = announcements.take();
  EXPECT_TRUE(diverted.starts_with("INVITE sip:warning@")) << diverted;
}

}  // namespace
}  // namespace qorgan::gateway
