#pragma once

// Ready-made calls and policies for this module's tests. Numbers lie in ranges kept for
// documentation or marked as examples in policy/lists.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/detector.h"
#include "engine/engine.h"
#include "engine/policy.h"

namespace qorgan::engine::testing {

inline constexpr timestamp kMorning = from_us(1'772'359'200'000'000);  // 2026-03-01T10:00:00Z

inline timestamp seconds(std::int64_t after) {
  return kMorning + std::chrono::seconds{after};
}

inline engine_options small() {
  return {.memory_bytes = 4u << 20};
}

/// "+442079460001" with its country given by hand, so that tests do not depend on the number plan.
inline party number(std::string_view plus_digits, std::string_view where,
                    number_type type = number_type::mobile) {
  party out;
  out.signalled = plus_digits;
  out.number = e164::from_digits(plus_digits.substr(1)).value();
  out.info = {country(where), type, number_validity::valid};
  return out;
}

inline call_started foreign_call(timestamp at = kMorning) {
  static std::uint64_t next_key = 1;
  call_started call;
  call.key = {next_key++};
  call.at = at;
  call.trunk = trunk_id_of("carrier-north");
  call.caller = number("+442079460001", "GB", number_type::fixed_line);
  call.callee = number("+77010000001", "KZ");
  call.source = from_v4(0x7f000101, 5060);
  return call;
}

inline std::shared_ptr<const policy_snapshot> policy_of(std::string_view yaml,
                                                        std::string_view roaming = "") {
  policy_bundle bundle{"policy.yaml", std::string(yaml), {}};
  for (const auto& [name, file] : lists_of(yaml)) {
    bundle.lists.push_back({name, file, name == "roaming" ? std::string(roaming) : ""});
  }
  auto parsed = parse_policy(bundle);
  if (parsed) return *parsed;
  for (const config_error& error : parsed.error()) {
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  }
  return parse_policy({"empty.yaml", "version: 1\n", {}}).value();
}

/// The same call from another number, "+44…" given whole.
inline call_started from_number(call_started call, std::string_view caller,
                                std::string_view where) {
  call.caller = number(caller, where);
  return call;
}
inline call_started to_number(call_started call, std::string_view callee) {
  call.callee = number(callee, "KZ");
  return call;
}
/// "+77010000000" plus `offset`.
inline std::string plus(std::string_view base, std::uint64_t offset) {
  return "+" + std::to_string(e164::from_digits(base.substr(1)).value().value() + offset);
}

/// An engine without rules, asked what one detector sees.
class watcher {
 public:
  /// `settings` is YAML for `detectors:`, e.g. "{velocity_per_caller: {max_calls_per_10min: 3}}";
  /// `list` and `entries` give the one list the policy has.
  explicit watcher(std::string_view detector, std::string_view settings = "{}",
                   std::string_view list = "", std::string_view entries = "")
      : detector_{detector_index(detector).value()},
        engine_{small(), parsed(settings, list, entries)} {}

  /// What the detector said of this call; nothing when it kept silent.
  std::optional<evidence> sees(const call_started& call) {
    const decision& decided = *engine_.apply(call).decided;
    for (const evidence& one : decided.reasons) {
      if (one.detector.value == registry()[detector_]->id) return one;
    }
    return std::nullopt;
  }
  engine& under_test() { return engine_; }
  /// Somebody says at the time of `call` what its caller is.
  void report(const call_started& call, report_source source, bool fraud = true) {
    engine_.apply(call_reported{call.at, call.caller.number, call.callee.number, source, fraud});
  }

 private:
  static std::shared_ptr<const policy_snapshot> parsed(std::string_view settings,
                                                       std::string_view list,
                                                       std::string_view entries) {
    policy_bundle bundle{
        "policy.yaml", "version: 1\ndetectors: " + std::string(settings) + "\n", {}};
    if (!list.empty()) {
      bundle.yaml += "lists: {" + std::string(list) + ": list.txt}\n";
      bundle.lists.push_back({std::string(list), "list.txt", std::string(entries)});
    }
    return parse_policy(bundle).value();
  }

  unsigned detector_;
  engine engine_;
};

}  // namespace qorgan::engine::testing
