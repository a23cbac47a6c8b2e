#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "codec/call_csv.h"
#include "domain/call.h"
#include "gateway/options.h"

namespace qorgan::app {

/// Trunks by the name a call file has for them.
class trunk_book {
 public:
  /// Without known trunks every name is an international trunk whose verdicts are enforced.
  explicit trunk_book(const std::vector<gateway::trunk_options>& known);

  /// Null when the configuration has no such trunk.
  const gateway::trunk_options* find(std::string_view name);

 private:
  std::unordered_map<std::string, gateway::trunk_options> by_name_;
  std::string key_;
  bool open_;
};

/// The INVITE of a call record as it would have come over the trunk.
call_started started_of(const codec::call_row& row, const gateway::trunk_options& trunk,
                        call_key key, std::span<const std::string> emergency);

}  // namespace qorgan::app
