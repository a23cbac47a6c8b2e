#include <benchmark/benchmark.h>

#include "sip/fingerprint.h"
#include "sip/message.h"
#include "sip/sample_messages.h"

namespace qorgan::sip {
namespace {

void parse_invite(benchmark::State& state) {
  message m;
  for (auto _ : state) {
    auto result = parse(samples::kCarrierInvite, m);
    benchmark::DoNotOptimize(result);
    benchmark::DoNotOptimize(m);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(samples::kCarrierInvite.size()));
}
BENCHMARK(parse_invite);

void parse_asserted_identity(benchmark::State& state) {
  message m;
  if (!parse(samples::kCarrierInvite, m)) state.SkipWithError("sample does not parse");
  const header* const field = m.find(header_id::p_asserted_identity);
  for (auto _ : state) {
    auto address = parse_name_address(field->value);
    benchmark::DoNotOptimize(address);
  }
}
BENCHMARK(parse_asserted_identity);

void take_fingerprint(benchmark::State& state) {
  message m;
  if (!parse(samples::kCarrierInvite, m)) state.SkipWithError("sample does not parse");
  for (auto _ : state) {
    benchmark::DoNotOptimize(m);
    benchmark::DoNotOptimize(fingerprint(m));
  }
}
BENCHMARK(take_fingerprint);

void find_media(benchmark::State& state) {
  message m;
  if (!parse(samples::kCarrierInvite, m)) state.SkipWithError("sample does not parse");
  for (auto _ : state) {
    auto media = first_media(m.body);
    benchmark::DoNotOptimize(media);
  }
}
BENCHMARK(find_media);

}  // namespace
}  // namespace qorgan::sip
