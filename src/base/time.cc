#include "base/time.h"

namespace qorgan {
namespace {

// Reads exactly `digits` decimal digits at `pos`, or -1.
int read_digits(std::string_view text, std::size_t pos, std::size_t digits) {
  if (pos + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = pos; i < pos + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct fraction {
  std::int64_t us = 0;
  std::size_t end = 0;  // index behind the fraction
};

std::expected<fraction, std::string> read_fraction(std::string_view text, std::size_t pos) {
  fraction out{0, pos};
  if (pos >= text.size() || text[pos] != '.') return out;
  std::int64_t scale = 100'000;
  std::size_t i = pos + 1;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, scale /= 10) {
    out.us += (text[i] - '0') * scale;
  }
  if (i == pos + 1 || i > pos + 10) return std::unexpected("fraction of 1 to 9 digits expected");
  out.end = i;
  return out;
}

// Offset from UTC in minutes: "Z", "+05:00", "-03:30".
std::expected<int, std::string> read_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':') {
    const int hours = read_digits(text, 1, 2);
    const int minutes = read_digits(text, 4, 2);
    if (hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60) {
      return (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
    }
  }
  return std::unexpected("time zone expected: Z or an offset such as +05:00");
}

}  // namespace

std::string to_rfc3339(timestamp at) {
  if (!happened(at)) return {};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::milliseconds>(at - day)};
  const int year{date.year()};
  std::string text = "0000-00-00T00:00:00.000Z";
  // Written by hand: a replay of calls writes millions of times.
  const auto put = [&text](std::size_t at, unsigned digits, unsigned value) {
    for (; digits > 0; value /= 10) text[at + --digits] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, static_cast<unsigned>(year < 0 ? 0 : year > 9'999 ? 9'999 : year));
  put(5, 2, unsigned{date.month()});
  put(8, 2, unsigned{date.day()});
  put(11, 2, static_cast<unsigned>(time.hours().count()));
  put(14, 2, static_cast<unsigned>(time.minutes().count()));
  put(17, 2, static_cast<unsigned>(time.seconds().count()));
  put(20, 3, static_cast<unsigned>(time.subseconds().count()));
  return text;
}

std::expected<timestamp, std::string> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const bool shape = text.size() >= 20 && text[4] == '-' && text[7] == '-' &&
                     (text[10] == 'T' || text[10] == 't' || text[10] == ' ') && text[13] == ':' &&
                     text[16] == ':';
  if (!shape) return std::unexpected("expected a time such as 2026-03-01T10:00:00.000Z");
  const int year_number = read_digits(text, 0, 4);
  const year_month_day date{year{year_number},
                            month{static_cast<unsigned>(read_digits(text, 5, 2))},
                            day{static_cast<unsigned>(read_digits(text, 8, 2))}};
  const int hour = read_digits(text, 11, 2);
  const int minute = read_digits(text, 14, 2);
  const int second = read_digits(text, 17, 2);
  if (year_number < 0 || !date.ok()) return std::unexpected("no such date");
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::unexpected("no such time of day");
  }
  const auto part = read_fraction(text, 19);
  if (!part) return std::unexpected(part.error());
  const auto offset = read_offset(text.substr(part->end));
  if (!offset) return std::unexpected(offset.error());
  return timestamp{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} +
         microseconds{part->us} - minutes{*offset};
}

}  // namespace qorgan
