// The driver: one socket per carrier and one for the domestic switch around a switchboard.
#include <poll.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <vector>

#include "net/udp.h"
#include "os/clock.h"
#include "sim/sim.h"
#include "sim/switchboard.h"

namespace qorgan::sim {

namespace {

constexpr moment kReportEvery = std::chrono::seconds{10};
constexpr moment kGoodbye = std::chrono::seconds{3};  // for BYEs at the end

volatile std::sig_atomic_t stop_wanted = 0;
void on_stop_signal(int) {
  stop_wanted = 1;
}

void watch_signals() {
  struct sigaction action{};
  action.sa_handler = on_stop_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool open_seats(const sim_options& options, std::vector<net::udp_socket>& sockets) {
  std::vector<ip_endpoint> addresses;
  for (const trunk_seat& trunk : options.trunks) addresses.push_back(trunk.source);
  addresses.push_back(options.domestic_switch);
  for (const ip_endpoint& at : addresses) {
    auto socket = net::udp_socket::open(at, 1 << 20);
    if (!socket) {
      std::fprintf(stderr, "qorgan sim: %s\n", socket.error().c_str());
      return false;
    }
    sockets.push_back(std::move(*socket));
  }
  return true;
}

void report(const switchboard& board, moment now) {
  const call_figures& f = board.figures();
  std::printf(
      "%6.0fs placed %llu  live %zu  rang %llu  answered %llu  stopped %llu (of %llu scam calls "
      "%llu)  redirect verdicts %llu  dropped %llu  timed out %llu  repeated %llu  emergency "
      "%llu/%llu stopped\n",
      std::chrono::duration<double>(now).count(), static_cast<unsigned long long>(f.placed),
      board.live(), static_cast<unsigned long long>(f.rang),
      static_cast<unsigned long long>(f.answered), static_cast<unsigned long long>(f.stopped),
      static_cast<unsigned long long>(f.fraud_placed),
      static_cast<unsigned long long>(f.fraud_stopped),
      static_cast<unsigned long long>(f.redirected), static_cast<unsigned long long>(f.dropped),
      static_cast<unsigned long long>(f.timed_out), static_cast<unsigned long long>(f.repeated),
      static_cast<unsigned long long>(f.emergency_stopped),
      static_cast<unsigned long long>(f.emergency_placed));
  std::fflush(stdout);
}

void exchange(switchboard& board, std::vector<net::udp_socket>& sockets, moment now) {
  for (std::size_t seat = 0; seat < sockets.size(); ++seat) {
    for (auto batch = sockets[seat].receive(); !batch.empty(); batch = sockets[seat].receive()) {
      for (const net::datagram& one : batch) board.receive(seat, one.bytes, one.peer, now);
    }
  }
  board.tick(now);
  for (std::size_t seat = 0; seat < sockets.size(); ++seat) {
    outbox& out = board.to_send(seat);
    for (const outgoing& one : out) sockets[seat].send(one.bytes, one.to);
    if (!out.empty()) sockets[seat].flush();
    out.clear();
  }
}

void wait(const std::vector<net::udp_socket>& sockets, moment now, moment until) {
  std::vector<pollfd> watched;
  for (const auto& socket : sockets) watched.push_back({socket.fd(), POLLIN, 0});
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
  ::poll(watched.data(), watched.size(), static_cast<int>(std::clamp<std::int64_t>(left, 0, 200)));
}

}  // namespace

int run_sim(const sim_options& options) {
  if (options.trunks.empty() || options.rate <= 0 || options.speed <= 0) {
    std::fprintf(stderr, "qorgan sim: needs a trunk, and a rate and speed above zero\n");
    return 1;
  }
  std::vector<net::udp_socket> sockets;
  if (!open_seats(options, sockets)) return 1;
  stop_wanted = 0;
  watch_signals();
  switchboard board{options};
  const std::int64_t began = os::monotonic_ns();
  const moment planned_end =
      options.duration_s > 0 ? moment{static_cast<std::int64_t>(options.duration_s * 1e6)} : kOff;
  moment closed_at = kOff;
  moment report_at = kReportEvery;
  for (;;) {
    const moment now{(os::monotonic_ns() - began) / 1000};
    if (closed_at == kOff && (stop_wanted != 0 || now >= planned_end)) {
      closed_at = now;
      board.close(now);
    }
    exchange(board, sockets, now);
    if (!options.quiet && now >= report_at) {
      report(board, now);
      report_at += kReportEvery;
    }
    if (closed_at != kOff && (board.live() == 0 || now >= closed_at + kGoodbye)) {
      report(board, now);
      return 0;
    }
    wait(sockets, now, std::min({board.next_due(), report_at, planned_end}));
  }
}

}  // namespace qorgan::sim
