#include <charconv>

#include "codec/csv_table.h"
#include "codec/decision_csv.h"

namespace qorgan::codec {
namespace {

namespace decisions {
enum { call_id, decided_at, verdict_, score, rule, reasons };
}
constexpr column kDecisionColumns[] = {{"call_id", true}, {"decided_at", true}, {"verdict", true},
                                       {"score", false},  {"rule", false},      {"reasons", false}};

namespace alerts {
enum { at, call_id, kind, score };
}
constexpr column kAlertColumns[] = {
    {"at", true}, {"call_id", true}, {"kind", false}, {"score", false}};

/// A probability; 0 when the field is empty.
float score_of(line_fields& in, std::size_t column) {
  const std::string_view text = in.text(column);
  if (text.empty()) return 0;
  float value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end && value >= 0 && value <= 1) return value;
  in.wrong(column, "is not a probability");
  return 0;
}

}  // namespace

template <>
std::span<const column> table_format<decision_row>::columns() {
  return kDecisionColumns;
}

template <>
void table_format<decision_row>::read(line_fields& in, decision_row& out) {
  static constexpr std::array<std::string_view, 6> kVerdicts{"pass",     "alert",  "label",
                                                             "withhold", "divert", "block"};
  static_assert(static_cast<int>(verdict::block) == 5 && static_cast<int>(verdict::label) == 2);
  out.call_id = in.required(decisions::call_id);
  if (!in.required(decisions::decided_at).empty()) out.decided_at = in.time(decisions::decided_at);
  out.enforced = in.choice<verdict>(decisions::verdict_, kVerdicts);
  out.score = score_of(in, decisions::score);
  out.rule = in.text(decisions::rule);
  out.reasons = in.text(decisions::reasons);
}

template <>
std::span<const column> table_format<alert_row>::columns() {
  return kAlertColumns;
}

template <>
void table_format<alert_row>::read(line_fields& in, alert_row& out) {
  if (!in.required(alerts::at).empty()) out.at = in.time(alerts::at);
  out.call_id = in.required(alerts::call_id);
  out.kind = in.text(alerts::kind);
  out.score = score_of(in, alerts::score);
}

template class csv_table<decision_row>;
template class csv_table<alert_row>;

}  // namespace qorgan::codec
