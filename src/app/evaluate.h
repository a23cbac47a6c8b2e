#pragma once

#include <iosfwd>
#include <string>

#include "stats/evaluation.h"

namespace qorgan::app {

struct evaluate_files {
  std::string calls;
  std::string labels;
  std::string decisions;
  std::string alerts;
  std::string json;               ///< written; "" for none
  bool accept_bad_lines = false;  ///< go on although more than 1 % of a file's lines are bad
};

/// `qorgan evaluate`: how good the decisions and alerts of a replay were, given the truth. Prints a
/// table and writes the same as JSON (docs/evaluation.md). Exit status.
int run_evaluate(const evaluate_files& files, std::ostream& out, std::ostream& err);

std::string evaluation_table(const stats::evaluation_result& found);
std::string evaluation_json(const stats::evaluation_result& found);

}  // namespace qorgan::app
