#include <benchmark/benchmark.h>

#include <random>
#include <stdexcept>

#include "base/testing/temporary_folder.h"
#include "store/store.h"

namespace qorgan::store {
namespace {

constexpr std::uint64_t kMorning = 1'772'359'200'000'000;

class scratch_store {
 public:
  scratch_store() {
    auto opened = store::open("sqlite:" + folder_.file("store.sqlite"));
    if (!opened) throw std::runtime_error(opened.error());
    to_ = std::move(*opened);
  }
  store& to() { return *to_; }

 private:
  temporary_folder folder_;
  std::unique_ptr<store> to_;
};

/// Calls as a redirect trunk leaves them: one record each, numbers of a million subscribers.
class traffic {
 public:
  std::vector<record> redirect_calls(std::size_t count) {
    std::vector<record> out(count);
    for (record& entry : out) {
      entry = call_;
      entry.seq = ++seq_;
      auto& in = std::get<call_started>(entry.input);
      in.key.value = kMorning + seq_ * 50;
      in.at = from_us(static_cast<std::int64_t>(in.key.value));
      in.caller.number = number(79'160'000'000);
      in.callee.number = number(77'010'000'000);
      entry.decided->key = in.key;
      for (ladder_entry& message : entry.messages) message.at = in.at;
    }
    return out;
  }

 private:
  static record make() {
    call_started in;
    in.trunk = trunk_id_of("bench");
    in.caller.info.where = country{"RU"};
    in.callee.info.where = country{"KZ"};
    in.source = from_v4(0x7f000001, 40'000);
    in.sip_call_id = std::string_view{"a84b4c76e66710-0b31e5f2@127.0.0.1"};
    in.user_agent = std::string_view{"sbc 7.4"};
    record out;
    out.input = in;
    out.decided.emplace().reasons.push_back({{3}, 0.5F, 12, 60});
    ladder_entry message;
    message.method = std::string_view{"INVITE"};
    out.messages.push_back(message);
    message.status = 404;
    message.way = direction::sent;
    out.messages.push_back(message);
    return out;
  }
  e164 number(std::uint64_t first) {
    return *e164::from_digits(std::to_string(first + dice_() % 1'000'000));
  }

  std::uint64_t seq_ = 0;
  std::mt19937_64 dice_{42};
  const record call_ = make();
};

void project_redirect_calls(benchmark::State& state) {
  scratch_store place;
  traffic source;
  for (int i = 0; i < 10; ++i) place.to().project(source.redirect_calls(4096));
  for (auto _ : state) {
    state.PauseTiming();
    const auto batch = source.redirect_calls(static_cast<std::size_t>(state.range(0)));
    state.ResumeTiming();
    place.to().project(batch);
  }
  const auto rows = static_cast<double>(state.iterations() * state.range(0));
  state.counters["cpu_per_call"] =
      benchmark::Counter(rows, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(project_redirect_calls)->Arg(4096)->Iterations(50);
BENCHMARK(project_redirect_calls)->Arg(256)->Iterations(200);
BENCHMARK(project_redirect_calls)->Arg(16)->Iterations(500);

/// A proxied call whose ringing, answer and end come in later batches.
void project_proxied_calls(benchmark::State& state) {
  scratch_store place;
  traffic source;
  std::uint64_t seq = 0;
  const auto number_again = [&](std::vector<record>& batch) {
    for (record& entry : batch) entry.seq = ++seq;
  };
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<record> started = source.redirect_calls(1024);
    std::vector<record> ended(1024);
    for (std::size_t i = 0; i < 1024; ++i) {
      const call_key key = call_of(started[i].input);
      const timestamp at = from_us(static_cast<std::int64_t>(key.value) + 1000);
      started[i].messages.clear();
      ended[i].input = call_ended{key, at, 200, ended_by::caller};
    }
    number_again(started);
    number_again(ended);
    state.ResumeTiming();
    place.to().project(started);
    place.to().project(ended);
  }
  state.counters["cpu_per_call"] =
      benchmark::Counter(static_cast<double>(state.iterations() * 1024),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(project_proxied_calls)->Iterations(50);

void find_refused_calls(benchmark::State& state) {
  scratch_store place;
  traffic source;
  for (int i = 0; i < 60; ++i) {
    auto batch = source.redirect_calls(4096);
    if (i == 3) batch[7].decided->enforced = verdict::block;
    place.to().project(batch);
  }
  call_query query;
  query.enforced = verdict::block;
  for (auto _ : state) benchmark::DoNotOptimize(place.to().find_calls(query));
}
BENCHMARK(find_refused_calls);

void find_calls_by_number(benchmark::State& state) {
  scratch_store place;
  traffic source;
  for (int i = 0; i < 60; ++i) place.to().project(source.redirect_calls(4096));
  call_query query;
  query.number_prefix = "79160123456";
  for (auto _ : state) benchmark::DoNotOptimize(place.to().find_calls(query));
}
BENCHMARK(find_calls_by_number);

}  // namespace
}  // namespace qorgan::store
