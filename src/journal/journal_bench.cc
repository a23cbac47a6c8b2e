#include <benchmark/benchmark.h>

#include "journal/journal_test_support.h"
#include "os/clock.h"

namespace qorgan::journal {
namespace {

/// What the call path pays.
void append(benchmark::State& state) {
  const scratch_folder folder;
  auto log = *journal::open({folder.journal(), sync_mode::normal, 256u << 20});
  record entry = numbered_call(1);
  for (auto _ : state) {
    if (!log->append(entry)) {  // nobody takes them out: the first lap of the ring
      state.SkipWithError("the ring is full");
      break;
    }
  }
}
BENCHMARK(append)->Iterations(500'000);

/// CPU of both threads together for one record, at calls per second as they come; argument 1:
/// somebody listens.
void whole_path(benchmark::State& state, sync_mode sync) {
  const scratch_folder folder;
  auto log = *journal::open({folder.journal(), sync});
  std::uint64_t heard = 0;
  if (state.range(1) != 0) {
    log->listen([&](std::span<const record> batch, bool) { heard += batch.size(); });
  }
  log->start();
  record entry = numbered_call(1);
  const auto rate = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    for (std::uint64_t tick = 0; tick < 2000; ++tick) {
      for (std::uint64_t i = 0; i < rate / 1000; ++i) log->append(entry);
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    log->stop();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(log->committed()));
  state.counters["cpu_us_per_record"] =
      benchmark::Counter(static_cast<double>(log->committed()) / 1e6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(whole_path, normal, sync_mode::normal)
    ->ArgsProduct({{20'000, 60'000}, {0, 1}})
    ->Iterations(1)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(whole_path, full, sync_mode::full)
    ->ArgsProduct({{2'000, 20'000, 60'000}, {1}})
    ->Iterations(1)
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace qorgan::journal
