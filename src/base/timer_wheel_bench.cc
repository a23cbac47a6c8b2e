#include <benchmark/benchmark.h>

#include <vector>

#include "base/timer_wheel.h"

namespace qorgan {
namespace {

// A transaction's life: armed, and cancelled by the answer before it fires, among 100,000 others.
void add_and_cancel(benchmark::State& state) {
  timer_wheel wheel(200'000);
  for (std::int64_t i = 0; i < 100'000; ++i) wheel.add(1'000 + i % 32'000, 0);
  for (auto _ : state) {
    const timer_handle timer = wheel.add(500, 1);
    benchmark::DoNotOptimize(wheel.cancel(timer));
  }
}
BENCHMARK(add_and_cancel);

// Every millisecond ten timers of 32 s fire and are armed again.
void fire_and_rearm(benchmark::State& state) {
  timer_wheel wheel(400'000);
  for (std::int64_t i = 0; i < 320'000; ++i) wheel.add(1 + i / 10, 0);
  std::int64_t now = 0;
  for (auto _ : state) {
    ++now;
    wheel.advance(now, [&](std::uint64_t value) { wheel.add(now + 32'000, value); });
  }
  state.SetItemsProcessed(state.iterations() * 10);
}
BENCHMARK(fire_and_rearm);

}  // namespace
}  // namespace qorgan
