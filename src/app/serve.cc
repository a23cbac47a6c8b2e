#include "app/serve.h"

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
  for (;;) {
    constexpr timespec kMinute{60, 0};
    const int signal = sigtimedwait(&signals, nullptr, &kMinute);
    if (signal < 0) {  // the minute is over
      running.tell_trouble();
      continue;
    }
    if (signal != SIGHUP) break;
    running.reload();
  }
  log_event(log_level::info, "stopping");
  running.stop();
  log_event(log_level::info, "stopped");
  flush_log();
  return 0;
}

}  // namespace qorgan::app
