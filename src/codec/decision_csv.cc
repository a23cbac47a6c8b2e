#include "codec/decision_csv.h"

#include <array>
#include <charconv>

#include "codec/csv_lines.h"

namespace qorgan::codec {
namespace {

/// Shortest text that reads back as the same number, the same on every machine.
void append_number(std::string& out, float value) {
  std::array<char, 32> text;
  const auto done = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), done.ptr);
}

void append_reasons(std::string& out, std::span<const evidence> reasons,
                    const detector_names& names) {
  bool first = true;
  for (const evidence& reason : reasons) {
    if (!first) out.push_back(';');
    first = false;
    names.append(out, reason.detector);
    out.push_back(':');
    append_number(out, reason.weight);
  }
}

}  // namespace

void detector_names::set(detector_id id, std::string_view name) {
  if (by_id_.size() <= id.value) by_id_.resize(id.value + std::size_t{1});
  by_id_[id.value] = name;
}

void detector_names::append(std::string& out, detector_id id) const {
  if (id.value < by_id_.size() && !by_id_[id.value].empty()) {
    out.append(by_id_[id.value]);
  } else {
    out.append(std::to_string(id.value));
  }
}

void append_decision(std::string& out, std::string_view call_id, const decision& made,
                     const detector_names& names) {
  append_csv(out, call_id);
  out.append(1, ',').append(to_rfc3339(made.decided_at));
  out.append(1, ',').append(to_string(made.enforced)).push_back(',');
  append_number(out, made.score);
  out.push_back(',');
  append_csv(out, made.rule);
  out.push_back(',');
  append_reasons(out, made.reasons, names);
  out.push_back('\n');
}

void append_alert(std::string& out, std::string_view call_id, const alert& raised,
                  const detector_names& names) {
  out.append(to_rfc3339(raised.at)).push_back(',');
  append_csv(out, call_id);
  out.append(1, ',').append(to_string(raised.caller));
  out.append(1, ',').append(to_string(raised.callee)).push_back(',');
  append_csv(out, raised.kind);
  out.push_back(',');
  append_number(out, raised.score);
  out.push_back(',');
  append_reasons(out, raised.reasons, names);
  out.push_back('\n');
}

}  // namespace qorgan::codec
