// What a trained model costs per decision: 120 trees of depth 4, asked with the few findings most
// suspicious calls have and with many, alone and with a challenger, as part of a whole decision.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <random>
#include <vector>

#include "engine/detector.h"
#include "engine/engine.h"
#include "engine/model.h"
#include "engine/model_text.h"

namespace qorgan::engine {
namespace {

model_content drawn_model(std::size_t trees, unsigned depth) {
  std::mt19937_64 dice{7};
  model_content out;
  out.trained_until = from_us(1'772'359'200'000'000);
  out.features = model_features();
  out.block = {2, 1e-4, 2e-4};
  const auto share = [&dice] { return static_cast<float>(dice() % 1'000) / 1'000; };
  for (std::size_t i = 0; i < trees; ++i) {
    auto& tree = out.trees.emplace_back();
    const std::size_t splits = (std::size_t{1} << depth) - 1;
    for (std::size_t node = 0; node < 2 * splits + 1; ++node) {
      if (node < splits) {
        tree.push_back({0.5f + 5 * share(),
                        static_cast<std::uint16_t>(dice() % out.features.size()),
                        static_cast<std::uint16_t>(2 * node + 1)});
      } else {
        tree.push_back({share() - 0.5f});
      }
    }
  }
  return out;
}

/// Argument: detectors that found something.
void explain_one(benchmark::State& state) {
  const scoring_model model{drawn_model(120, 4), ""};
  std::mt19937_64 dice{11};
  std::vector<findings> asked(512);
  const auto features = model_features();
  for (findings& one : asked) {
    while (std::popcount(one.found) < state.range(0)) {
      const unsigned at = *detector_index(features[dice() % features.size()].name);
      one.found |= detector_mask{1} << at;
      one.by_detector[at].observed = static_cast<std::uint32_t>(dice() % 6);
    }
  }
  std::array<float, 64> added{};
  std::vector<std::uint32_t> took_ns;
  took_ns.reserve(4'000'000);
  std::size_t i = 0;
  for (auto _ : state) {
    const auto before = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(model.explain(asked[i++ % asked.size()], added));
    const auto after = std::chrono::steady_clock::now();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(after - before).count();
    state.SetIterationTime(static_cast<double>(ns) * 1e-9);
    if (took_ns.size() < took_ns.capacity()) took_ns.push_back(static_cast<std::uint32_t>(ns));
  }
  const auto p99 = took_ns.begin() + static_cast<std::ptrdiff_t>(took_ns.size() * 99 / 100);
  std::nth_element(took_ns.begin(), p99, took_ns.end());
  state.counters["p99_ns"] = static_cast<double>(*p99);
}
BENCHMARK(explain_one)->Arg(0)->Arg(1)->Arg(3)->Arg(8)->UseManualTime();

/// A whole decision with model and challenger, of three numbers that call without end, so that
/// every call has findings.
void decision_with_models(benchmark::State& state) {
  policy_bundle bundle{"p.yaml",
                       "version: 2\nmodel: { file: a, challenger: b }\nrules:\n"
                       "  - { name: m, when: { model: block }, verdict: alert }\n",
                       {}};
  const std::string text = model_to_text(drawn_model(120, 4));
  bundle.lists.push_back({std::string(kModelPart), "a", text});
  bundle.lists.push_back({std::string(kChallengerPart), "b", text});
  engine screen{{.memory_bytes = 512u << 20}, parse_policy(bundle).value()};
  std::vector<std::uint32_t> took_ns;
  took_ns.reserve(4'000'000);
  call_started call;
  call.callee.number = *e164::from_digits("77010000001");
  call.callee.signalled = std::string_view{"+77010000001"};
  call.fingerprint = 7;
  std::uint64_t key = 0;
  const timestamp begin = from_us(1'772'359'200'000'000);
  for (auto _ : state) {
    call.key = {++key};
    call.at = begin + duration{key * 1'000};
    const std::uint64_t caller = 442'079'460'000 + key % 3;
    call.caller.number = *e164::from_digits(std::to_string(caller));
    call.caller.info = {country("GB"), number_type::mobile, number_validity::valid};
    call.source = from_v4(0x7f000100 + static_cast<std::uint32_t>(key % 8), 5060);
    const auto before = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(&screen.apply(call));
    const auto after = std::chrono::steady_clock::now();
    screen.apply(call_ended{call.key, call.at, 486, ended_by::callee});
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(after - before).count();
    state.SetIterationTime(static_cast<double>(ns) * 1e-9);
    if (took_ns.size() < took_ns.capacity()) took_ns.push_back(static_cast<std::uint32_t>(ns));
  }
  const auto p99 = took_ns.begin() + static_cast<std::ptrdiff_t>(took_ns.size() * 99 / 100);
  std::nth_element(took_ns.begin(), p99, took_ns.end());
  state.counters["p99_ns"] = static_cast<double>(*p99);
}
BENCHMARK(decision_with_models)->UseManualTime()->MinTime(1.0);

}  // namespace
}  // namespace qorgan::engine
