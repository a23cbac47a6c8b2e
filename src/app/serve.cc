#include "app/serve.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>

#include "app/log.h"

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

/// The signal that ends the centre. SIGHUP does not.
int wait_for_end(centre& running, const sigset_t& signals) {
  for (;;) {
    constexpr timespec kMinute{60, 0};
    const int signal = sigtimedwait(&signals, nullptr, &kMinute);
    if (signal < 0) {  // the minute is over
      running.tell_trouble();
    } else if (signal == SIGHUP) {
      running.reload();
    } else {
      return signal;
    }
  }
}

/// Neighbours send new calls elsewhere while those that are up go on, until none is or time is up.
/// Another SIGTERM, or SIGINT, ends it at once.
void drain(centre& running, const sigset_t& signals) {
  using std::chrono::steady_clock;
  constexpr timespec kLook{0, 100'000'000};
  const auto end = steady_clock::now() + std::chrono::milliseconds{running.drain_limit_ms()};
  running.drain();
  log_event(log_level::info, "draining",
            {{"live_calls", std::to_string(running.live_calls())},
             {"limit_ms", std::to_string(running.drain_limit_ms())}});
  while (running.live_calls() > 0 && steady_clock::now() < end) {
    const int signal = sigtimedwait(&signals, nullptr, &kLook);
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
  running.start();
  std::cout << running.welcome() << std::flush;
  if (!options.ready_file.empty()) std::ofstream(options.ready_file) << "ready\n";
  if (wait_for_end(running, signals) == SIGTERM) drain(running, signals);
  log_event(log_level::info, "stopping");
  running.stop();
  log_event(log_level::info, "stopped");
  flush_log();
  return 0;
}

}  // namespace qorgan::app
