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

/// The signal that came, or 0 after `patience_ms`.
int next_signal(const sigset_t& signals, std::int64_t patience_ms) {
  const timespec wait{patience_ms / 1'000, patience_ms % 1'000 * 1'000'000};
  const int signal = sigtimedwait(&signals, nullptr, &wait);
  return signal > 0 ? signal : 0;
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
  const auto now_ms = [] { return os::monotonic_ns() / 1'000'000; };
  const std::int64_t interval_ms = pulse.interval().count();
  for (std::int64_t due_ms = now_ms() + interval_ms;;) {
    const int signal = next_signal(signals, std::max<std::int64_t>(0, due_ms - now_ms()));
    if (signal == SIGHUP) {
      pulse.reloading(os::monotonic_ns() / 1'000);
      running.reload();
      pulse.reloaded(status_line(running.status()));
    } else if (signal != 0) {
      break;
    }
    if (now_ms() < due_ms) continue;
    due_ms = now_ms() + interval_ms;
    pulse.beat(running.progress_made(), now_ms(), status_line(running.status()));
  }
  pulse.stopping("stopping");
  log_event(log_level::info, "stopping");
  running.stop();
  log_event(log_level::info, "stopped");
  flush_log();
  return 0;
}

}  // namespace qorgan::app
