#pragma once

#include <cstdint>
#include <vector>

#include "domain/centre_status.h"

namespace qorgan::gateway {

/// One resource that is short under overload, in calls per second, shared among the trunks: who
/// asks for less than an equal share gets all of it, what is left is for those who ask for more
/// (max-min fairness). So a flood on one trunk takes nothing from the others.
class fair_share {
 public:
  explicit fair_share(std::size_t trunks);

  /// One call of `trunk` wants a place in this window. Always true while there is no limit.
  bool take(std::size_t trunk);

  /// Ends the window: what was asked and taken becomes figures.
  void end_window(std::int64_t window_ms);
  /// Between two windows.
  void limit(double per_second) { per_second_ = per_second, limited_ = true; }
  void unlimit() { limited_ = false; }
  /// The shares of the next window, by what was asked for in the last one.
  void begin_window();
  /// A limit within the window, for which its end is too far away: by what the trunks asked for in
  /// this window or the last one, and counting what they have had in this one.
  void squeeze(double per_second);

  bool limited() const { return limited_; }
  double per_second() const { return per_second_; }
  double taken_per_second() const { return taken_per_second_; }  ///< in the last window
  double taken_lately() const;  ///< in the last window, or in this one if that is already more
  bool refused_any() const { return refused_any_; }  ///< in the last window

 private:
  double level_for(double budget);
  void squeeze_level();

  struct demand {
    std::uint32_t asked = 0;
    std::uint32_t taken = 0;
    std::uint32_t asked_before = 0;  ///< in the last window
  };
  std::vector<demand> trunks_;
  std::vector<std::uint32_t> sorted_;
  bool limited_ = false;
  bool refused_any_ = false;
  double per_second_ = 0;
  double taken_per_second_ = 0;
  double level_ = 0;  ///< places of one trunk in this window
};

/// Decides what is left out when the call path falls behind (gateway.md, "Robustness").
///
/// The measure is its own: how long the oldest datagram had waited in the kernel when it was read,
/// how full the receive queue is, and whether the journal's queue is more than half full. A queue
/// that empties again within a window is a burst and means nothing; one that stands through a
/// whole window is overload. First fewer calls are screened, in the end none; only when that is
/// not enough new calls are refused. Both come back in the opposite order. Emergency calls do not
/// ask here.
class load_control {
 public:
  load_control(std::size_t trunks, std::size_t listeners, std::uint32_t wait_ms);

  /// What one read of a listener's socket found.
  struct reading {
    std::int64_t waited_us = 0;  ///< by the oldest datagram
    double queue_share = 0;      ///< of the receive queue, 0 to 1
    bool emptied = false;        ///< nothing is left in the queue
  };
  void note(std::size_t listener, const reading& seen);

  /// Before the datagrams of a round: ends the window when its time is over.
  void advance(std::int64_t now_ms, bool journal_behind);

  /// May a new call of this trunk be carried? False: 503.
  bool admit(std::size_t trunk) { return admission_.take(trunk); }
  /// Is there time to look at it? False: it passes unscreened.
  bool screen(std::size_t trunk) { return screening_.take(trunk); }

  load_stage stage() const;
  /// Datagrams are waiting: those that must not wait are looked for first.
  bool in_a_hurry() const { return stage() != load_stage::calm; }

 private:
  struct standing_queue {
    std::int64_t least_waited_us = 0;
    bool seen = false;
    bool choking = false;  ///< nearly full now
  };

  void tighten();
  void loosen();

  std::int64_t wait_us_;
  std::int64_t window_began_ms_ = 0;
  std::vector<standing_queue> queues_;
  fair_share screening_;
  fair_share admission_;
  int overloaded_windows_ = 0;  ///< in a row
  int idle_windows_ = 0;        ///< in a row in which a limit kept nobody out
  bool crowded_ = false;        ///< the receive queue was half full in this window
  bool closed_now_ = false;     ///< screening ended within this window
};

}  // namespace qorgan::gateway
