#include "app/replay_file.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "app/table_file.h"
#include "base/assert.h"

namespace qorgan::app {
namespace {

constexpr std::uint64_t kTold = 20;
}  // namespace

void bad_line_teller::tell(std::uint64_t line, std::string_view reason) {
  if (++count_ <= kTold) err_ << path_ << ":" << line << ": " << reason << "\n";
}

void bad_line_teller::finish() {
  if (count_ > kTold) err_ << path_ << ": " << count_ - kTold << " more bad lines\n";
}

std::expected<call_file, std::string> call_file::open(const std::string& path,
                                                      const line_check& check, std::ostream& err) {
  auto mapped = os::mapped_file::open(path);
  if (!mapped) return std::unexpected(mapped.error());
  call_file out{std::move(*mapped)};
  const std::string_view bytes = out.file_.bytes();
  bad_line_teller teller{path, err};
  codec::call_table table;
  const auto on_row = [&] {
    if (const std::string mistake = check(table.row()); !mistake.empty()) {
      teller.tell(table.line(), mistake);
      return;
    }
    out.places_.push_back(
        {table.row().started_at, table.offset(), static_cast<std::uint32_t>(table.size())});
  };
  const auto on_bad = [&] { teller.tell(table.line(), table.reason()); };
  if (!read_through(table, bytes, on_row, on_bad)) {
    return std::unexpected(path + ": " + table.reason());
  }
  teller.finish();
  out.bad_ = teller.count();
  if (bytes.empty()) return std::unexpected(path + ": the file is empty");
  if (out.places_.empty()) return out;
  out.again_.feed(bytes.substr(0, table.header_size()));
  QORGAN_ASSERT(out.again_.next() == codec::call_table::step::more);
  out.sort();
  return out;
}

void call_file::sort() {
  const auto before = [](const place& a, const place& b) {
    return std::pair{a.started_at, a.offset} < std::pair{b.started_at, b.offset};
  };
  if (!std::ranges::is_sorted(places_, before)) std::ranges::sort(places_, before);
}

const codec::call_row& call_file::row(std::size_t number) {
  const place& at = places_[number];
  const std::string_view line = file_.bytes().substr(at.offset, at.size);
  again_.feed(line);
  if (!line.ends_with('\n')) again_.feed("\n");
  const auto step = again_.next();
  QORGAN_ASSERT(step == codec::call_table::step::row);  // it was one before
  return again_.row();
}

}  // namespace qorgan::app
