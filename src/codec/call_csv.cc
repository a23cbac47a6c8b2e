#include "codec/call_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/hash.h"

namespace qorgan::codec {
namespace {

struct column {
  std::string_view name;
  bool required;
};

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

std::span<const column> columns_of(const call_row&) {
  return kCallColumns;
}
std::span<const column> columns_of(const label_row&) {
  return kLabelColumns;
}
std::span<const column> columns_of(const report_row&) {
  return kReportColumns;
}

/// The fields of a line by column of its table. Keeps the first mistake it meets.
class line_fields {
 public:
  line_fields(std::span<const std::string_view> fields, std::span<const int> positions,
              std::span<const column> columns)
      : fields_{fields}, positions_{positions}, columns_{columns} {}

  std::string_view text(std::size_t column) const {
    const int position = positions_[column];
    return position < 0 ? std::string_view{} : fields_[static_cast<std::size_t>(position)];
  }
  std::string_view required(std::size_t column) {
    const std::string_view value = text(column);
    if (value.empty()) wrong(column, "is empty");
    return value;
  }
  timestamp time(std::size_t column) {
    const std::string_view value = text(column);
    if (value.empty()) return kNever;
    const auto at = parse_rfc3339(value);
    if (!at) wrong(column, at.error());
    return at.value_or(kNever);
  }
  ip_endpoint address(std::size_t column) {
    const std::string_view value = text(column);
    if (value.empty()) return {};
    const auto endpoint = parse_endpoint(value, 0);
    if (!endpoint) wrong(column, endpoint.error());
    return endpoint.value_or(ip_endpoint{});
  }
  /// One of `names`; the first value of `Enum` stands for an empty field when `names` begins with
  /// "".
  template <typename Enum, std::size_t Count>
  Enum choice(std::size_t column, const std::array<std::string_view, Count>& names) {
    const std::string_view value = text(column);
    const auto found = std::ranges::find(names, value);
    if (found != names.end()) return static_cast<Enum>(found - names.begin());
    wrong(column, "is not one of the words it may be: '" + std::string(value.substr(0, 40)) + "'");
    return {};
  }
  void wrong(std::size_t column, std::string_view why) {
    if (!mistake_) mistake_ = std::string(columns_[column].name).append(": ").append(why);
  }
  const std::optional<std::string>& mistake() const { return mistake_; }

 private:
  std::span<const std::string_view> fields_;
  std::span<const int> positions_;
  std::span<const column> columns_;
  std::optional<std::string> mistake_;
};

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

void read(line_fields& in, call_row& out) {
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

void read(line_fields& in, label_row& out) {
  out.call_id = in.required(labels::call_id);
  out.label = in.choice<call_label>(labels::label, kLabels);
  out.kind = in.text(labels::kind);
  out.campaign = in.text(labels::campaign);
}

void read(line_fields& in, report_row& out) {
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

}  // namespace

template <typename Row>
typename csv_table<Row>::step csv_table<Row>::bad_line(std::string_view reason) {
  ++bad_;
  reason_ = reason;
  return step::bad_line;
}

template <typename Row>
typename csv_table<Row>::step csv_table<Row>::read_header() {
  const auto names = lines_.fields();
  width_ = names.size();
  header_size_ = lines_.offset() + lines_.size();
  reason_.clear();
  for (const column& wanted : columns_of(row_)) {
    const auto found = std::ranges::find(names, wanted.name);
    positions_.push_back(found == names.end() ? -1 : static_cast<int>(found - names.begin()));
    if (found == names.end() && wanted.required) {
      reason_.append(reason_.empty() ? "the header lacks " : ", ").append(wanted.name);
    }
  }
  if (reason_.empty()) return next();
  width_ = 0;
  return step::wrong_file;
}

template <typename Row>
typename csv_table<Row>::step csv_table<Row>::next() {
  const csv_lines::step found = lines_.next();
  if (found == csv_lines::step::more) return step::more;
  if (positions_.empty()) {
    if (found == csv_lines::step::fields) return read_header();
    reason_ = std::string("the header cannot be read: ") + lines_.why();
    positions_.assign(1, -1);
    return step::wrong_file;
  }
  if (width_ == 0) return step::wrong_file;
  if (found == csv_lines::step::broken) return bad_line(lines_.why());
  if (lines_.fields().size() != width_) {
    return bad_line(std::to_string(lines_.fields().size()) + " fields, the header has " +
                    std::to_string(width_));
  }
  row_ = Row{};
  line_fields fields{lines_.fields(), positions_, columns_of(row_)};
  read(fields, row_);
  if (fields.mistake()) return bad_line(*fields.mistake());
  ++good_;
  return step::row;
}

template class csv_table<call_row>;
template class csv_table<label_row>;
template class csv_table<report_row>;

}  // namespace qorgan::codec
