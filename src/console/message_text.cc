#include "console/message_text.h"

#include <algorithm>
#include <array>

#include "console/clean_text.h"

namespace qorgan::console {
namespace {

constexpr std::size_t kMaskedDigits = 6;
constexpr std::size_t kMaxNumberBytes = 48;  // what mask_number looks at
constexpr std::size_t kMaxAgentBytes = 96;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool separates(char c) {
  return c == '-' || c == '(' || c == ')';
}

/// %30 to %39 as the digits they are.
std::string with_plain_digits(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && text[i + 1] == '3' && is_digit(text[i + 2]);
    out += escaped ? text[i += 2] : text[i];
  }
  return out;
}

std::string masked(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    std::size_t digits = 0;
    while (end < line.size() && end - i < kMaxNumberBytes &&
           (is_digit(line[end]) || (digits > 0 && separates(line[end])))) {
      digits += is_digit(line[end++]);
    }
    if (digits == 0) {
      out += line[i++];
      continue;
    }
    const std::string_view number = line.substr(i, end - i);
    out += digits >= kMaskedDigits ? mask_number(number) : std::string(number);
    i = end;
  }
  return out;
}

/// What is not printable ASCII is written out; UTF-8 is left to clean_text.
std::string printable(std::string_view line) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f && byte < 0x80) {
      out += c;
    } else if (c != '\r') {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

bool starts_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

}  // namespace

std::string shown_message(std::string_view head) {
  std::string out;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    if (!out.empty()) out += '\n';
    out += masked(with_plain_digits(printable(head.substr(0, end))));
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return out;
}

std::string user_agent_of(std::string_view head) {
  constexpr std::string_view kName = "user-agent:";
  for (std::size_t line = 0; line < head.size();) {
    const std::size_t end = std::min(head.find('\n', line), head.size());
    std::string_view text = head.substr(line, end - line);
    if (starts_ignoring_case(text, kName)) {
      text.remove_prefix(kName.size());
      while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
      return clean_text(text, kMaxAgentBytes);
    }
    line = end + 1;
  }
  return {};
}

std::string_view scanner_of(std::string_view user_agent) {
  struct mark {
    std::string_view text;
    std::string_view tool;
  };
  // The names these tools give themselves where nobody has changed them.
  constexpr std::array kMarks{
      mark{"friendly-scanner", "SIPVicious"},
      mark{"friendly-request", "SIPVicious"},
      mark{"sipvicious", "SIPVicious"},
      mark{"sipcli", "sipcli"},
      mark{"sip-scan", "sip-scan"},
      mark{"sundayddr", "sundayddr"},
      mark{"vaxsipuseragent", "VaxSIPUserAgent"},
      mark{"pplsip", "pplsip"},
      mark{"smap", "smap"},
      mark{"iwar", "iWar"},
      mark{"sipsak", "sipsak"},
  };
  for (std::size_t at = 0; at < user_agent.size(); ++at) {
    for (const mark& each : kMarks) {
      if (starts_ignoring_case(user_agent.substr(at), each.text)) return each.tool;
    }
  }
  return {};
}

}  // namespace qorgan::console
