#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codec/call_csv.h"
#include "domain/decision.h"

namespace qorgan::codec {

/// Names of detectors by their number. Unknown numbers are written as numbers.
class detector_names {
 public:
  void set(detector_id id, std::string_view name);
  /// Appends the name of the detector.
  void append(std::string& out, detector_id id) const;

 private:
  std::vector<std::string> by_id_;
};

inline constexpr std::string_view kDecisionHeader =
    "call_id,decided_at,verdict,score,rule,reasons\n";
inline constexpr std::string_view kAlertHeader = "at,call_id,caller,callee,kind,score,reasons\n";

/// Appends one line. `call_id` is the name of the call in the file the decision belongs to; the
/// verdict is the one that is carried out. Reasons are "name:weight" separated by semicolons.
void append_decision(std::string& out, std::string_view call_id, const decision& made,
                     const detector_names& names);
void append_alert(std::string& out, std::string_view call_id, const alert& raised,
                  const detector_names& names);

/// One line of a decision or alert file, as far as it is read again. Texts are valid until the next
/// line is read.
struct decision_row {
  std::string_view call_id;
  timestamp decided_at;
  verdict enforced = verdict::pass;
  float score = 0;
  std::string_view rule;
  std::string_view reasons;
};
struct alert_row {
  timestamp at;
  std::string_view call_id;
  std::string_view kind;
  float score = 0;
};
using decision_table = csv_table<decision_row>;
using alert_table = csv_table<alert_row>;

}  // namespace qorgan::codec
