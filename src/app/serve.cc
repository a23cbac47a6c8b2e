#include "app/serve.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>

#include "app/heartbeat.h"
#include "app/log.h"
#include "os/clock.h"
#include "os/service_manager.h"

namespace qorgan::app {
namespace {

// Signals are taken by one thread that waits for them; nothing runs in a signal handler.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

std::int64_t now_ms() {
  return os::monotonic_ns() / 1'000'000;
}

/// Waits for signals, and meanwhile tells the service manager and the log how the centre fares.
class attendance {
 public:
  attendance(centre& running, const sigset_t& signals, heartbeat& pulse)
      : running_{running}, signals_{signals}, pulse_{pulse} {}

  /// The signal that came, or 0 after `patience_ms`.
  int wait(std::int64_t patience_ms) {
    const std::int64_t end_ms = now_ms() + patience_ms;
    for (;;) {
      const int signal = next_signal(std::min({end_ms, beat_ms_, minute_ms_}) - now_ms());
      look();
      if (signal != 0 || now_ms() >= end_ms) return signal;
    }
  }
  void draining(std::uint64_t live_calls, std::int64_t limit_ms) {
    pulse_.draining(live_calls, limit_ms);
  }
  void reload() {
    pulse_.reloading(os::monotonic_ns() / 1'000);
    running_.reload();
    pulse_.reloaded(status_line(running_.status()));
  }

 private:
  static constexpr std::int64_t kMinute_ms = 60'000;

  int next_signal(std::int64_t patience_ms) const {
    patience_ms = std::max<std::int64_t>(0, patience_ms);
    const timespec wait{patience_ms / 1'000, patience_ms % 1'000 * 1'000'000};
    const int signal = sigtimedwait(&signals_, nullptr, &wait);
    return signal > 0 ? signal : 0;
  }
  void look() {
    if (now_ms() >= beat_ms_) {
      pulse_.beat(running_.progress_made(), now_ms(), status_line(running_.status()));
      beat_ms_ = now_ms() + pulse_.interval().count();
    }
    if (now_ms() >= minute_ms_) {
      running_.tell_trouble();
      minute_ms_ = now_ms() + kMinute_ms;
    }
  }

  centre& running_;
  const sigset_t& signals_;
  heartbeat& pulse_;
  std::int64_t beat_ms_ = now_ms() + pulse_.interval().count();
  std::int64_t minute_ms_ = now_ms() + kMinute_ms;
};

/// The signal that ends the centre. SIGHUP does not.
int wait_for_end(attendance& at) {
  constexpr std::int64_t kLong_ms = 3'600'000;
  for (;;) {
    const int signal = at.wait(kLong_ms);
    if (signal == SIGHUP) {
      at.reload();
    } else if (signal != 0) {
      return signal;
    }
  }
}

/// Neighbours send new calls elsewhere while those that are up go on, until none is or time is up.
/// Another SIGTERM, or SIGINT, ends it at once.
void drain(centre& running, attendance& at) {
  constexpr std::int64_t kLook_ms = 100;
  const std::int64_t end_ms = now_ms() + running.drain_limit_ms();
  running.drain();
  at.draining(running.live_calls(), running.drain_limit_ms());
  log_event(log_level::info, "draining",
            {{"live_calls", std::to_string(running.live_calls())},
             {"limit_ms", std::to_string(running.drain_limit_ms())}});
  while (running.live_calls() > 0 && now_ms() < end_ms) {
    const int signal = at.wait(kLook_ms);
    if (signal == SIGTERM || signal == SIGINT) return;
  }
}

}  // namespace

int run_serve(const serve_options& options) {
  const sigset_t signals = block_signals();
  auto checked = check(options.config_file);
  if (!checked) {
    std::cerr << to_text(checked.error()) << "qorgan: nothing was started\n";
    return 2;
  }
  set_log_level(checked->settings.log_level);
  auto opened = centre::open(std::move(*checked), options.centre);
  if (!opened) {
    std::cerr << "qorgan: " << opened.error() << "\n";
    return 1;
  }
  centre& running = **opened;
  heartbeat pulse(os::service_manager::from_environment());
  running.start();
  std::cout << running.welcome() << std::flush;
  if (!options.ready_file.empty()) std::ofstream(options.ready_file) << "ready\n";
  pulse.ready(status_line(running.status()));
  attendance at{running, signals, pulse};
  const int ended_by = wait_for_end(at);
  pulse.stopping(ended_by == SIGTERM ? "draining" : "stopping");
  if (ended_by == SIGTERM) drain(running, at);
  log_event(log_level::info, "stopping");
  running.stop();
  log_event(log_level::info, "stopped");
  flush_log();
  return 0;
}

}  // namespace qorgan::app
