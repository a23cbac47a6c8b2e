// A policy of any bytes, as its YAML and as a list it names: adopted whole, or refused with words.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "engine/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string text{reinterpret_cast<const char*>(data), size};
  engine::policy_bundle bundle{.file = "policy.yaml", .yaml = text, .lists = {}};
  for (const auto& [name, path] : engine::lists_of(text))
    bundle.lists.push_back({name, path, text});
  const auto parsed = engine::parse_policy(bundle);
  if (parsed) {
    QORGAN_ASSERT(*parsed != nullptr);
    return 0;
  }
  QORGAN_ASSERT(!parsed.error().empty());
  for (const config_error& error : parsed.error()) QORGAN_ASSERT(!error.message.empty());
  return 0;
}
