#include <benchmark/benchmark.h>

#include "codec/call_csv.h"

namespace qorgan::codec {
namespace {

std::string many_calls(int count) {
  std::string out =
      "call_id,started_at,trunk,caller,callee,source_ip,media_ip,user_agent,fingerprint,"
      "attestation,ringing_at,answered_at,ended_at,end_code,ended_by\n";
  for (int i = 0; i < count; ++i) {
    out += "c" + std::to_string(i) +
           ",2026-03-01T10:00:00.000Z,carrier-north,+79161234567,77011234567,198.51.100.20,"
           "198.51.100.21,Asterisk PBX 18.12.0,123456789abcdef0,none,2026-03-01T10:00:02.100Z,"
           "2026-03-01T10:00:09.250Z,2026-03-01T10:03:00.000Z,200,caller\n";
  }
  return out;
}

void read_calls(benchmark::State& state) {
  const std::string text = many_calls(10'000);
  std::uint64_t rows = 0;
  for (auto _ : state) {
    call_table table;
    std::string_view left{text};
    while (true) {
      if (table.next() != call_table::step::more) continue;
      if (left.empty()) break;
      table.feed(left.substr(0, 1u << 20));
      left.remove_prefix(std::min<std::size_t>(left.size(), 1u << 20));
      if (left.empty()) table.finish();
    }
    rows += table.good();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows));
}
BENCHMARK(read_calls)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace qorgan::codec
