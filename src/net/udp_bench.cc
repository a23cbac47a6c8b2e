#include <benchmark/benchmark.h>

#include <string>

#include "base/limits.h"
#include "net/udp.h"

namespace qorgan::net {
namespace {

// One batch of INVITE-sized datagrams to itself and back out of the kernel: the floor under every
// message the centre handles.
void batch_over_loopback(benchmark::State& state) {
  auto socket = udp_socket::open(from_v4(0x7f000001, 0));
  if (!socket) {
    state.SkipWithError(socket.error().c_str());
    return;
  }
  const std::string bytes(900, 'x');
  const ip_endpoint self = socket->local();
  std::size_t received = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < limits::kUdpBatch; ++i) socket->send(bytes, self);
    socket->flush();
    for (auto batch = socket->receive(); !batch.empty(); batch = socket->receive()) {
      received += batch.size();
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(received));
}
BENCHMARK(batch_over_loopback);

}  // namespace
}  // namespace qorgan::net
