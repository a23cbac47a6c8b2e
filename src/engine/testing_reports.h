#pragma once

// What the detectors of reports behind a first-seen number have in common, for their tests:
// reputation.h is one mechanism, so its promises are the same for equipment, media and fingerprint.

#include <functional>
#include <string>
#include <string_view>

#include "engine/testing.h"

namespace qorgan::engine::testing {

/// Calls of the numbers of one office, which have in common what the detector looks at.
using office_calls = std::function<call_started(unsigned number, std::int64_t s)>;

inline watcher watch_for_reports(std::string_view detector) {
  return watcher{detector, "{" + std::string(detector) +
                               ": {enabled: true, min_weight: 200, min_per_1000_calls: 10}}"};
}

inline void a_new_number_is_known_by_what_stands_behind_it(std::string_view detector,
                                                           const office_calls& office_call) {
  watcher watch = watch_for_reports(detector);
  for (unsigned i = 0; i < 40; ++i) EXPECT_FALSE(watch.sees(office_call(i, i)));
  for (unsigned i = 0; i < 2; ++i) {
    watch.report(to_number(office_call(i, 100), plus("+77011111111", i)), report_source::citizen);
  }
  const auto seen = watch.sees(office_call(77, 200));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 200u);
  call_started other = office_call(78, 201);
  other.fingerprint = 999;
  other.media = from_v4(0xc0000299, 4000);
  EXPECT_FALSE(watch.sees(other)) << "other equipment over the same trunk";
}

inline void one_report_is_not_enough_and_known_numbers_pass(std::string_view detector,
                                                            const office_calls& office_call) {
  watcher watch = watch_for_reports(detector);
  watch.sees(office_call(1, 0));
  watch.sees(office_call(2, 0));
  watch.report(office_call(2, 10), report_source::citizen);
  EXPECT_FALSE(watch.sees(office_call(3, 20)));
  watch.report(to_number(office_call(2, 30), "+77011111112"), report_source::bank);
  EXPECT_TRUE(watch.sees(office_call(4, 40)));
  EXPECT_FALSE(watch.sees(office_call(1, 86'400 + 60))) << "known for a day";
}

inline void the_mostly_honest_do_not_pay_for_their_guests(std::string_view detector,
                                                          const office_calls& office_call) {
  watcher watch = watch_for_reports(detector);
  for (unsigned i = 0; i < 1'000; ++i) watch.sees(office_call(i, i));
  for (unsigned i = 0; i < 5; ++i) {
    watch.report(to_number(office_call(i, 1'100), plus("+77011111111", i)), report_source::citizen);
  }
  EXPECT_FALSE(watch.sees(office_call(5'000, 1'200)));
}

}  // namespace qorgan::engine::testing
