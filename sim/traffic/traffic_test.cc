#include "sim/traffic/traffic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "sim/equipment.h"
#include "sim/numbers.h"

namespace qorgan::sim {
namespace {

std::vector<trunk_seat> demo_trunks() {
  return {{"carrier-north", from_v4(0x7f000101, 5060), "RU", trunk_kind::international, false},
          {"carrier-west", from_v4(0x7f000102, 5060), "DE", trunk_kind::international, false},
          {"roaming-hub", from_v4(0x7f000104, 5060), "CH", trunk_kind::roaming_hub, false}};
}

std::vector<planned_call> calls_of(std::uint64_t seed, int count, double fraud_share = 0.22) {
  static const auto trunks = demo_trunks();
  traffic all{{trunks, 4.0, fraud_share, seed}};
  std::vector<planned_call> out;
  for (int i = 0; i < count; ++i) out.push_back(all.take());
  return out;
}

std::string text_of(const planned_call& c) {
  return std::to_string(c.at.count()) + c.caller + ">" + c.callee + std::to_string(c.trunk) +
         std::to_string(c.talk.count()) + c.campaign;
}

TEST(Traffic, OneSeedGivesTheSameCallsAndAnotherSeedOthers) {
  const auto a = calls_of(5, 5'000), b = calls_of(5, 5'000), c = calls_of(6, 5'000);
  int differing = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(text_of(a[i]), text_of(b[i]));
    differing += text_of(a[i]) != text_of(c[i]) ? 1 : 0;
  }
  EXPECT_GT(differing, 4'900);
}

TEST(Traffic, CallsComeInOrderAtTheRateAskedFor) {
  const auto calls = calls_of(1, 20'000);
  for (std::size_t i = 1; i < calls.size(); ++i) ASSERT_LE(calls[i - 1].at, calls[i].at);
  const double seconds_taken = static_cast<double>(calls.back().at.count()) / 1e6;
  EXPECT_NEAR(20'000 / seconds_taken, 4.0, 0.3);
}

TEST(Traffic, SharesOfLabelsAndKinds) {
  std::map<std::string_view, int> kinds;
  int fraud = 0;
  const auto calls = calls_of(2, 40'000);
  for (const auto& call : calls) {
    ++kinds[call.kind];
    fraud += call.fraud ? 1 : 0;
    EXPECT_EQ(call.fraud, !call.campaign.empty());
  }
  EXPECT_NEAR(fraud / 40'000.0, 0.22, 0.03);
  for (const char* kind : {"family", "business", "roamer", "courier", "emergency", "spoofed",
                           "rotating", "sequential", "office"}) {
    EXPECT_GT(kinds[kind], 30) << kind;
  }
  for (const auto& call : calls_of(2, 5'000, 0.0)) EXPECT_FALSE(call.fraud);
}

TEST(Traffic, TheFirstMinuteShowsSequentialDiallingAndAnOfficeAtWork) {
  std::map<std::string, int> by_dialler;
  std::map<std::string, std::set<std::string>> callers_of_victim;
  for (const auto& call : calls_of(1, 1'000)) {
    if (call.at > std::chrono::seconds{60}) break;
    if (call.kind == "sequential") ++by_dialler[call.caller];
    if (call.kind == "office") callers_of_victim[call.callee].insert(call.caller);
  }
  ASSERT_FALSE(by_dialler.empty());
  EXPECT_GE(std::ranges::max_element(by_dialler, {}, [](auto& x) { return x.second; })->second, 30);
  std::size_t most = 0;
  for (const auto& [victim, callers] : callers_of_victim) most = std::max(most, callers.size());
  EXPECT_GE(most, 3u);
}

TEST(Traffic, ScammersKeepTheirHabits) {
  std::set<std::string> rotating_callers, office_callers;
  int rotating = 0, office = 0;
  std::string last_caller, last_callee;
  for (const auto& call : calls_of(3, 20'000)) {
    if (call.kind == "spoofed") {
      EXPECT_TRUE(call.caller.starts_with("+77") || call.caller.starts_with("87")) << call.caller;
    }
    if (call.kind == "rotating") {
      ++rotating;
      rotating_callers.insert(call.caller);
      EXPECT_EQ(call.equipment, scam_equipment(scam_site::rotators, 0));
    }
    if (call.kind == "office") {
      ++office;
      office_callers.insert(call.caller);
      EXPECT_EQ(call.ends, outcome::answered);
    }
    if (call.kind == "sequential") {
      if (call.caller == last_caller) {
        EXPECT_TRUE(call.callee == following(last_callee, 1) ||
                    call.callee == following(last_callee, 2));
      }
      last_caller = call.caller;
      last_callee = call.callee;
    }
    if (call.kind == "roamer" || call.kind == "emergency") EXPECT_EQ(call.trunk, 2u);
  }
  EXPECT_GT(static_cast<double>(rotating_callers.size()), rotating * 0.5);
  EXPECT_GT(static_cast<double>(office_callers.size()), office * 0.98);
}

TEST(Numbers, Following) {
  EXPECT_EQ(following("+77011234599", 1), "+77011234600");
  EXPECT_EQ(following("+77011999999", 2), "+77012000001");
}

}  // namespace
}  // namespace qorgan::sim
