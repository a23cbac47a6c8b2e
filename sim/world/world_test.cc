#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "sim/course.h"
#include "sim/equipment.h"
#include "sim/world/parameters.h"
#include "sim/world/reports.h"

namespace qorgan::sim {
namespace {

std::vector<trunk_seat> trunks() {
  return {{"north", from_v4(0x7f000101, 5060), "RU", trunk_kind::international, false},
          {"west", from_v4(0x7f000102, 5060), "DE", trunk_kind::international, false},
          {"wholesale", from_v4(0x7f000103, 5060), "GB", trunk_kind::international, false},
          {"hub", from_v4(0x7f000104, 5060), "CH", trunk_kind::roaming_hub, false},
          {"home", from_v4(0x7f000105, 5060), "KZ", trunk_kind::domestic, false}};
}

std::vector<planned_call> days(int count, std::uint64_t seed, double scale) {
  static const auto kTrunks = trunks();
  world all{{kTrunks, scale, seed}};
  std::vector<planned_call> out;
  for (int i = 0; i < count; ++i) {
    for (const planned_call& call : all.next_day()) out.push_back(call);
  }
  return out;
}

TEST(World, CallsComeInOrderAndWithinTheDaysAskedFor) {
  const auto calls = days(9, 1, 0.1);
  for (std::size_t i = 1; i < calls.size(); ++i) ASSERT_LE(calls[i - 1].at, calls[i].at);
  EXPECT_GE(calls.front().at, duration{});
  EXPECT_LT(calls.back().at, std::chrono::hours{9 * 24});
  EXPECT_GT(calls.size(), 9 * 2'000u);
}

TEST(World, EveryFamilyIsThereWithItsLabel) {
  std::map<std::string_view, int> honest, fraud;
  for (const auto& call : days(10, 2, 0.3)) {
    ++(call.fraud ? fraud : honest)[call.kind];
    EXPECT_EQ(call.fraud, !call.campaign.empty());
    EXPECT_FALSE(call.caller.empty());
    EXPECT_LT(call.equipment, equipment_catalogue().size());
  }
  for (const char* kind : {"family", "worker", "roamer", "emergency", "village", "first-time",
                           "business", "hospital", "university", "embassy", "bank-centre",
                           "airline", "conference", "courier", "taxi", "platform"}) {
    EXPECT_GT(honest[kind], 20) << kind;
    EXPECT_FALSE(fraud.contains(kind)) << kind;
  }
  for (const auto& scam : parameters::kScams) EXPECT_GT(fraud[scam.kind], 20) << scam.kind;
  int all = 0, scams = 0;
  for (const auto& [kind, n] : honest) all += n;
  for (const auto& [kind, n] : fraud) scams += n;
  const double share = static_cast<double>(scams) / (all + scams);
  EXPECT_GT(share, 0.01);
  EXPECT_LT(share, 0.08);
}

TEST(World, TheHolidayIsTenTimesAnEveningAndPayDaysStandOut) {
  std::map<std::string_view, std::map<int, int>> per_day;
  for (const auto& call : days(12, 3, 0.1)) {
    ++per_day[call.kind][static_cast<int>(call.at / std::chrono::hours{24})];
  }
  const auto usual = per_day["family"][2];
  EXPECT_NEAR(per_day["family"][parameters::kPeakHoliday], 10 * usual, 2 * usual);
  EXPECT_GT(per_day["worker"][9], 2 * per_day["worker"][8]);
  EXPECT_EQ(per_day["business"][0], 0) << "a Sunday";
  EXPECT_GT(per_day["business"][1], 100);
}

TEST(World, EveningsAreBusierThanNights) {
  std::map<int, int> per_hour;  // local
  for (const auto& call : days(3, 4, 0.2)) {
    if (call.kind != "family") continue;
    const auto h = static_cast<int>(call.at / std::chrono::hours{1}) + parameters::kUtcOffsetHours;
    ++per_hour[h % 24];
  }
  EXPECT_GT(per_hour[19], 10 * std::max(1, per_hour[4]));
}

TEST(World, ScamFamiliesKeepTheirHabits) {
  std::map<std::string, std::set<std::string>> numbers;
  std::map<std::string, std::set<std::size_t>> equipment;
  std::map<std::string, int> calls;
  int wangiri = 0, quick = 0, forged = 0, mixed = 0;
  std::map<std::string, std::set<std::string>> callers_of_victim;
  for (const auto& call : days(15, 5, 1.0)) {
    if (!call.fraud) continue;
    ++calls[call.campaign];
    numbers[call.campaign].insert(call.caller);
    if (call.trunk != 2) equipment[call.campaign].insert(call.equipment);
    const bool domestic = call.caller.starts_with("+77");
    if (call.kind == "bulk-spoofed") EXPECT_TRUE(domestic) << call.caller;
    if (call.kind == "patient-low") EXPECT_FALSE(domestic) << call.caller;
    if (call.kind == "bulk-wangiri") {
      ++wangiri;
      quick += call.ends == outcome::gave_up && call.wait < std::chrono::seconds{3};
    }
    if (call.kind == "patient-mixed") ++mixed, forged += domestic;
    if (call.kind == "patient-chain") callers_of_victim[call.callee].insert(call.caller);
  }
  EXPECT_GT(quick, wangiri * 9 / 10);
  EXPECT_NEAR(forged, mixed / 2, mixed / 8);
  std::size_t most = 0;
  for (const auto& [victim, callers] : callers_of_victim) most = std::max(most, callers.size());
  EXPECT_EQ(most, 3u);
  for (const auto& [campaign, count] : calls) {
    if (count < 60) continue;
    if (campaign.starts_with("patient-once")) {
      EXPECT_GT(numbers[campaign].size() + 2, static_cast<std::size_t>(count)) << campaign;
    }
    // Nothing is seen of an office whose only carrier rewrites every message.
    const std::size_t seen = equipment[campaign].size();
    if (campaign.starts_with("patient-noon") && seen > 0) EXPECT_GE(seen, 2u) << campaign;
    if (campaign.starts_with("patient-low")) EXPECT_LE(equipment[campaign].size(), 1u) << campaign;
  }
}

TEST(World, OneScamInTwentyIsReportedAndHoursLater) {
  static const auto kTrunks = trunks();
  world all{{kTrunks, 1.0, 6}};
  reporters said{all.country(), 1};
  std::map<std::string, timestamp> ended;
  std::map<std::string, bool> is_fraud;
  std::uint64_t scams = 0, id = 0;
  for (int i = 0; i < 10; ++i) {
    for (const planned_call& call : all.next_day()) {
      const timestamp started = from_us(1'772'323'200'000'000) + call.at;
      const course went = course_of(call, started);
      const std::string name = std::to_string(++id);
      said.see(name, call, went);
      ended[name] = went.ended_at;
      is_fraud[name] = call.fraud;
      scams += call.fraud;
    }
  }
  double of_scams = 0, late = 0, named = 0;
  timestamp last{};
  for (const report& one : said.sorted()) {
    EXPECT_LE(last, one.at);
    last = one.at;
    if (one.source == "honeypot" || !one.fraud) continue;
    ++of_scams;
    if (one.call_id.empty()) continue;
    ++named;
    EXPECT_GT(one.at, ended[one.call_id]);
    late += one.at - ended[one.call_id] > std::chrono::hours{2};
  }
  EXPECT_NEAR(of_scams / static_cast<double>(scams), 0.05, 0.01);
  EXPECT_GT(late, 0.7 * named);
}

std::string text_of(const std::string& path) {
  std::ifstream file{path};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(World, OneSeedWritesTheSameBytesAndAnotherSeedOthers) {
  const std::string folder = ::testing::TempDir();
  const auto write = [&](std::uint64_t seed, const std::string& name) {
    const month_options options{.trunks = trunks(),
                                .calls_path = folder + name + "-calls.csv",
                                .labels_path = folder + name + "-labels.csv",
                                .reports_path = folder + name + "-reports.csv",
                                .days = 2,
                                .scale = 0.05,
                                .seed = seed,
                                .started_at = {}};
    EXPECT_EQ(write_month(options), 0);
    return text_of(options.calls_path) + text_of(options.labels_path) +
           text_of(options.reports_path);
  };
  const std::string first = write(9, "a");
  EXPECT_GT(first.size(), 100'000u);
  EXPECT_EQ(first, write(9, "b"));
  EXPECT_NE(first, write(10, "c"));
  month_options nowhere;
  nowhere.trunks = trunks();
  nowhere.calls_path = "/nowhere/calls.csv";
  EXPECT_NE(write_month(nowhere), 0);
}

}  // namespace
}  // namespace qorgan::sim
