#include "gateway/load_control.h"

#include <gtest/gtest.h>

#include <array>

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kWindow_ms = 100;

/// A centre that carries so many calls a second and screens for a tenth of their cost, and trunks
/// that send more. Windows pass one by one; what was asked, carried and screened is counted.
struct world {
  load_control load{3, 1, 10};
  std::int64_t now_ms = 1'000;
  std::array<int, 3> offered{};  ///< calls a second by trunk
  double capacity = 1e9;         ///< calls a second, unscreened
  std::array<int, 3> admitted{}, refused{}, screened{};

  world() { load.advance(now_ms, false); }

  void window() {
    admitted = refused = screened = {};
    double cost = 0;
    for (std::size_t trunk = 0; trunk < offered.size(); ++trunk) {
      for (int i = 0; i < offered[trunk] / 10; ++i) {
        if (!load.admit(trunk)) {
          ++refused[trunk];
          cost += 0.05;
          continue;
        }
        ++admitted[trunk];
        const bool looked_at = load.screen(trunk);
        screened[trunk] += looked_at;
        cost += looked_at ? 1.1 : 1.0;
      }
    }
    const bool stands = cost > capacity / 10;
    load.note(0, {stands ? 20'000 : 0, 0.1, !stands});
    now_ms += kWindow_ms;
    load.advance(now_ms, false);
  }
  void run(int seconds) {
    for (int i = 0; i < seconds * 10; ++i) window();
  }
};

TEST(LoadControl, WithoutOverloadEverythingIsCarriedAndScreened) {
  world w;
  w.offered = {10'000, 10, 0};
  w.run(3);
  EXPECT_EQ(w.load.stage(), load_stage::calm);
  EXPECT_EQ(w.screened, (std::array{1'000, 1, 0}));
}

TEST(LoadControl, ABurstThatIsWorkedOffMeansNothing) {
  world w;
  for (int i = 0; i < 50; ++i) {
    w.load.note(0, {80'000, 0.3, false});
    w.load.note(0, {40'000, 0.1, false});
    w.load.note(0, {5'000, 0, true});
    w.now_ms += kWindow_ms;
    w.load.advance(w.now_ms, false);
    EXPECT_EQ(w.load.stage(), load_stage::calm);
  }
}

TEST(LoadControl, OneSlowWindowMeansNothing) {
  world w;
  w.load.note(0, {20'000, 0.1, false});
  w.now_ms += kWindow_ms;
  w.load.advance(w.now_ms, false);
  EXPECT_EQ(w.load.stage(), load_stage::calm);
}

TEST(LoadControl, ScreeningGoesFirstAndThatMayBeEnough) {
  world w;
  w.offered = {10'500, 0, 0};
  w.capacity = 10'900;  // enough to forward all, not to look at all
  for (int i = 0; i < 100; ++i) {
    w.window();
    EXPECT_EQ(w.refused[0], 0);
  }
  EXPECT_EQ(w.load.stage(), load_stage::unscreened);
}

TEST(LoadControl, NobodyIsRefusedWhileAnybodyIsScreened) {
  world w;
  w.offered = {30'000, 0, 0};
  w.capacity = 10'000;
  bool refused = false;
  for (int i = 0; i < 600; ++i) {
    w.window();
    refused |= w.refused[0] > 0;
    if (w.refused[0] > 0) EXPECT_EQ(w.screened[0], 0);
  }
  EXPECT_TRUE(refused);
  EXPECT_EQ(w.load.stage(), load_stage::refusing);
}

TEST(LoadControl, ThreeTimesTheCapacityKeepsTheCentreNearlyBusy) {
  world w;
  w.offered = {30'000, 0, 0};
  w.capacity = 10'000;
  w.run(5);
  int admitted = 0;
  for (int i = 0; i < 100; ++i) {
    w.window();
    admitted += w.admitted[0];
  }
  EXPECT_GT(admitted, 70'000);  // of the 90,000 that fit beside the refusals
  EXPECT_LT(admitted, 100'000);
}

TEST(LoadControl, AFloodOnOneTrunkTakesNothingFromTheOthers) {
  world w;
  w.offered = {60'000, 2'000, 500};
  w.capacity = 10'000;
  w.run(2);
  for (int i = 0; i < 100; ++i) {
    w.window();
    EXPECT_EQ(w.refused[1], 0);
    EXPECT_EQ(w.refused[2], 0);
    EXPECT_GT(w.refused[0], 0);
  }
}

TEST(LoadControl, ScreeningThatIsShortIsSharedToo) {
  world w;
  w.offered = {20'000, 500, 0};
  w.capacity = 21'500;  // a few must pass unscreened, not those of the quiet trunk
  w.run(1);
  int screened = 0, offered = 0;
  for (int i = 0; i < 50; ++i) {
    w.window();
    screened += w.screened[1];
    offered += 50;
  }
  EXPECT_GT(screened, offered * 9 / 10);
}

TEST(LoadControl, RecoversWithinFiveSeconds) {
  world w;
  w.offered = {30'000, 100, 0};
  w.capacity = 10'000;
  w.run(60);
  ASSERT_EQ(w.load.stage(), load_stage::refusing);
  w.offered = {7'000, 100, 0};
  w.run(5);
  EXPECT_EQ(w.load.stage(), load_stage::calm);
  w.window();
  EXPECT_EQ(w.screened, (std::array{700, 10, 0}));
}

TEST(LoadControl, RecoversWhenNothingArrivesAnyMore) {
  world w;
  w.offered = {30'000, 0, 0};
  w.capacity = 10'000;
  w.run(60);
  for (int i = 0; i < 50; ++i) {
    w.now_ms += kWindow_ms;
    w.load.advance(w.now_ms, false);
  }
  EXPECT_EQ(w.load.stage(), load_stage::calm);
}

TEST(LoadControl, AFullReceiveQueueDoesNotWaitForTheWindowsEnd) {
  world w;
  w.offered = {20'000, 100, 0};
  w.window();
  for (int i = 0; i < 1'500; ++i) w.load.admit(0);
  w.load.note(0, {3'000, 0.6, false});
  EXPECT_FALSE(w.load.screen(0));
  EXPECT_TRUE(w.load.admit(0));
  w.load.note(0, {6'000, 0.8, false});
  EXPECT_FALSE(w.load.admit(0));  // it had more than half of what it asks for already
  EXPECT_TRUE(w.load.admit(1));   // the calm one did not
  EXPECT_EQ(w.load.stage(), load_stage::refusing);
}

TEST(LoadControl, ASuddenFloodOnOneTrunkIsNotTheOthersFault) {
  world w;
  w.offered = {0, 2'000, 0};
  w.run(1);
  for (int i = 0; i < 3'000; ++i) w.load.admit(0);  // within one window
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(w.load.admit(1));
  w.load.note(0, {6'000, 0.9, false});
  EXPECT_FALSE(w.load.admit(0));
  for (int i = 0; i < 150; ++i) EXPECT_TRUE(w.load.admit(1));
}

TEST(LoadControl, AFloodOfOtherThingsIsNoReasonToRefuseAFewCalls) {
  world w;
  w.offered = {200, 200, 0};
  w.capacity = 0;  // whatever fills the queue, it is not the calls
  w.run(5);
  for (int i = 0; i < 50; ++i) {
    w.window();
    EXPECT_EQ(w.refused, (std::array{0, 0, 0}));
  }
}

TEST(LoadControl, ABusyListenerIsNotHiddenByAnIdleOne) {
  load_control load(1, 2, 10);
  std::int64_t now_ms = 1'000;
  load.advance(now_ms, false);
  for (int i = 0; i < 3; ++i) {
    load.note(0, {30'000, 0.1, false});
    load.note(1, {0, 0, true});
    load.advance(now_ms += kWindow_ms, false);
  }
  EXPECT_EQ(load.stage(), load_stage::unscreened);
}

TEST(LoadControl, AJournalThatIsBehindIsOverload) {
  load_control load(1, 1, 10);
  std::int64_t now_ms = 1'000;
  load.advance(now_ms, false);
  for (int i = 0; i < 20; ++i) {
    load.admit(0);
    load.advance(now_ms += kWindow_ms, true);
  }
  EXPECT_EQ(load.stage(), load_stage::refusing);
}

}  // namespace
}  // namespace qorgan::gateway
