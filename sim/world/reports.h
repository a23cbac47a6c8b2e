#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/course.h"
#include "sim/dice.h"
#include "sim/world/country.h"

namespace qorgan::sim {

/// What somebody says about a call, when it is over or much later.
struct report {
  timestamp at;
  std::string caller;
  std::string callee;
  std::string call_id;      ///< "" when the reporter does not know it
  std::string_view source;  ///< as report files spell it
  bool fraud = true;
};

/// Few calls are ever reported, late, and now and then an honest one by mistake.
class reporters {
 public:
  reporters(const country_world& world, std::uint64_t seed) : world_{world}, dice_{seed} {}

  /// Sees each call in order of start.
  void see(std::string_view call_id, const planned_call& call, const course& went);
  /// Everything reported so far, by time.
  std::vector<report> sorted() const;

 private:
  void add(std::string_view call_id, const planned_call& call, timestamp at,
           std::string_view source, bool fraud);

  const country_world& world_;
  dice dice_;
  std::vector<report> all_;
};

}  // namespace qorgan::sim
