#include <benchmark/benchmark.h>

#include <array>

#include "codec/record.h"

namespace qorgan::codec {
namespace {

record foreign_call() {
  call_started in;
  in.key = {1'772'359'200'123'456};
  in.at = from_us(1'772'359'200'123'456);
  in.trunk = trunk_id_of("carrier-north");
  in.carrier_country = country{"RU"};
  in.caller = {std::string_view{"+79161234567"}, *e164::from_digits("79161234567"), {}};
  in.callee = {std::string_view{"77011234567"}, *e164::from_digits("77011234567"), {}};
  in.source = from_v4(0xc6336414, 5060);
  in.media = from_v4(0xc6336415, 17344);
  in.fingerprint = 0x1234'5678'9abc'def0;
  in.sip_call_id = std::string_view{"a84b4c76e66710-0b31e5f2@198.51.100.20"};
  in.user_agent = std::string_view{"Asterisk PBX 18.12.0"};
  record out;
  out.input = in;
  decision& made = out.decided.emplace();
  made.key = in.key;
  made.decided_at = in.at;
  made.score = 0.97f;
  made.rule = std::string_view{"velocity-of-one-number"};
  for (std::uint16_t i = 1; i <= 3; ++i) made.reasons.push_back({{i}, 1.5f, 140, 60});
  return out;
}

void encode_call_started(benchmark::State& state) {
  const record entry = foreign_call();
  std::array<std::byte, limits::kRecordBytes> bytes;
  for (auto _ : state) {
    benchmark::DoNotOptimize(encode(entry, bytes));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(encode_call_started);

void decode_call_started(benchmark::State& state) {
  std::array<std::byte, limits::kRecordBytes> bytes;
  const std::size_t size = encode(foreign_call(), bytes);
  record entry;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decode(std::span{bytes}.first(size), entry));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(decode_call_started);

}  // namespace
}  // namespace qorgan::codec
