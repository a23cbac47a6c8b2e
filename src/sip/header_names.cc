#include "sip/header_names.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace qorgan::sip {
namespace {

struct known_name {
  std::string_view lower;
  header_id id;
};

// Long and compact forms (IANA SIP parameters, header fields).
constexpr std::array kNames = std::to_array<known_name>({
    {"via", header_id::via},
    {"v", header_id::via},
    {"from", header_id::from},
    {"f", header_id::from},
    {"to", header_id::to},
    {"t", header_id::to},
    {"call-id", header_id::call_id},
    {"i", header_id::call_id},
    {"cseq", header_id::cseq},
    {"contact", header_id::contact},
    {"m", header_id::contact},
    {"route", header_id::route},
    {"record-route", header_id::record_route},
    {"max-forwards", header_id::max_forwards},
    {"content-length", header_id::content_length},
    {"l", header_id::content_length},
    {"content-type", header_id::content_type},
    {"c", header_id::content_type},
    {"require", header_id::require},
    {"proxy-require", header_id::proxy_require},
    {"supported", header_id::supported},
    {"k", header_id::supported},
    {"user-agent", header_id::user_agent},
    {"server", header_id::server},
    {"p-asserted-identity", header_id::p_asserted_identity},
    {"remote-party-id", header_id::remote_party_id},
    {"privacy", header_id::privacy},
    {"identity", header_id::identity},
    {"y", header_id::identity},
    {"reason", header_id::reason},
    {"retry-after", header_id::retry_after},
    {"expires", header_id::expires},
    {"session-expires", header_id::session_expires},
    {"x", header_id::session_expires},
    {"rack", header_id::rack},
    {"rseq", header_id::rseq},
    {"allow", header_id::allow},
    {"date", header_id::date},
});

// Length, first and last letter tell all known names apart; a multiplier found at compile time
// makes that a perfect hash, and one comparison confirms.
constexpr std::uint32_t slot_of(std::string_view name, std::uint32_t multiplier) {
  const auto first = static_cast<unsigned char>(name.front() | 0x20);
  const auto last = static_cast<unsigned char>(name.back() | 0x20);
  const std::uint32_t key = static_cast<std::uint32_t>(name.size()) | (std::uint32_t{first} << 8) |
                            (std::uint32_t{last} << 16);
  return (key * multiplier) >> 24;
}

constexpr std::uint8_t kNoName = 0xff;

struct name_table {
  std::uint32_t multiplier = 0;
  std::array<std::uint8_t, 256> slots{};
};

consteval name_table make_table() {
  for (std::uint32_t multiplier = 0x9e3779b1;; multiplier += 0x3504f334) {
    name_table table{multiplier, {}};
    table.slots.fill(kNoName);
    bool clash = false;
    for (std::size_t i = 0; i < kNames.size() && !clash; ++i) {
      std::uint8_t& slot = table.slots[slot_of(kNames[i].lower, multiplier)];
      clash = slot != kNoName;
      slot = static_cast<std::uint8_t>(i);
    }
    if (!clash) return table;
  }
}

constexpr name_table kTable = make_table();

template <typename Word>
Word word_at(const char* p) {
  Word word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

/// Two overlapping words cover a text of one to two words' length.
template <typename Word>
bool equals_in_two_words(const char* name, const char* lower, std::size_t size) {
  constexpr auto kCase = static_cast<Word>(0x2020202020202020);
  const std::size_t last = size - sizeof(Word);
  return (word_at<Word>(name) | kCase) == word_at<Word>(lower) &&
         (word_at<Word>(name + last) | kCase) == word_at<Word>(lower + last);
}

/// The names are letters and '-', which setting bit 5 maps to themselves and nothing else to them
/// that may stand in a name, save '\r' to '-': the caller has no line ends in names.
bool equals_lower_name(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  const char* a = name.data();
  const char* b = lower.data();
  std::size_t size = name.size();
  if (size > 16) {
    if (!equals_in_two_words<std::uint64_t>(a, b, 16)) return false;
    a += size - 16;
    b += size - 16;
    size = 16;
  }
  if (size >= 8) return equals_in_two_words<std::uint64_t>(a, b, size);
  if (size >= 4) return equals_in_two_words<std::uint32_t>(a, b, size);
  if (size >= 2) return equals_in_two_words<std::uint16_t>(a, b, size);
  return (*a | 0x20) == *b;
}

struct known_method {
  std::string_view name;
  method value;
};
constexpr std::array kMethods = std::to_array<known_method>({
    {"INVITE", method::invite},
    {"ACK", method::ack},
    {"BYE", method::bye},
    {"CANCEL", method::cancel},
    {"OPTIONS", method::options},
    {"REGISTER", method::register_},
    {"PRACK", method::prack},
    {"UPDATE", method::update},
    {"INFO", method::info},
    {"REFER", method::refer},
    {"SUBSCRIBE", method::subscribe},
    {"NOTIFY", method::notify},
    {"MESSAGE", method::message},
    {"PUBLISH", method::publish},
});

constexpr std::array<std::string_view, 29> kCanonical = {"Via",
                                                         "From",
                                                         "To",
                                                         "Call-ID",
                                                         "CSeq",
                                                         "Contact",
                                                         "Route",
                                                         "Record-Route",
                                                         "Max-Forwards",
                                                         "Content-Length",
                                                         "Content-Type",
                                                         "Require",
                                                         "Proxy-Require",
                                                         "Supported",
                                                         "User-Agent",
                                                         "Server",
                                                         "P-Asserted-Identity",
                                                         "Remote-Party-ID",
                                                         "Privacy",
                                                         "Identity",
                                                         "Reason",
                                                         "Retry-After",
                                                         "Expires",
                                                         "Session-Expires",
                                                         "RAck",
                                                         "RSeq",
                                                         "Allow",
                                                         "Date",
                                                         ""};
static_assert(kCanonical.size() == static_cast<std::size_t>(header_id::other) + 1);

}  // namespace

header_id header_id_of(std::string_view name) {
  if (name.empty()) return header_id::other;
  const std::uint8_t index = kTable.slots[slot_of(name, kTable.multiplier)];
  if (index == kNoName || !equals_lower_name(name, kNames[index].lower)) return header_id::other;
  return kNames[index].id;
}

method method_of(std::string_view name) {
  for (const known_method& known : kMethods) {
    if (name == known.name) return known.value;
  }
  return method::other;
}

std::string_view to_string(header_id id) {
  return kCanonical[static_cast<std::size_t>(id)];
}

std::string_view to_string(method value) {
  for (const known_method& known : kMethods) {
    if (value == known.value) return known.name;
  }
  return "";
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<unsigned char>(a[i]);
    const auto y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    const unsigned lower = x | 0x20u;
    if ((x ^ y) != 0x20u || lower < 'a' || lower > 'z') return false;
  }
  return true;
}

}  // namespace qorgan::sip
