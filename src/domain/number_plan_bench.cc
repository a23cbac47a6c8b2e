#include <benchmark/benchmark.h>

#include <random>

#include "domain/number_plan.h"

namespace qorgan {
namespace {

/// Callers as they arrive: mostly neighbours, some of everywhere, in the forms carriers use.
std::vector<std::string> signalled(std::string_view prefix) {
  std::mt19937_64 random{1};
  // One digit in the place of each x.
  const std::string_view shapes[] = {"7701xxxxxxx", "7705xxxxxxx",   "7727244xxxx",  "7916xxxxxxx",
                                     "7495xxxxxxx", "4917112xxxxx",  "90532xxxxxxx", "447400xxxxxx",
                                     "1212555xxxx", "86139xxxxxxxx", "770999xxxx"};
  std::vector<std::string> out;
  for (int i = 0; i < 4096; ++i) {
    std::string text{shapes[random() % std::size(shapes)]};
    for (char& c : text) {
      if (c == 'x') c = static_cast<char>('0' + random() % 10);
    }
    out.push_back(std::string(prefix) + text);
  }
  return out;
}

void normalise_form(benchmark::State& state, std::string_view prefix) {
  const auto texts = signalled(prefix);
  const dial_plan plan;
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(normalise(texts[i++ & 4095], plan));
}
BENCHMARK_CAPTURE(normalise_form, plus, "+");
BENCHMARK_CAPTURE(normalise_form, prefix_00, "00");
BENCHMARK_CAPTURE(normalise_form, bare, "");

void classify_packed(benchmark::State& state) {
  std::vector<e164> numbers;
  for (const auto& text : signalled("+")) numbers.push_back(normalise(text, {}).number);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(classify(numbers[i++ & 4095]));
}
BENCHMARK(classify_packed);

}  // namespace
}  // namespace qorgan
