#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "gateway/call_path.h"
#include "gateway/gateway.h"
#include "gateway/name_watch.h"
#include "net/poller.h"

namespace qorgan::gateway {

// What the poller of the call path says is ready; smaller numbers are listeners.
inline constexpr std::uint64_t kJournalTag = 1'000'000;
inline constexpr std::uint64_t kMailTag = 1'000'001;
inline constexpr std::uint64_t kStreamsTag = 1'000'002;
inline constexpr std::uint64_t kWatchTag = 1'000'003;

/// Private to gateway.cc, which opens it and speaks to other threads, and gateway_loop.cc, which is
/// the call path's thread.
struct gateway::state {
  call_path path;
  net::poller poller;
  net::wake_fd committed;
  net::wake_fd mail;
  std::unique_ptr<name_watch> names;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> rounds{0};

  state(gateway_options with, listeners sockets, const dependencies& needs, net::poller waits,
        net::wake_fd on_commit, net::wake_fd on_mail)
      : path(std::move(with), std::move(sockets), needs.screening, needs.journal, needs.clock),
        poller(std::move(waits)),
        committed(std::move(on_commit)),
        mail(std::move(on_mail)) {
    path.passports = needs.passports;
  }

  void look_at_clock() {
    path.now = path.clock.now();
    path.now_ms = os::monotonic_ns() / 1'000'000;
  }
  void read_mail();
  void receive(std::size_t index);
  void hear_of_unreachable(std::size_t index);
  void tick();
  void wait();
  void work_off();
  void finish();
  void take_last_told();
  bool carried_over = false;
};

}  // namespace qorgan::gateway
