// How many complete calls (start, ringing, answer, end) one core screens with every detector, and
// how long one decision takes. Numbers are drawn from a fixed seed before the clock runs.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/engine.h"

namespace qorgan::engine {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file{path};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::shared_ptr<const policy_snapshot> default_policy() {
  const std::string folder = "policy/";
  policy_bundle bundle{folder + "default.yaml", text_of(folder + "default.yaml"), {}};
  for (const auto& [name, file] : lists_of(bundle.yaml)) {
    bundle.lists.push_back({name, folder + file, text_of(folder + file)});
  }
  return parse_policy(bundle).value();
}

e164 number_of(std::uint64_t value) {
  return *e164::from_digits(std::to_string(value));
}

/// Calls of `callers` foreign numbers to two million subscribers over eight carriers' equipment.
std::vector<call_started> make_calls(std::size_t count, std::uint64_t callers) {
  std::mt19937_64 dice{42};
  std::vector<call_started> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    call_started& call = out[i];
    const std::uint64_t who = dice() % callers;
    call.caller.number = number_of(49'150'000'00000 + who * 7);
    call.caller.signalled = std::string_view(to_string(call.caller.number));
    call.caller.info = {country("DE"), number_type::mobile, number_validity::valid};
    call.callee.number = number_of(77'010'000'000 + dice() % 2'000'000);
    call.callee.signalled = std::string_view(to_string(call.callee.number));
    call.callee.info = {country("KZ"), number_type::mobile, number_validity::valid};
    call.source = from_v4(0x7f000100 + static_cast<std::uint32_t>(who % 8), 5060);
    call.media = from_v4(0xc6120000 + static_cast<std::uint32_t>(who % 1'000), 20'000);
    call.fingerprint = 1 + who % 24;
    call.carrier_country = country("DE");
    call.trunk = trunk_id_of("carrier");
  }
  return out;
}

constexpr std::size_t kPrepared = 1 << 20;

void screen_one(engine& screen, call_started& call, std::uint64_t key, timestamp at) {
  call.key = {key};
  call.at = at;
  benchmark::DoNotOptimize(&screen.apply(call));
  benchmark::DoNotOptimize(&screen.apply(call_ringing{call.key, at}));
  benchmark::DoNotOptimize(&screen.apply(call_answered{call.key, at}));
  benchmark::DoNotOptimize(&screen.apply(call_ended{call.key, at, 200, ended_by::caller}));
}

/// Argument: millions of distinct callers; memory grows with them.
void complete_calls(benchmark::State& state) {
  const auto millions = static_cast<std::uint64_t>(state.range(0));
  engine screen{{.memory_bytes = millions * (512u << 20)}, default_policy()};
  std::vector<call_started> calls =
      make_calls(kPrepared * std::min<std::uint64_t>(millions, 2), millions * 1'000'000);
  std::uint64_t key = 0;
  const timestamp begin = from_us(1'772'359'200'000'000);
  for (auto _ : state) {
    // A thousand calls a second, so that windows move.
    screen_one(screen, calls[key % calls.size()], key + 1, begin + duration{key * 1'000});
    ++key;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["calls/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(complete_calls)->Arg(1)->Arg(10)->MinTime(2.0);

/// One decision, with its 99th percentile.
void one_decision(benchmark::State& state) {
  engine screen{{.memory_bytes = 512u << 20}, default_policy()};
  std::vector<call_started> calls = make_calls(kPrepared, 1'000'000);
  std::vector<std::uint32_t> took_ns;
  took_ns.reserve(50'000'000);
  std::uint64_t key = 0;
  const timestamp begin = from_us(1'772'359'200'000'000);
  for (auto _ : state) {
    call_started& call = calls[key % calls.size()];
    call.key = {key + 1};
    call.at = begin + duration{key * 1'000};
    const auto before = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(&screen.apply(call));
    const auto after = std::chrono::steady_clock::now();
    screen.apply(call_ended{call.key, call.at, 486, ended_by::callee});
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(after - before).count();
    state.SetIterationTime(static_cast<double>(ns) * 1e-9);
    if (took_ns.size() < took_ns.capacity()) took_ns.push_back(static_cast<std::uint32_t>(ns));
    ++key;
  }
  const auto p99 = took_ns.begin() + static_cast<std::ptrdiff_t>(took_ns.size() * 99 / 100);
  std::nth_element(took_ns.begin(), p99, took_ns.end());
  state.counters["p99_ns"] = static_cast<double>(*p99);
}
BENCHMARK(one_decision)->UseManualTime()->MinTime(1.0);

}  // namespace
}  // namespace qorgan::engine
