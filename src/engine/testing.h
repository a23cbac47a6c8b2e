#pragma once

// Ready-made calls and policies for this module's tests. Numbers lie in ranges kept for
// documentation or marked as examples in policy/lists.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

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

}  // namespace qorgan::engine::testing
