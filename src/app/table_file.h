#pragma once

#include <algorithm>
#include <cstddef>
#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>

#include "app/replay_file.h"
#include "codec/call_csv.h"
#include "os/mapped_file.h"

namespace qorgan::app {

inline constexpr std::size_t kTablePiece = 1u << 20;

/// Hands a whole file to a table. False when its header is wrong.
template <typename Table, typename OnRow, typename OnBad>
bool read_through(Table& table, std::string_view bytes, OnRow on_row, OnBad on_bad) {
  while (true) {
    switch (table.next()) {
      case Table::step::row: on_row(); break;
      case Table::step::bad_line: on_bad(); break;
      case Table::step::wrong_file: return false;
      case Table::step::more:
        if (bytes.empty()) return true;
        table.feed(bytes.substr(0, kTablePiece));
        bytes.remove_prefix(std::min(kTablePiece, bytes.size()));
        if (bytes.empty()) table.finish();
    }
  }
}

struct line_count {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
};

/// Reads a file of any of the tables, row by row; wrong lines are told on `err`. The error is for
/// the person who gave the file.
template <typename Table, typename OnRow>
std::expected<line_count, std::string> read_table(const std::string& path, std::ostream& err,
                                                  OnRow on_row) {
  const auto mapped = os::mapped_file::open(path);
  if (!mapped) return std::unexpected(mapped.error());
  Table table;
  bad_line_teller teller{path, err};
  const auto on_bad = [&] { teller.tell(table.line(), table.reason()); };
  if (!read_through(table, mapped->bytes(), [&] { on_row(table.row()); }, on_bad)) {
    return std::unexpected(path + ": " + table.reason());
  }
  teller.finish();
  return line_count{table.good(), table.bad()};
}

}  // namespace qorgan::app
