// The default policy against traffic that a telecom engineer can read: src/engine/scenarios/*.txt.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <variant>

#include "domain/number_plan.h"
#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

std::string text_of(const std::string& path) {
  std::ifstream file{std::string(QORGAN_SOURCE_DIR) + "/" + path};
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::shared_ptr<const policy_snapshot> default_policy() {
  policy_bundle bundle{"policy/default.yaml", text_of("policy/default.yaml"), {}};
  for (const auto& [name, file] : lists_of(bundle.yaml)) {
    bundle.lists.push_back({name, "policy/" + file, text_of("policy/" + file)});
  }
  auto parsed = parse_policy(bundle);
  if (parsed) return *parsed;
  for (const config_error& error : parsed.error()) {
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  }
  return policy_of("version: 1\n");
}

/// "pass", "block@7": the verdict from that call on.
struct expectation {
  verdict given = verdict::pass;
  int from = 1;
};

struct line {
  int number = 0;  ///< in the file
  duration start{};
  int times = 0;
  duration every{};
  std::string caller, callee, over;
  std::uint64_t fingerprint = 0;
  int talk_s = 0;
  std::vector<expectation> expected;
  std::string in_call;
};

duration parse_start(const std::string& text) {  // 1d18:00:00
  int d = 0, h = 0, m = 0, s = 0;
  EXPECT_EQ(std::sscanf(text.c_str(), "%dd%d:%d:%d", &d, &h, &m, &s), 4) << text;
  return std::chrono::seconds{((d * 24 + h) * 60 + m) * 60 + s};
}

duration parse_every(const std::string& text) {
  static const std::map<char, int> kUnits{{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}};
  return std::chrono::seconds{std::stoi(text) * kUnits.at(text.back())};
}

std::vector<line> read_scenario(const std::string& path) {
  std::vector<line> out;
  std::istringstream file{text_of(path)};
  std::string text;
  for (int number = 1; std::getline(file, text); ++number) {
    if (text.empty() || text[0] == '#') continue;
    std::istringstream words{text};
    std::string start, every, word;
    line one;
    one.number = number;
    words >> start >> one.times >> every >> one.caller >> one.callee >> one.over >>
        one.fingerprint >> one.talk_s;
    one.start = parse_start(start);
    one.every = parse_every(every);
    while (words >> word) {
      if (word.starts_with("in-call:")) {
        one.in_call = word.substr(8);
        continue;
      }
      const auto at = word.find('@');
      one.expected.push_back({parse_verdict(word.substr(0, at)).value(),
                              at == std::string::npos ? 1 : std::stoi(word.substr(at + 1))});
    }
    EXPECT_FALSE(one.expected.empty()) << path << ":" << number;
    out.push_back(one);
  }
  return out;
}

/// The party of call `i`: "+7701…+step%modulo" or "hidden".
party party_of(const std::string& text, int i) {
  party out;
  if (text == "hidden") return out;
  std::uint64_t base = 0, step = 0, modulo = 0;
  const int read = std::sscanf(text[0] == '+' ? text.c_str() + 1 : text.c_str(), "%lu+%lu%%%lu",
                               &base, &step, &modulo);
  std::uint64_t offset = read > 1 ? step * static_cast<unsigned>(i) : 0;
  if (read > 2) offset %= modulo;
  const std::string digits = std::to_string(base + offset);
  out.signalled = std::string_view((text[0] == '+' ? "+" : "") + digits);
  if (text[0] != '+') return out;
  out.number = e164::from_digits(digits).value();
  out.info = classify(out.number);
  return out;
}

void place_on(const std::string& trunk, call_started& call) {
  struct seat {
    trunk_kind kind;
    country home;
    std::uint32_t address;
  };
  static const std::map<std::string, seat> kSeats{
      {"north", {trunk_kind::international, country("RU"), 1}},
      {"west", {trunk_kind::international, country("DE"), 2}},
      {"south", {trunk_kind::international, country("TR"), 3}},
      {"hub", {trunk_kind::roaming_hub, country("CH"), 4}},
      {"home", {trunk_kind::domestic, country("KZ"), 5}},
  };
  const seat& at = kSeats.at(trunk);
  call.trunk = trunk_id_of(trunk);
  call.kind = at.kind;
  call.carrier_country = at.home;
  call.source = from_v4(0x7f000100 + at.address, 5060);
}

using any_event = std::variant<call_started, call_answered, call_ended>;

struct planned {
  any_event event;
  const line* of;
  int index;              ///< of the call in its line, from 1
  std::size_t order = 0;  ///< events of one moment stay in this order
};

timestamp at_of(const any_event& event) {
  return std::visit([](const auto& one) { return one.at; }, event);
}

std::vector<planned> plan(const std::vector<line>& lines) {
  constexpr timestamp kBegin = from_us(1'772'323'200'000'000);  // 2026-03-01T00:00:00Z
  std::vector<planned> out;
  std::uint64_t key = 0;
  for (const line& one : lines) {
    for (int i = 0; i < one.times; ++i) {
      call_started call;
      call.key = {++key};
      call.at = kBegin + one.start + i * one.every;
      call.caller = party_of(one.caller, i);
      call.callee = party_of(one.callee, i);
      call.fingerprint = one.fingerprint;
      place_on(one.over, call);
      const timestamp answered = call.at + std::chrono::seconds{5};
      out.push_back({call, &one, i + 1});
      if (one.talk_s > 0) out.push_back({call_answered{call.key, answered}, &one, i + 1});
      out.push_back(
          {call_ended{call.key, answered + std::chrono::seconds{one.talk_s}, 200}, &one, i + 1});
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].order = i;
  std::sort(out.begin(), out.end(), [](const planned& a, const planned& b) {
    return std::pair{at_of(a.event), a.order} < std::pair{at_of(b.event), b.order};
  });
  return out;
}

/// Says what is wrong with the first call of a line, not with all.
void check_decision(const std::string& path, const planned& step, const decision& decided,
                    std::set<int>& wrong_lines) {
  verdict expected = verdict::pass;
  for (const expectation& one : step.of->expected) {
    if (step.index >= one.from) expected = one.given;
  }
  if (decided.enforced == expected || !wrong_lines.insert(step.of->number).second) return;
  std::string reasons;
  for (const evidence& one : decided.reasons) {
    reasons += " " + std::to_string(one.detector.value) + ":" + std::to_string(one.observed);
  }
  ADD_FAILURE() << path << ":" << step.of->number << " call " << step.index << ": "
                << to_string(decided.enforced) << " instead of " << to_string(expected)
                << ", rule '" << decided.rule.view() << "', score " << decided.score << ", reasons"
                << reasons;
}

void play(const std::string& path) {
  const std::vector<line> lines = read_scenario(path);
  engine screen{{.memory_bytes = 64u << 20}, default_policy()};
  std::map<std::uint64_t, const line*> line_of;
  std::map<const line*, std::string> alerts;
  std::set<int> wrong_lines;
  const auto take_alerts = [&](const effects& out) {
    for (const alert& raised : out.alerts) {
      alerts[line_of.at(raised.key.value)] = std::string(to_string(raised.level));
    }
  };
  for (const planned& step : plan(lines)) {
    for (timestamp due = screen.next_timer(); happened(due) && due <= at_of(step.event);
         due = screen.next_timer()) {
      take_alerts(screen.apply(time_passed{due}));
    }
    if (const auto* call = std::get_if<call_started>(&step.event)) {
      line_of[call->key.value] = step.of;
      check_decision(path, step, *screen.apply(*call).decided, wrong_lines);
    } else {
      std::visit([&](const auto& event) { screen.apply(event); }, step.event);
    }
  }
  for (const line& one : lines) {
    if (one.in_call.empty()) continue;
    const std::string raised = alerts.contains(&one) ? alerts[&one] : "none";
    EXPECT_EQ(raised, one.in_call) << path << ":" << one.number;
  }
}

TEST(scenario, honest_callers_pass_the_default_policy) {
  play("src/engine/scenarios/honest.txt");
}

TEST(scenario, scams_are_stopped_or_brought_to_the_desk) {
  play("src/engine/scenarios/scams.txt");
}

}  // namespace
}  // namespace qorgan::engine
