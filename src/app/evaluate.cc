#include "app/evaluate.h"

#include <fstream>
#include <ostream>

#include "app/table_file.h"
#include "codec/decision_csv.h"

namespace qorgan::app {
namespace {

/// Reads one file into the evaluation; says on `err` why not.
template <typename Table, typename OnRow>
bool read(const std::string& path, bool accept_bad_lines, std::ostream& err, OnRow on_row) {
  const auto lines = read_table<Table>(path, err, on_row);
  if (!lines) {
    err << lines.error() << "\n";
    return false;
  }
  if (codec::too_many_bad(lines->good, lines->bad) && !accept_bad_lines) {
    err << path << ": " << lines->bad << " of " << lines->good + lines->bad
        << " lines are bad, which is more than 1 %\n";
    return false;
  }
  return true;
}

bool read_calls(const evaluate_files& files, std::ostream& err, stats::evaluation& into) {
  auto calls =
      call_file::open(files.calls, [](const codec::call_row&) { return std::string{}; }, err);
  if (!calls) {
    err << calls.error() << "\n";
    return false;
  }
  if (codec::too_many_bad(calls->good(), calls->bad()) && !files.accept_bad_lines) {
    err << files.calls << ": " << calls->bad() << " lines are bad, which is more than 1 %\n";
    return false;
  }
  for (std::size_t i = 0; i < calls->good(); ++i) {
    const codec::call_row& row = calls->row(i);
    into.add({row.call_id, row.caller, row.started_at, row.answered_at, row.ended_at});
  }
  return true;
}

bool read_all(const evaluate_files& files, std::ostream& err, stats::evaluation& into) {
  const bool accept = files.accept_bad_lines;
  return read_calls(files, err, into) &&
         read<codec::label_table>(files.labels, accept, err,
                                  [&](const codec::label_row& row) {
                                    into.add_label(row.call_id,
                                                   row.label == codec::call_label::fraud, row.kind,
                                                   row.campaign);
                                  }) &&
         read<codec::decision_table>(files.decisions, accept, err,
                                     [&](const codec::decision_row& row) {
                                       into.add_decision(row.call_id, row.enforced);
                                     }) &&
         read<codec::alert_table>(files.alerts, accept, err, [&](const codec::alert_row& row) {
           into.add_alert(row.call_id, row.at);
         });
}

}  // namespace

int run_evaluate(const evaluate_files& files, std::ostream& out, std::ostream& err) {
  stats::evaluation all;
  if (!read_all(files, err, all)) return 1;
  const stats::evaluation_result found = all.result();
  out << evaluation_table(found);
  if (files.json.empty()) return 0;
  std::ofstream json{files.json, std::ios::binary | std::ios::trunc};
  json << evaluation_json(found);
  json.close();
  if (json.good()) return 0;
  err << files.json << ": cannot be written\n";
  return 1;
}

}  // namespace qorgan::app
