// Names of next hops on their own thread, against a server of the test's own; and what the call
// path makes of it.
#include "gateway/name_watch.h"

#include <gtest/gtest.h>

#include "gateway/testing.h"
#include "net/dns_test_server.h"

namespace qorgan::gateway {
namespace {

using net::testing::dns_server;

struct watch_rig {
  explicit watch_rig(name_watch::times waits) : waits_(waits) {}

  void start() {
    next_hop hop;
    hop.host = "switch.example";
    hop.at.port = 5060;
    watch = std::make_unique<name_watch>(
        std::vector<watched_name>{{trunk_id{3}, hop}},
        net::dns_client::open(server.at(), 1'000).value(), [](transport, bool v4) { return v4; },
        [this](const watched_name& name, const location& found) {
          const std::lock_guard lock(guard);
          EXPECT_EQ(name.trunk, trunk_id{3});
          seen.push_back(address_text(found.places.at(0).at));
          changed.notify_all();
        },
        waits_);
    watch->start();
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(guard);
    return changed.wait_for(lock, std::chrono::seconds{10}, [&] { return seen.size() >= count; });
  }

  name_watch::times waits_;
  dns_server server;
  std::mutex guard;
  std::condition_variable changed;
  std::vector<std::string> seen;
  std::unique_ptr<name_watch> watch;
};

TEST(NameWatch, ANameIsLookedUpAgainWhenItsTtlIsOver) {
  watch_rig r({.least_ms = 20, .most_ms = 50, .retry_ms = 20});
  r.server.address("switch.example", "192.0.2.1", 1);
  r.start();
  r.watch->wait_for_first(5'000);
  ASSERT_TRUE(r.wait_for(1));
  r.server.forget("switch.example");
  r.server.address("switch.example", "192.0.2.2", 1);
  ASSERT_TRUE(r.wait_for(2));
  EXPECT_EQ(r.seen, (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
  EXPECT_GE(r.watch->lookups(), 2u);
}

TEST(NameWatch, WhenDnsFailsTheLastAnswerStandsAndTheTroubleIsSaid) {
  watch_rig r({.least_ms = 20, .most_ms = 50, .retry_ms = 20});
  r.server.address("switch.example", "192.0.2.1", 1);
  r.start();
  ASSERT_TRUE(r.wait_for(1));
  r.server.fail(true);
  while (r.watch->failures() == 0) std::this_thread::yield();
  ASSERT_EQ(r.watch->troubles().size(), 1u);
  EXPECT_NE(r.watch->troubles()[0].find("switch.example"), std::string::npos);
  r.server.fail(false);
  while (!r.watch->troubles().empty()) std::this_thread::yield();
  EXPECT_EQ(r.seen.size(), 1u) << "nothing moved";
}

location at(std::initializer_list<located> places) {
  return {places, 60};
}

struct NamedHop : ::testing::Test {
  static testing::rig_options options() {
    testing::rig_options with;
    next_hop hop;
    hop.host = "switch.example";
    with.next_hops = {hop};
    with.switches = 0;
    return with;
  }
  located place(std::uint32_t v4, std::uint32_t rank, std::uint16_t weight = 0) {
    return {transport::udp, from_v4(v4, 5060), rank, weight};
  }
  std::string chosen(std::uint32_t tried = 0) {
    trunk& on = r.path->trunks.at(0);
    const int hop = r.path->trunks.choose_hop(on, tried);
    return hop < 0 ? "none" : on.hops[static_cast<std::size_t>(hop)].address;
  }
  testing::rig r{options()};
};

TEST_F(NamedHop, AnUnknownNameLeadsNowhereAndACallIsRefused) {
  EXPECT_EQ(chosen(), "none");
  r.send(r.carrier, r.invite());
  std::string last;
  for (std::string next = r.carrier.take(); !next.empty(); next = r.carrier.take()) last = next;
  EXPECT_EQ(testing::first_line(last), "SIP/2.0 503 Service Unavailable");
}

TEST_F(NamedHop, PlacesAreTriedByRankAndKeepWhatIsKnownOfThem) {
  r.path->trunks.relocate(0, 0, at({place(0x7f000301, 0), place(0x7f000302, 2)}), r.path->now);
  EXPECT_EQ(chosen(), "127.0.3.1:5060");
  r.path->trunks.at(0).hops[0].up = false;
  EXPECT_EQ(chosen(), "127.0.3.2:5060");
  r.path->trunks.relocate(0, 0, at({place(0x7f000303, 0), place(0x7f000301, 1)}), r.path->now);
  EXPECT_EQ(chosen(), "127.0.3.3:5060") << "a new place is taken to be up";
  r.path->trunks.relocate(0, 0, at({place(0x7f000301, 0)}), r.path->now);
  EXPECT_FALSE(r.path->trunks.at(0).hops[0].up) << "one that stays is still down";
  EXPECT_EQ(chosen(), "127.0.3.1:5060") << "the only one is tried all the same";
}

TEST_F(NamedHop, AmongEqualsByWeight) {
  r.path->trunks.relocate(0, 0, at({place(0x7f000301, 0, 90), place(0x7f000302, 0, 10)}),
                          r.path->now);
  std::map<std::string, int> count;
  for (int i = 0; i < 10'000; ++i) ++count[chosen()];
  EXPECT_NEAR(count["127.0.3.1:5060"], 9'000, 200);
  EXPECT_NEAR(count["127.0.3.2:5060"], 1'000, 200);
}

}  // namespace
}  // namespace qorgan::gateway
