#include "codec/csv_lines.h"

#include <algorithm>
#include <cstring>

namespace qorgan::codec {

void csv_lines::feed(std::string_view bytes) {
  buffer_.erase(0, at_);
  dropped_ += at_;
  at_ = 0;
  buffer_.append(bytes);
}

csv_lines::step csv_lines::next() {
  if (!started_) {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    const std::string_view seen{buffer_};
    if (seen.size() < kMark.size() && kMark.starts_with(seen) && !finished_) return step::more;
    if (seen.starts_with(kMark)) at_ = kMark.size();
    started_ = true;
  }
  while (at_ < buffer_.size()) {
    const char* from = buffer_.data() + at_;
    const void* found = std::memchr(from, '\n', buffer_.size() - at_);
    if (found == nullptr && !finished_ && !skipping_) {
      line_ = next_line_;
      return buffer_.size() - at_ <= kMostBytes ? step::more : give_up("the line is too long");
    }
    const std::size_t end =
        found == nullptr
            ? buffer_.size()
            : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    if (skipping_) {
      skipping_ = found == nullptr;
      at_ = skipping_ ? buffer_.size() : end + 1;
      next_line_ += !skipping_;
      continue;
    }
    line_ = next_line_;
    const bool empty = end == at_ || (end == at_ + 1 && buffer_[at_] == '\r');
    if (empty) {
      take(end);
      continue;
    }
    offset_ = dropped_ + at_;
    if (std::memchr(from, '"', end - at_) != nullptr) return split_quoted();
    return split_plain(end);
  }
  return step::more;
}

/// The line up to `end` is used, and its line feed too.
void csv_lines::take(std::size_t end) {
  at_ = std::min(end + 1, buffer_.size());
  ++next_line_;
}

csv_lines::step csv_lines::split_plain(std::size_t end) {
  std::string_view text{buffer_.data() + at_, end - at_};
  take(end);
  if (text.ends_with('\r')) text.remove_suffix(1);
  fields_.clear();
  while (fields_.size() < kMostColumns) {
    const std::size_t comma = text.find(',');
    fields_.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return step::fields;
    text.remove_prefix(comma + 1);
  }
  why_ = "too many columns";
  return step::broken;
}

/// End of the record that begins at `at_`: its line feed, or the end of everything. A quote only
/// opens a field at its beginning. `open` tells that the bytes end inside quotes.
std::size_t csv_lines::record_end(std::uint64_t& lines, bool& open) const {
  bool field_begins = true;
  open = false;
  std::size_t end = at_;
  for (; end < buffer_.size() && end - at_ <= kMostBytes; ++end) {
    const char c = buffer_[end];
    if (!open && c == '\n') break;
    lines += c == '\n';
    if (open && c == '"') {
      if (end + 1 < buffer_.size() && buffer_[end + 1] == '"') {
        ++end;
      } else {
        open = false;
      }
    } else if (!open) {
      open = field_begins && c == '"';
      field_begins = c == ',';
    }
  }
  return end;
}

/// Brings the field at `at` to its plain text, in place, which never needs more room, and moves
/// behind its comma. Text behind a closing quote is kept: rather a strange value than a lost line.
std::string_view csv_lines::unquote(std::size_t& at, std::size_t end) {
  const std::size_t begin = at;
  std::size_t out = at;
  bool open = false;
  for (; at < end && (open || buffer_[at] != ','); ++at) {
    const char c = buffer_[at];
    if (open && c == '"' && at + 1 < end && buffer_[at + 1] == '"') {
      buffer_[out++] = buffer_[++at];
    } else if (c == '"' && (open || at == begin)) {
      open = !open;
    } else {
      buffer_[out++] = c;
    }
  }
  ++at;
  return {buffer_.data() + begin, out - begin};
}

csv_lines::step csv_lines::split_quoted() {
  std::uint64_t lines = 1;
  bool open = false;
  std::size_t end = record_end(lines, open);
  const bool too_long = end - at_ > kMostBytes;
  // Fields are unquoted in place, so the record must be whole before the first one is touched.
  if (end == buffer_.size() && !too_long && !finished_) return step::more;
  if (open || too_long) return give_up(open ? "a quote is not closed" : "the line is too long");
  std::size_t at = at_;
  at_ = std::min(end + 1, buffer_.size());
  next_line_ += lines;
  if (buffer_[end - 1] == '\r') --end;
  fields_.clear();
  while (fields_.size() < kMostColumns) {
    fields_.push_back(unquote(at, end));
    if (at > end) return step::fields;
  }
  why_ = "too many columns";
  return step::broken;
}

/// Goes on behind the first line feed, so that one stray quote costs one line and not the rest.
csv_lines::step csv_lines::give_up(const char* why) {
  why_ = why;
  skipping_ = true;
  return step::broken;
}

void append_csv(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(field);
    return;
  }
  out.push_back('"');
  for (const char c : field) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace qorgan::codec
