#include "sip/name_list.h"

#include <algorithm>
#include <utility>

#include "sip/message.h"

namespace qorgan::sip {
namespace {

/// IANA's "SIP Header Fields" with a compact form.
constexpr std::pair<std::string_view, std::string_view> kCompactForms[]{
    {"accept-contact", "a"},
    {"allow-events", "u"},
    {"call-id", "i"},
    {"contact", "m"},
    {"content-encoding", "e"},
    {"content-length", "l"},
    {"content-type", "c"},
    {"event", "o"},
    {"from", "f"},
    {"identity", "y"},
    {"identity-info", "n"},
    {"refer-to", "r"},
    {"referred-by", "b"},
    {"reject-contact", "j"},
    {"request-disposition", "d"},
    {"subject", "s"},
    {"supported", "k"},
    {"session-expires", "x"},
    {"to", "t"},
    {"via", "v"},
};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::uint64_t bit_of(char first) {
  return std::uint64_t{1} << (static_cast<unsigned char>(lower(first)) & 63u);
}

}  // namespace

void name_list::add(std::string_view name) {
  if (name.empty()) return;
  std::string text(name);
  std::ranges::transform(text, text.begin(), lower);
  if (text == "*") {
    beginnings_ = ~std::uint64_t{0};
  } else {
    beginnings_ |= bit_of(text[0]);
  }
  for (const auto& [full, compact] : kCompactForms) {
    if (full != text) continue;
    names_.emplace_back(compact);
    beginnings_ |= bit_of(compact[0]);
  }
  names_.push_back(std::move(text));
}

bool name_list::has(std::string_view name) const {
  if (name.empty() || (beginnings_ & bit_of(name[0])) == 0) return false;
  return std::ranges::any_of(names_, [name](std::string_view each) {
    if (!each.ends_with('*')) return equals_ignoring_case(each, name);
    each.remove_suffix(1);
    return equals_ignoring_case(each, name.substr(0, each.size()));
  });
}

bool is_header_name(std::string_view text) {
  static constexpr std::string_view kMarks = "-.!%*_+`'~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace qorgan::sip
