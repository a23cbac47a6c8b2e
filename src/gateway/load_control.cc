#include "gateway/load_control.h"

#include <algorithm>
#include <utility>

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kWindow_ms = 100;
/// Windows in a row with a standing queue before anything is left out: 200 ms.
constexpr int kPatience = 2;
/// Windows in a row in which a limit kept nobody out before it is taken away: 500 ms.
constexpr int kCalmWindows = 5;
/// Screening begins again with so many calls a second.
constexpr double kFloor = 50;
/// So few calls are never what cannot be kept up with: a flood of anything else is no reason to
/// refuse them.
constexpr double kLeastAdmission = 500;
constexpr double kLessScreening = 0.5;
constexpr double kLessAdmission = 0.8;
constexpr double kChokingAdmission = 0.5;
constexpr double kMore = 1.25;  ///< a window: tenfold in a second

/// Shares of the receive queue. Beyond the first there is no time to wait for a window's end;
/// beyond the second datagrams of live calls would soon be lost, until it is below the third.
constexpr double kCrowded = 0.5;
constexpr double kChoking = 0.75;
constexpr double kRelieved = 0.5;

}  // namespace

fair_share::fair_share(std::size_t trunks) : trunks_(trunks), sorted_(trunks) {}

bool fair_share::take(std::size_t trunk) {
  demand& d = trunks_[trunk];
  ++d.asked;
  if (limited_ && d.taken >= level_) return false;
  ++d.taken;
  return true;
}

/// The level L at which the sum of min(asked, L) is the budget.
double fair_share::level_for(double budget) {
  for (std::size_t i = 0; i < trunks_.size(); ++i) {
    sorted_[i] = std::max(trunks_[i].asked_before, trunks_[i].asked);
  }
  std::ranges::sort(sorted_);
  double left = budget;
  for (std::size_t i = 0; i < sorted_.size(); ++i) {
    const double equal = left / static_cast<double>(sorted_.size() - i);
    if (sorted_[i] >= equal) return equal;
    left -= sorted_[i];
  }
  return budget;  // less was asked for than there is: nobody has to be kept short
}

void fair_share::end_window(std::int64_t window_ms) {
  std::uint64_t taken = 0;
  refused_any_ = false;
  for (const demand& d : trunks_) {
    taken += d.taken;
    refused_any_ |= d.taken < d.asked;
  }
  taken_per_second_ = static_cast<double>(taken) * 1e3 / static_cast<double>(window_ms);
}

void fair_share::begin_window() {
  for (demand& d : trunks_) d = {0, 0, d.asked};
  squeeze_level();
}

double fair_share::taken_lately() const {
  std::uint64_t taken = 0;
  for (const demand& d : trunks_) taken += d.taken;
  return std::max(taken_per_second_, static_cast<double>(taken) * 1e3 / kWindow_ms);
}

void fair_share::squeeze(double per_second) {
  limit(per_second);
  squeeze_level();
}

void fair_share::squeeze_level() {
  level_ = level_for(per_second_ * kWindow_ms / 1e3);
  if (per_second_ > 0) level_ = std::max(level_, 1.0);
}

load_control::load_control(std::size_t trunks, std::size_t listeners, std::uint32_t wait_ms)
    : wait_us_(std::int64_t{wait_ms} * 1'000),
      queues_(listeners),
      screening_(trunks),
      admission_(trunks) {}

void load_control::note(std::size_t listener, const reading& seen) {
  standing_queue& queue = queues_[listener];
  const std::int64_t waited = seen.emptied ? 0 : seen.waited_us;
  queue.least_waited_us = queue.seen ? std::min(queue.least_waited_us, waited) : waited;
  queue.seen = true;
  if (seen.queue_share >= kCrowded && !crowded_) {
    // The window's end is too far away: what comes next passes unscreened.
    crowded_ = true;
    closed_now_ = !screening_.limited() || screening_.per_second() > 0;
    screening_.squeeze(0);
  }
  const bool choking = seen.queue_share >= (queue.choking ? kRelieved : kChoking);
  if (choking && !queue.choking) {
    const double had = admission_.limited() ? admission_.per_second() : admission_.taken_lately();
    admission_.squeeze(std::max(kLeastAdmission, had * kChokingAdmission));
  }
  queue.choking = choking;
}

void load_control::advance(std::int64_t now_ms, bool journal_behind) {
  if (now_ms - window_began_ms_ < kWindow_ms) return;
  bool overloaded = journal_behind || crowded_;
  for (standing_queue& queue : queues_) {
    overloaded |= queue.seen && queue.least_waited_us > wait_us_;
    queue = {0, false, queue.choking && queue.seen};
  }
  const std::int64_t window_ms = std::min<std::int64_t>(now_ms - window_began_ms_, 10 * kWindow_ms);
  window_began_ms_ = now_ms;
  const bool crowded = std::exchange(crowded_, false);
  const bool closed_now = std::exchange(closed_now_, false);
  screening_.end_window(window_ms);
  admission_.end_window(window_ms);
  overloaded_windows_ = overloaded ? overloaded_windows_ + 1 : 0;
  if (overloaded_windows_ >= kPatience || crowded) {
    if (!closed_now) tighten();
  } else if (!overloaded) {
    loosen();
  }
  screening_.begin_window();
  admission_.begin_window();
}

void load_control::tighten() {
  idle_windows_ = 0;
  if (!screening_.limited()) {
    screening_.limit(std::max(kFloor, screening_.taken_per_second() * kLessScreening));
  } else if (screening_.per_second() > 0) {
    const double less = screening_.per_second() * kLessScreening;
    screening_.limit(less < kFloor ? 0 : less);
  } else if (!admission_.limited()) {
    admission_.limit(std::max(kLeastAdmission, admission_.taken_per_second() * kLessAdmission));
  } else {
    admission_.limit(std::max(kLeastAdmission, admission_.per_second() * kLessAdmission));
  }
}

void load_control::loosen() {
  fair_share& last = admission_.limited() ? admission_ : screening_;
  if (!last.limited()) return;
  idle_windows_ = last.refused_any() ? 0 : idle_windows_ + 1;
  if (idle_windows_ >= kCalmWindows) {
    idle_windows_ = 0;
    last.unlimit();
    return;
  }
  last.limit(std::max(kFloor, last.per_second() * kMore));
}

load_stage load_control::stage() const {
  if (admission_.limited()) return load_stage::refusing;
  return screening_.limited() ? load_stage::unscreened : load_stage::calm;
}

}  // namespace qorgan::gateway
