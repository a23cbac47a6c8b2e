#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/time.h"

// Figures of what the centre learns from: reports, and the models made of them.

namespace qorgan {

/// What became of reports in the engine, those of the journal it was fed from included.
struct report_effects {
  std::uint64_t taken = 0;
  std::uint64_t repeated = 0;        ///< the same reporter had said it of the same caller already
  std::uint64_t beyond_cap = 0;      ///< one reporter said more than counts
  std::uint64_t without_caller = 0;  ///< nothing could be learnt
};

/// Reports at the door (`POST /api/v1/reports`), by source, as report_source counts them.
struct report_door_figures {
  struct of_source {
    std::uint64_t accepted = 0;
    std::uint64_t rate_limited = 0;
  };
  std::array<of_source, 5> sources{};
  std::uint64_t refused = 0;        ///< wrong fields, tokens or rights
  std::uint64_t unknown_calls = 0;  ///< about a call the centre does not know
  std::uint64_t overloaded = 0;     ///< the call path had too many waiting
};

/// A model of the policy in force; no digest: there is none.
struct model_figures {
  std::string digest;
  timestamp trained_until;
  std::size_t trees = 0;
  double refuses_from = 0;  ///< log-odds
  double alerts_from = 0;
  double wanted = 0;          ///< share of honest calls that may be refused …
  double bound = 1;           ///< … and what validation could promise (upper 95 %)
  bool same_evidence = true;  ///< trained under the detector parameters that are in force
};
/// The model in force, the one in shadow, and how often the rules would have decided otherwise with
/// the latter's score, since it runs.
struct model_comparison {
  model_figures current, challenger;
  std::uint64_t compared = 0;
  std::uint64_t refused_by_both = 0;
  std::uint64_t refused_by_current = 0;     ///< alone
  std::uint64_t refused_by_challenger = 0;  ///< alone
};

}  // namespace qorgan
