#include "gateway/reload.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

constexpr const char* kBlockAll =
    "version: 1\n"
    "rules:\n"
    "  - name: everything\n"
    "    when: {trunk_kind: [international]}\n"
    "    verdict: block\n"
    "    legal_basis: test\n";

/// The settings the rig runs with, to be changed and adopted.
gateway_options settings_of(const rig& r) {
  gateway_options out = r.path->options;
  out.trunks.clear();
  for (trunk& each : r.path->trunks.all()) {
    if (!each.removed) out.trunks.push_back(each.options);
  }
  return out;
}

trunk_options another(std::string_view name, std::string_view source, const neighbour& hop) {
  trunk_options out;
  out.name = name;
  out.id = trunk_id_of(name);
  out.sources = {parse_block(source).value()};
  out.enforced = enforcement::enforce;
  out.next_hops = {{transport::udp, hop.at()}};
  return out;
}

/// A call that is up; the 200 as the caller got it.
std::string answered(rig& r) {
  r.send(r.carrier, r.invite());
  const std::string invite = r.callee().take();
  r.send(r.callee(), answer_to(invite, "200 OK", "callee", "sip:phone@" + r.callee().address()));
  std::string ok;
  for (std::string got = r.carrier.take(); !got.empty(); got = r.carrier.take()) ok = got;
  r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  r.callee().forget();
  return ok;
}

TEST(Reload, ShadowBecomesEnforceForTheNextCall) {
  rig_options with;
  with.policy = kBlockAll;
  with.mode = enforcement::shadow;
  rig r(with);
  const std::string ok = answered(r);
  ASSERT_EQ(first_line(ok), "SIP/2.0 200 OK");
  gateway_options fresh = settings_of(r);
  fresh.trunks[0].enforced = enforcement::enforce;
  adopt_settings(*r.path, std::move(fresh));
  r.send(r.carrier, r.invite());
  r.pass(20);
  std::string last;
  for (std::string got = r.carrier.take(); !got.empty(); got = r.carrier.take()) last = got;
  EXPECT_EQ(first_line(last).substr(0, 11), "SIP/2.0 603");
  EXPECT_EQ(r.path->trunks.at(0).figures.mode, enforcement::enforce);
  EXPECT_EQ(r.path->trunks.at(0).figures.attempts, 2u);  // figures go on by name
  r.send(r.carrier, inside("BYE", 2, ok, r.carrier));
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 3), "BYE");
}

TEST(Reload, ARemovedTrunkFinishesItsCallsAndTakesNoNewOnes) {
  rig r;
  const std::string ok = answered(r);
  gateway_options fresh = settings_of(r);
  fresh.trunks = {another("carrier-south", "127.0.1.2", r.callee())};
  adopt_settings(*r.path, std::move(fresh));
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 403 Forbidden");
  EXPECT_EQ(r.callee().take(), "");
  r.pass(40'000);  // longer than any transaction: the call alone keeps the trunk known
  r.send(r.carrier, inside("BYE", 2, ok, r.carrier));
  const std::string bye = r.callee().take();
  ASSERT_EQ(first_line(bye).substr(0, 3), "BYE");
  r.send(r.callee(), answer_to(bye, "200 OK"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.path->trunks.at(0).figures.live, 0u);
  r.pass(34'000);
  EXPECT_FALSE(r.path->trunks.find(r.carrier.at()).known);  // a stranger from now on
}

TEST(Reload, ARemovedTrunkThatComesBackIsTheSameOne) {
  rig r;
  answered(r);
  const gateway_options before = settings_of(r);
  gateway_options without = before;
  without.trunks = {another("carrier-south", "127.0.1.2", r.callee())};
  adopt_settings(*r.path, std::move(without));
  gateway_options again = before;
  again.trunks.insert(again.trunks.begin(), another("carrier-south", "127.0.1.2", r.callee()));
  adopt_settings(*r.path, std::move(again));
  ASSERT_EQ(r.path->trunks.all().size(), 2u);
  EXPECT_EQ(r.path->trunks.at(0).options.name, "carrier-north");
  EXPECT_EQ(r.path->trunks.at(0).figures.answered, 1u);
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 6), "INVITE");
}

TEST(Reload, AnAddedTrunkTakesCallsAtOnce) {
  rig r;
  gateway_options fresh = settings_of(r);
  const neighbour south{0x7f000102};
  fresh.trunks.push_back(another("carrier-south", "127.0.1.2", r.callee()));
  r.send(south, r.invite());  // a stranger is remembered as one
  adopt_settings(*r.path, std::move(fresh));
  r.send(south, r.invite());
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 6), "INVITE");
  EXPECT_EQ(r.path->trunks.at(1).figures.attempts, 1u);
}

TEST(Reload, AMovedCarrierFinishesCallsFromItsFormerAddress) {
  rig r;
  const std::string ok = answered(r);
  gateway_options fresh = settings_of(r);
  fresh.trunks[0].sources = {parse_block("127.0.1.9").value()};
  adopt_settings(*r.path, std::move(fresh));
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 403 Forbidden");
  r.send(r.carrier, inside("BYE", 2, ok, r.carrier));
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 3), "BYE");
}

TEST(Reload, HopsKeepTheirHealthAndFormerOnesGetNoNewCalls) {
  rig_options with;
  with.switches = 2;
  rig r(with);
  r.send(r.carrier, r.invite());  // rings at the first hop
  const std::string ringing = r.switches[0]->take();
  ASSERT_NE(ringing, "");
  r.path->trunks.at(0).hops[1].up = false;
  neighbour third{0x7f000203};
  gateway_options fresh = settings_of(r);
  fresh.trunks[0].next_hops = {{transport::udp, r.switches[1]->at()}, {transport::udp, third.at()}};
  adopt_settings(*r.path, std::move(fresh));
  const trunk& on = r.path->trunks.at(0);
  ASSERT_EQ(on.hops.size(), 3u);
  EXPECT_TRUE(on.hops[0].gone);
  EXPECT_FALSE(on.hops[1].up);
  EXPECT_EQ(on.hops[1].entry, 0);
  EXPECT_EQ(on.hops[2].entry, 1);
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(third.take()).substr(0, 6), "INVITE");
  // What rang at the former hop is answered from there.
  r.carrier.forget();
  r.send(*r.switches[0],
         answer_to(ringing, "200 OK", "callee", "sip:phone@" + r.switches[0]->address()));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
}

TEST(Reload, TheTablesStayBoundedHoweverOftenTrunksAreRenamed) {
  rig r;
  const gateway_options before = settings_of(r);
  for (std::size_t i = 0; i < 2 * trunk_table::kPlaces; ++i) {
    gateway_options fresh = before;
    fresh.trunks = {another("t" + std::to_string(i), "127.0.1.1", r.callee())};
    adopt_settings(*r.path, std::move(fresh));
    r.path->trunks.age(r.path->now_ms + 40'000, 3'600'000);
  }
  EXPECT_EQ(r.path->trunks.all().size(), trunk_table::kPlaces);
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 6), "INVITE");
  for (std::size_t i = 0; i < 600; ++i) {
    gateway_options fresh = settings_of(r);
    fresh.trunks[0].sources = {{from_v4(0x0a000000 + static_cast<std::uint32_t>(i), 0)}};
    adopt_settings(*r.path, std::move(fresh));
  }
  for (const trunk& each : r.path->trunks.all()) {
    EXPECT_LE(std::ssize(each.former), trunk_table::kFormer);
  }
}

TEST(Reload, WhatTablesWereOpenedWithStaysTrueOfThem) {
  rig r;
  gateway_options fresh = settings_of(r);
  fresh.max_live_calls = 5;
  fresh.max_transactions = 6;
  fresh.ring_timeout_ms = 7'000;
  adopt_settings(*r.path, std::move(fresh));
  EXPECT_EQ(r.path->options.max_live_calls, 1'000u);
  EXPECT_EQ(r.path->options.max_transactions, 4'000u);
  EXPECT_EQ(r.path->options.ring_timeout_ms, 7'000u);
  EXPECT_EQ(r.path->options.listen.size(), 1u);
}

}  // namespace
}  // namespace qorgan::gateway
