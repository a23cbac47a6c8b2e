// What the feed costs: 5,000 rows on the screen and 500 changes a second are 100 changes in each of
// the five ticks of a second.

#include <benchmark/benchmark.h>

#include "console/feed.h"

namespace qorgan::console {
namespace {

struct counting_socket final : net::websocket {
  void send(std::shared_ptr<const std::string> text) override {
    bytes += text->size();
    largest = std::max(largest, text->size());
  }
  bool busy() const override { return false; }
  void close(std::uint16_t, std::string_view) override {}
  void abort() override {}
  std::size_t bytes = 0;
  std::size_t largest = 0;
};

record started(std::uint64_t n) {
  call_started event;
  event.key = call_key{1'772'359'200'000'000 + n};
  event.at = from_us(static_cast<std::int64_t>(event.key.value));
  event.trunk = trunk_id_of("carrier-north");
  event.caller.number = *e164::from_digits("4915112345678");
  event.caller.info.where = country{"DE"};
  event.callee.number = *e164::from_digits("77011234567");
  event.callee.info.where = country{"KZ"};
  record out;
  out.seq = n;
  out.input = event;
  out.decided = decision{.key = event.key,
                         .decided_at = event.at,
                         .enforced = verdict::alert,
                         .would = verdict::alert,
                         .score = 0.125F,
                         .rule = rule_name{"velocity"},
                         .reasons = {}};
  for (int i = 0; i < 3; ++i) out.decided->reasons.push_back({detector_id{3}, 1.5F, 31, 20});
  return out;
}

struct stage {
  explicit stage(int screens) {
    for (std::uint64_t n = 1; n <= 5'000; ++n) live.view.apply(calls.emplace_back(started(n)));
    for (int i = 0; i < screens; ++i) {
      sockets.push_back(std::make_shared<counting_socket>());
      handlers.push_back(
          broadcast.admit(i % 2 == 0 ? role::operator_ : role::engineer, "s" + std::to_string(i)));
      handlers.back().opened(sockets.back());
      handlers.back().received(R"({"subscribe":{"view":"live"}})");
    }
  }
  guarded_view live{{{trunk_id_of("carrier-north"), "carrier-north"}}};
  std::vector<record> calls;
  std::int64_t now_ms = 0;
  desk_board board{country{"KZ"}};
  feed broadcast{live, board, {}, [this] {
                   return feed::times{calls.empty() ? timestamp{} : at_of(calls[0].input), now_ms};
                 }};
  std::vector<std::shared_ptr<counting_socket>> sockets;
  std::vector<net::websocket_handler> handlers;
};

void snapshot(benchmark::State& state) {
  stage here{1};
  for (auto _ : state) here.handlers[0].received(R"({"resync":true})");
  state.counters["bytes"] = static_cast<double>(here.sockets[0]->largest);
}
BENCHMARK(snapshot)->Unit(benchmark::kMicrosecond);

void tick_of_100_changes(benchmark::State& state) {
  stage here{static_cast<int>(state.range(0))};
  const std::size_t before = here.sockets[0]->bytes;
  std::size_t at = 0;
  for (auto _ : state) {
    for (int i = 0; i < 100; ++i) {
      const record& call = here.calls[at++ % here.calls.size()];
      record change;
      change.seq = 10'000 + at;
      change.input = call_ringing{call_of(call.input), at_of(call.input)};
      here.live.view.apply(change);
    }
    here.now_ms += 200;
    here.broadcast.tick();
  }
  state.counters["bytes_per_tick"] = static_cast<double>(here.sockets[0]->bytes - before) /
                                     static_cast<double>(state.iterations());
}
BENCHMARK(tick_of_100_changes)->Arg(1)->Arg(10)->Arg(50)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace qorgan::console
