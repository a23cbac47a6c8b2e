#include "sip/stun.h"

#include <algorithm>
#include <cstdint>

namespace qorgan::sip {
namespace {

constexpr std::size_t kHeaderBytes = 20;
constexpr std::string_view kCookie{"\x21\x12\xa4\x42", 4};
constexpr std::string_view kRequest{"\x00\x01", 2};
constexpr std::string_view kSuccess{"\x01\x01", 2};
constexpr std::string_view kXorMappedAddress{"\x00\x20", 2};

char byte(unsigned value) {
  return static_cast<char>(static_cast<std::uint8_t>(value));
}

}  // namespace

bool is_stun(std::string_view datagram) {
  return datagram.size() >= kHeaderBytes && (static_cast<std::uint8_t>(datagram[0]) & 0xc0) == 0 &&
         datagram.substr(4, 4) == kCookie;
}

std::string_view answer_stun(std::string_view datagram, const ip_endpoint& sender,
                             std::span<char, kStunAnswerBytes> room) {
  if (!is_stun(datagram) || datagram.substr(0, 2) != kRequest) return {};
  const std::size_t length = static_cast<std::size_t>(static_cast<std::uint8_t>(datagram[2])) << 8 |
                             static_cast<std::uint8_t>(datagram[3]);
  if (length % 4 != 0 || length != datagram.size() - kHeaderBytes) return {};
  const std::size_t address_bytes = sender.is_v4() ? 4 : 16;
  const std::size_t value_bytes = 4 + address_bytes;
  char* p = std::ranges::copy(kSuccess, room.data()).out;
  *p++ = 0;
  *p++ = byte(static_cast<unsigned>(4 + value_bytes));
  // The cookie and behind it the transaction's id: also what addresses are masked with (§15.2).
  const std::string_view mask = datagram.substr(4, 16);
  p = std::ranges::copy(mask, p).out;
  p = std::ranges::copy(kXorMappedAddress, p).out;
  *p++ = 0;
  *p++ = byte(static_cast<unsigned>(value_bytes));
  *p++ = 0;
  *p++ = sender.is_v4() ? 1 : 2;
  *p++ = byte(static_cast<unsigned>(sender.port >> 8) ^ static_cast<std::uint8_t>(mask[0]));
  *p++ = byte(sender.port ^ static_cast<std::uint8_t>(mask[1]));
  for (std::size_t i = 0; i < address_bytes; ++i) {
    const unsigned part = sender.address[16 - address_bytes + i];
    *p++ = byte(part ^ static_cast<std::uint8_t>(mask[i]));
  }
  return {room.data(), static_cast<std::size_t>(p - room.data())};
}

}  // namespace qorgan::sip
