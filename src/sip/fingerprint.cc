#include "sip/fingerprint.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "sip/characters.h"

namespace qorgan::sip {
namespace {

constexpr std::size_t kValueBytes = 256;  // of one header field value
constexpr int kSdpLines = 64;

/// Hash over a sequence of words and texts, the same on every machine. Eight bytes at a step: a
/// byte-wise hash would cost more than parsing the message.
class mixer {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9fb21c651e98df25ULL;
    state_ ^= state_ >> 32;
  }
  void add(std::string_view text) {
    add(text.size());
    const char* p = text.data();
    std::size_t left = text.size();
    for (; left > 8; left -= 8, p += 8) add(load<std::uint64_t>(p));
    if (text.size() >= 8) {
      add(load<std::uint64_t>(p + left - 8));  // overlaps the word before; the length tells
    } else if (left >= 4) {
      add(load<std::uint32_t>(p) | std::uint64_t{load<std::uint32_t>(p + left - 4)} << 32);
    } else if (left > 0) {
      add(static_cast<std::uint64_t>(static_cast<unsigned char>(p[0])) |
          static_cast<std::uint64_t>(static_cast<unsigned char>(p[left / 2])) << 8 |
          static_cast<std::uint64_t>(static_cast<unsigned char>(p[left - 1])) << 16);
    }
  }
  std::uint64_t finish() const {
    const std::uint64_t h = (state_ ^ (state_ >> 29)) * 0xbf58476d1ce4e5b9ULL;
    return h ^ (h >> 32);
  }

 private:
  template <typename Word>
  static Word load(const char* p) {
    Word word;
    std::memcpy(&word, p, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = std::byteswap(word);
    return word;
  }
  std::uint64_t state_ = kFingerprintRecipe;
};

// ---- Identifiers ------------------------------------------------------------------------------

constexpr std::uint8_t kDigit = 1;
constexpr std::uint8_t kLowerHex = 2;
constexpr std::uint8_t kUpperHex = 4;
constexpr std::uint8_t kLower = 8;
constexpr std::uint8_t kUpper = 16;
constexpr std::uint8_t kDash = 32;
constexpr std::uint8_t kDot = 64;
constexpr std::uint8_t kOtherSign = 128;

consteval std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  kinds.fill(kOtherSign);
  for (unsigned c = '0'; c <= '9'; ++c) kinds[c] = kDigit;
  for (unsigned c = 'a'; c <= 'z'; ++c) kinds[c] = c <= 'f' ? kLowerHex : kLower;
  for (unsigned c = 'A'; c <= 'Z'; ++c) kinds[c] = c <= 'F' ? kUpperHex : kUpper;
  kinds['-'] = kDash;
  kinds['.'] = kDot;
  return kinds;
}
constexpr std::array<std::uint8_t, 256> kKinds = make_kinds();

constexpr std::size_t kShort = 16;  // below it, eight hexadecimal digits may well be all decimal

unsigned length_class(std::size_t size) {
  constexpr std::array<std::size_t, 5> kFrom = {1, 8, kShort, 28, 48};
  return static_cast<unsigned>(std::ranges::upper_bound(kFrom, size) - kFrom.begin());
}

/// Class of length, alphabet and separators of an identifier made of random or counted parts.
std::uint64_t shape(std::string_view id) {
  unsigned seen = 0;
  for (const char c : id) seen |= kKinds[static_cast<unsigned char>(c)];
  const bool lower = (seen & (kLowerHex | kLower)) != 0;
  const bool upper = (seen & (kUpperHex | kUpper)) != 0;
  const bool beyond_hex = (seen & (kLower | kUpper)) != 0;
  unsigned alphabet = 0;  // decimal or hexadecimal
  if (beyond_hex) {
    alphabet = lower && upper ? 3 : lower ? 1 : 2;
  } else if (id.size() >= kShort) {
    alphabet = 4 + (lower ? 1u : 0u) + (upper ? 2u : 0u);
  }
  // In base64 and its kin the signs come and go by chance.
  const unsigned signs = alphabet == 3 ? 0 : seen & (kDash | kDot | kOtherSign);
  return length_class(id.size()) << 16 | alphabet << 8 | signs;
}

void add_call_id(std::string_view call_id, mixer& to) {
  const std::size_t at = call_id.find('@');
  to.add(shape(call_id.substr(0, at)));
  unsigned host_kind = 0;  // none, IPv4, IPv6, name
  if (at != std::string_view::npos) {
    unsigned seen = 0;
    const std::string_view host = call_id.substr(at + 1);
    for (const char c : host) seen |= kKinds[static_cast<unsigned char>(c)];
    host_kind = (seen & ~(kDigit | kDot)) == 0 ? 1 : host.find(':') != host.npos ? 2 : 3;
  }
  to.add(host_kind);
}

void add_via(const via_value& via, mixer& to) {
  constexpr std::string_view kCookie = "z9hG4bK";
  const bool has_cookie = via.branch.starts_with(kCookie);
  to.add(has_cookie ? 1 : 0);
  to.add(shape(via.branch.substr(has_cookie ? kCookie.size() : 0)));
  const char* const end = via.text.data() + via.text.size();
  const char* p = std::find(via.text.data(), end, ';');
  while (p != end) {
    const char* const begin = p + 1;
    p = characters::skip(begin, end, characters::kToken);
    to.add(characters::between(begin, p));
    p = std::find(p, end, ';');
  }
}

// ---- Header fields ----------------------------------------------------------------------------

std::string_view up_to_digit(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of("0123456789+"), kValueBytes));
}

/// There or not by what the call is or where it went, not by who speaks.
constexpr std::array kCallDependent = std::to_array<std::string_view>(
    {"Diversion", "History-Info", "Authorization", "Proxy-Authorization", "Priority", "Subject"});

bool depends_on_call(const header& field) {
  switch (field.id) {
    case header_id::route:
    case header_id::record_route:
    case header_id::privacy:
    case header_id::identity:
    case header_id::reason: return true;
    case header_id::other:
      return std::ranges::any_of(kCallDependent, [&field](std::string_view name) {
        return equals_ignoring_case(name, field.name);
      });
    default: return false;
  }
}

void add_headers(const message& invite, mixer& to) {
  const header* previous = nullptr;
  for (const header& field : invite.headers) {
    if (depends_on_call(field)) continue;
    if (previous != nullptr && previous->name == field.name) continue;
    previous = &field;
    to.add(field.name);
    if (field.id == header_id::user_agent || field.id == header_id::server) {
      to.add(up_to_digit(field.value));
    } else if (field.id == header_id::supported || field.id == header_id::allow) {
      to.add(field.value.substr(0, kValueBytes));
    }
  }
}

// ---- SDP --------------------------------------------------------------------------------------

void add_sdp_line(std::string_view line, mixer& to) {
  const char kind = line[0];
  to.add(static_cast<unsigned char>(kind));
  std::string_view value = line.substr(2);
  if (kind == 'o') {  // the user name, before the first space
    to.add(up_to_digit(value.substr(0, value.find(' '))));
  } else if (kind == 's') {
    to.add(up_to_digit(value));
  } else if (kind == 'a') {
    to.add(value.substr(0, value.find(':')));
  } else if (kind == 'm') {  // without the port
    const std::size_t media_end = value.find(' ');
    to.add(value.substr(0, media_end));
    if (media_end == value.npos) return;
    value.remove_prefix(media_end + 1);
    const std::size_t port_end = value.find(' ');
    if (port_end != value.npos) to.add(value.substr(port_end));
  }
}

/// What makes two lines of the same kind "repeated": an attribute's name; media never.
std::string_view line_kind(std::string_view line) {
  if (line[0] == 'a') return line.substr(0, line.find(':'));
  return line[0] == 'm' ? line : line.substr(0, 1);
}

void add_sdp(std::string_view body, mixer& to) {
  const std::size_t begin = body.find("v=0");  // in a body of several parts it comes later
  if (begin == body.npos) return;
  body.remove_prefix(begin);
  std::string_view previous;
  for (int i = 0; i < kSdpLines && !body.empty(); ++i) {
    const std::size_t newline = body.find('\n');
    std::string_view line = body.substr(0, newline);
    body.remove_prefix(newline == body.npos ? body.size() : newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() < 2 || line[1] != '=') continue;
    const std::string_view kind = line_kind(line);
    if (kind == previous) continue;  // as many candidates as the host has addresses
    previous = kind;
    add_sdp_line(line, to);
  }
}

}  // namespace

std::uint64_t fingerprint(const message& invite) {
  mixer all;
  add_headers(invite, all);
  add_via(invite.top_via, all);
  all.add(shape(invite.from.tag));
  add_call_id(invite.call_id, all);
  add_sdp(invite.body, all);
  const std::uint64_t result = all.finish();
  return result != 0 ? result : 1;
}

}  // namespace qorgan::sip
