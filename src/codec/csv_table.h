#pragma once

// The inside of csv_table (codec/call_csv.h): a table is a list of columns and a function that
// makes a row of a line's fields. For the files that define one; others include call_csv.h.

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/call_csv.h"

namespace qorgan::codec {

struct column {
  std::string_view name;
  bool required;
};

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

/// Specialised for each row: its columns, and how a line becomes one. `read` names columns by their
/// place in `columns()`.
template <typename Row>
struct table_format {
  static std::span<const column> columns();
  static void read(line_fields& in, Row& out);
};

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
  for (const column& wanted : table_format<Row>::columns()) {
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
  line_fields fields{lines_.fields(), positions_, table_format<Row>::columns()};
  table_format<Row>::read(fields, row_);
  if (fields.mistake()) return bad_line(*fields.mistake());
  ++good_;
  return step::row;
}

}  // namespace qorgan::codec
