#include "gateway/call_path.h"

#include <random>

#include "gateway/watcher.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kPendingRefusals = 65'536;

std::int64_t monotonic_ms() {
  return os::monotonic_ns() / 1'000'000;
}

}  // namespace

call_path::call_path(gateway_options with, listeners sockets_in, engine::engine& screening_in,
                     journal_port& journal_in, const os::clock& clock_in)
    : options(std::move(with)),
      screening(screening_in),
      journal(journal_in),
      clock(clock_in),
      sockets(std::move(sockets_in)),
      front(*this),
      trunks(options.trunks, sockets),
      bytes(options.message_memory_bytes),
      transactions(options.max_transactions),
      by_request(options.max_transactions),
      calls(options.max_live_calls),
      by_dialog(options.max_live_calls),
      by_key(options.max_live_calls),
      settled(options.max_transactions, sip::kT4_ms),
      timers(options.max_transactions + options.max_live_calls, monotonic_ms()),
      refusals(kPendingRefusals),
      load(trunk_table::kPlaces, sockets.size(), options.overload_wait_ms),
      seed(std::random_device{}() * 0x1'0000'0001ULL ^ std::random_device{}()) {
  if (options.enquiries.enabled) {
    asked = std::make_unique<asked_calls>(options.enquiries, monotonic_ms());
  }
  told.reserve(kTold);
  letters.told.reserve(kTold);
  for (std::size_t i = 0; i < sockets.size(); ++i) names.add(sockets.at(i).name);
  sockets.streams().serve_for(&front);
}

call_path::~call_path() = default;

}  // namespace qorgan::gateway
