#include "bench/load/invite_template.h"

#include <algorithm>
#include <cstring>

namespace qorgan::load {

namespace {
constexpr std::string_view kHex = "0123456789abcdef";
}

std::array<char, 16> call_name::text() const {
  std::array<char, 16> out;
  std::uint64_t value = (std::uint64_t{run} << 48) | (std::uint64_t{slot} << 32) | serial;
  for (std::size_t i = 16; i-- > 0; value >>= 4) out[i] = kHex[value & 15];
  return out;
}

bool call_name::parse(std::string_view digits, call_name& out) {
  if (digits.size() < 16) return false;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    const char c = digits[i];
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) return false;
    value = (value << 4) | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  out = {static_cast<std::uint16_t>(value >> 48), static_cast<std::uint16_t>(value >> 32),
         static_cast<std::uint32_t>(value)};
  return true;
}

message_template::message_template(std::string text) : text_{std::move(text)} {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool starts = text_[i] >= 1 && text_[i] <= 3 && (i == 0 || text_[i - 1] != text_[i]);
    if (starts) patches_.push_back({static_cast<std::uint32_t>(i), text_[i]});
  }
}

void message_template::write(std::string_view caller, std::string_view callee,
                             std::string_view name, char* out) const {
  std::memcpy(out, text_.data(), text_.size());
  for (const patch& p : patches_) {
    const std::string_view with = p.kind == 1 ? caller : p.kind == 2 ? callee : name;
    std::memcpy(out + p.at, with.data(), with.size());
  }
}

std::string_view uri_transport(carrier over) {
  switch (over) {
    case carrier::udp: return "";
    case carrier::tcp: return ";transport=tcp";
    case carrier::tls: return ";transport=tls";
  }
  return "";
}

std::string invite_text(const ip_endpoint& local, const ip_endpoint& to, unsigned caller_digits,
                        carrier over, const std::string& dial) {
  const std::string caller(caller_digits, '\1');
  const std::string callee = dial.empty() ? "+" + std::string(kCalleeDigits, '\2') : dial;
  const std::string name(16, '\3');
  const std::string here = to_string(local);
  const std::string body =
      "v=0\r\no=sbc 1184 1 IN IP4 198.51.100.41\r\ns=call\r\nc=IN IP4 198.51.100.41\r\nt=0 0\r\n"
      "m=audio 20418 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
      "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=sendrecv\r\na=ptime:20\r\n";
  return "INVITE sip:" + callee + "@" + to_string(to) + " SIP/2.0\r\n" + "Via: SIP/2.0/" +
         std::string(to_string(over)) + " " + here + ";branch=z9hG4bK" + name + ";rport\r\n" +
         "Max-Forwards: 69\r\n" + "From: <sip:+" + caller + "@" + address_text(local) +
         ">;tag=" + name + "\r\n" + "To: <sip:" + callee + "@" + address_text(to) + ">\r\n" +
         "Call-ID: " + std::string{kCallIdPrefix} + name + "@" + address_text(local) + "\r\n" +
         "CSeq: 1 INVITE\r\nUser-Agent: Border-Controller/9.2\r\n" + "P-Asserted-Identity: <sip:+" +
         caller + "@" + address_text(local) + ">\r\n" + "Contact: <sip:+" + caller + "@" + here +
         std::string(uri_transport(over)) + ">\r\n" +
         "Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, OPTIONS\r\n" +
         "Supported: timer\r\nContent-Type: application/sdp\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void put_digits(std::uint64_t value, char* begin, char* end) {
  for (; end != begin; value /= 10) *--end = static_cast<char>('0' + value % 10);
}

}  // namespace qorgan::load
