#include "codec/call_csv.h"

#include <array>
#include <charconv>

#include "base/hash.h"
#include "codec/csv_table.h"

namespace qorgan::codec {
namespace {

// The columns of each table. The readers below name them by their place here.

namespace calls {
enum {
  call_id,
  started_at,
  trunk,
  caller,
  callee,
  source_ip,
  media_ip,
  user_agent,
  fingerprint,
  attestation_,
  ringing_at,
  answered_at,
  ended_at,
  end_code,
  ended_by_
};
}
constexpr column kCallColumns[] = {
    {"call_id", true},      {"started_at", true},   {"trunk", true},       {"caller", true},
    {"callee", true},       {"source_ip", false},   {"media_ip", false},   {"user_agent", false},
    {"fingerprint", false}, {"attestation", false}, {"ringing_at", false}, {"answered_at", false},
    {"ended_at", false},    {"end_code", false},    {"ended_by", false}};

namespace labels {
enum { call_id, label, kind, campaign };
}
constexpr column kLabelColumns[] = {
    {"call_id", true}, {"label", true}, {"kind", false}, {"campaign", false}};

namespace reports {
enum { at, caller, callee, call_id, source, label };
}
constexpr column kReportColumns[] = {{"at", true},       {"caller", false}, {"callee", false},
                                     {"call_id", false}, {"source", true},  {"label", true}};

std::uint64_t fingerprint_of(std::string_view text) {
  if (text.empty()) return 0;
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, 16);
  if (text.size() <= 16 && error == std::errc{} && stop == end) return value;
  const std::uint64_t hash = stable_hash(text);
  return hash == 0 ? 1 : hash;
}

std::uint16_t status_of(line_fields& in, std::size_t column) {
  const std::string_view text = in.text(column);
  if (text.empty()) return 0;
  std::uint16_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 100 || value > 699) {
    in.wrong(column, "is not a SIP status");
    return 0;
  }
  return value;
}

/// Nothing can happen to a call before it starts or after it ended.
void check_order(line_fields& in, const call_row& row) {
  const auto check = [&](std::size_t column, timestamp at) {
    if (happened(at) && at < row.started_at) in.wrong(column, "is before started_at");
    if (happened(at) && happened(row.ended_at) && at > row.ended_at) {
      in.wrong(column, "is behind ended_at");
    }
  };
  check(calls::ringing_at, row.ringing_at);
  check(calls::answered_at, row.answered_at);
  check(calls::ended_at, row.ended_at);
}

}  // namespace

template <>
std::span<const column> table_format<call_row>::columns() {
  return kCallColumns;
}

template <>
void table_format<call_row>::read(line_fields& in, call_row& out) {
  static constexpr std::array<std::string_view, 6> kAttestations{"",  "none", "A",
                                                                 "B", "C",    "failed"};
  static constexpr std::array<std::string_view, 5> kEnds{"", "caller", "callee", "network",
                                                         "centre"};
  out.call_id = in.required(calls::call_id);
  if (!in.required(calls::started_at).empty()) out.started_at = in.time(calls::started_at);
  out.trunk = in.required(calls::trunk);
  out.caller = in.text(calls::caller);
  out.callee = in.required(calls::callee);
  out.source = in.address(calls::source_ip);
  out.media = in.address(calls::media_ip);
  out.user_agent = in.text(calls::user_agent);
  out.fingerprint = fingerprint_of(in.text(calls::fingerprint));
  out.attested = in.choice<attestation>(calls::attestation_, kAttestations);
  out.ringing_at = in.time(calls::ringing_at);
  out.answered_at = in.time(calls::answered_at);
  out.ended_at = in.time(calls::ended_at);
  out.end_code = status_of(in, calls::end_code);
  out.by = in.choice<ended_by>(calls::ended_by_, kEnds);
  check_order(in, out);
}
static_assert(static_cast<int>(attestation::failed) == 5 && static_cast<int>(attestation::a) == 2);
static_assert(static_cast<int>(ended_by::centre) == 4 && static_cast<int>(ended_by::network) == 3);

constexpr std::array<std::string_view, 2> kLabels{"fraud", "legit"};

template <>
std::span<const column> table_format<label_row>::columns() {
  return kLabelColumns;
}

template <>
void table_format<label_row>::read(line_fields& in, label_row& out) {
  out.call_id = in.required(labels::call_id);
  out.label = in.choice<call_label>(labels::label, kLabels);
  out.kind = in.text(labels::kind);
  out.campaign = in.text(labels::campaign);
}

template <>
std::span<const column> table_format<report_row>::columns() {
  return kReportColumns;
}

template <>
void table_format<report_row>::read(line_fields& in, report_row& out) {
  static constexpr std::array<std::string_view, 5> kSources{"citizen", "police", "bank", "honeypot",
                                                            "operator"};
  if (!in.required(reports::at).empty()) out.at = in.time(reports::at);
  out.caller = in.text(reports::caller);
  out.callee = in.text(reports::callee);
  out.call_id = in.text(reports::call_id);
  out.source = in.choice<report_source>(reports::source, kSources);
  out.label = in.choice<call_label>(reports::label, kLabels);
  if (out.caller.empty() && out.callee.empty() && out.call_id.empty()) {
    in.wrong(reports::caller, "neither caller nor callee nor call_id is given");
  }
}

template class csv_table<call_row>;
template class csv_table<label_row>;
template class csv_table<report_row>;

}  // namespace qorgan::codec
