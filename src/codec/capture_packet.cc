#include "codec/capture_packet.h"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstring>

namespace qorgan::codec {
namespace {

// https://www.tcpdump.org/linktypes.html; 12 and 14 are what LINKTYPE_RAW is called at run time.
enum link_type : int {
  kNull = 0,
  kEthernet = 1,
  kRawBsd = 12,
  kRawOpenBsd = 14,
  kRaw = 101,
  kLoop = 108,
  kLinuxCooked = 113,
  kIpv4 = 228,
  kIpv6 = 229,
  kLinuxCooked2 = 276,
};

constexpr std::uint16_t kEtherIpv4 = 0x0800;
constexpr std::uint16_t kEtherIpv6 = 0x86dd;
constexpr int kMostTags = 4;        // VLAN tags in one frame
constexpr int kMostExtensions = 8;  // IPv6 extension headers in one packet

template <std::unsigned_integral T>
T number(std::string_view bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  if constexpr (sizeof value > 1) value = std::byteswap(value);
  return value;
}

std::string_view behind(std::string_view bytes, std::size_t size) {
  return bytes.size() <= size ? std::string_view{} : bytes.substr(size);
}

bool is_vlan(std::uint16_t type) {
  return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/// `type_at` is where the EtherType stands, `size` the length of the header.
std::string_view behind_type(std::string_view frame, std::size_t type_at, std::size_t size) {
  if (frame.size() < size) return {};
  auto type = number<std::uint16_t>(frame, type_at);
  for (int tags = 0; is_vlan(type) && tags < kMostTags; ++tags) {
    if (frame.size() < size + 4) return {};
    type = number<std::uint16_t>(frame, size + 2);
    size += 4;
  }
  if (type != kEtherIpv4 && type != kEtherIpv6) return {};
  return behind(frame, size);
}

std::optional<ip_packet> decode_ipv4(std::string_view packet) {
  constexpr std::size_t kLeast = 20;
  if (packet.size() < kLeast) return std::nullopt;
  const std::size_t header = (static_cast<std::uint8_t>(packet[0]) & 0x0f) * std::size_t{4};
  const std::size_t total = number<std::uint16_t>(packet, 2);
  // A total of 0 is what a card that splits large sends leaves behind: then it is the whole frame.
  if (header < kLeast || packet.size() < header || (total != 0 && total < header)) {
    return std::nullopt;
  }
  ip_packet out;
  out.id = number<std::uint16_t>(packet, 4);
  const auto flags = number<std::uint16_t>(packet, 6);
  out.more = (flags & 0x2000) != 0;
  out.offset = static_cast<std::uint16_t>((flags & 0x1fff) * 8);
  out.protocol = number<std::uint8_t>(packet, 9);
  out.source = from_v4(number<std::uint32_t>(packet, 12), 0);
  out.destination = from_v4(number<std::uint32_t>(packet, 16), 0);
  const std::size_t end = total == 0 ? packet.size() : std::min(total, packet.size());
  out.payload = packet.substr(header, end - header);
  return out;
}

enum ipv6_header : std::uint8_t {
  kHopByHop = 0,
  kRouting = 43,
  kFragment = 44,
  kAuthentication = 51,
  kDestinationOptions = 60,
};

std::optional<ip_packet> decode_ipv6(std::string_view packet) {
  constexpr std::size_t kHeader = 40;
  if (packet.size() < kHeader) return std::nullopt;
  ip_packet out;
  std::memcpy(out.source.address.data(), packet.data() + 8, 16);
  std::memcpy(out.destination.address.data(), packet.data() + 24, 16);
  const std::size_t length = number<std::uint16_t>(packet, 4);
  std::uint8_t next = number<std::uint8_t>(packet, 6);
  std::string_view rest = packet.substr(kHeader);
  if (length != 0) rest = rest.substr(0, length);  // 0: a jumbogram or a card that splits sends
  for (int i = 0; i < kMostExtensions; ++i) {
    std::size_t size = 0;
    switch (next) {
      case kHopByHop:
      case kRouting:
      case kDestinationOptions:
        if (rest.size() < 8) return std::nullopt;
        size = (number<std::uint8_t>(rest, 1) + std::size_t{1}) * 8;
        break;
      case kAuthentication:
        if (rest.size() < 8) return std::nullopt;
        size = (number<std::uint8_t>(rest, 1) + std::size_t{2}) * 4;
        break;
      case kFragment: {
        if (rest.size() < 8) return std::nullopt;
        const auto place = number<std::uint16_t>(rest, 2);
        out.offset = place & 0xfff8;
        out.more = (place & 1) != 0;
        out.id = number<std::uint32_t>(rest, 4);
        size = 8;
        break;
      }
      default:
        out.protocol = next;
        out.payload = rest;
        return out;
    }
    if (rest.size() < size) return std::nullopt;
    next = number<std::uint8_t>(rest, 0);
    rest.remove_prefix(size);
    if (out.offset != 0) break;  // what follows the first fragment's headers is not here
  }
  out.protocol = next;
  out.payload = rest;
  return out;
}

}  // namespace

bool is_known_link_type(int type) {
  switch (type) {
    case kNull:
    case kEthernet:
    case kRawBsd:
    case kRawOpenBsd:
    case kRaw:
    case kLoop:
    case kLinuxCooked:
    case kIpv4:
    case kIpv6:
    case kLinuxCooked2: return true;
    default: return false;
  }
}

std::string_view ip_packet_in(int type, std::string_view frame) {
  switch (type) {
    case kEthernet: return behind_type(frame, 12, 14);
    case kLinuxCooked: return behind_type(frame, 14, 16);
    case kLinuxCooked2: return behind_type(frame, 0, 20);
    case kNull:
    case kLoop: return behind(frame, 4);  // the family, in either byte order: IP says its version
    case kRawBsd:
    case kRawOpenBsd:
    case kRaw:
    case kIpv4:
    case kIpv6: return frame;
    default: return {};
  }
}

std::optional<ip_packet> decode_ip(std::string_view packet) {
  if (packet.empty()) return std::nullopt;
  switch (static_cast<std::uint8_t>(packet[0]) >> 4) {
    case 4: return decode_ipv4(packet);
    case 6: return decode_ipv6(packet);
    default: return std::nullopt;
  }
}

std::optional<udp_datagram> decode_udp(std::string_view bytes) {
  constexpr std::size_t kHeader = 8;
  if (bytes.size() < kHeader) return std::nullopt;
  const std::size_t length = number<std::uint16_t>(bytes, 4);
  if (length != 0 && length < kHeader) return std::nullopt;
  udp_datagram out;
  out.source_port = number<std::uint16_t>(bytes, 0);
  out.destination_port = number<std::uint16_t>(bytes, 2);
  out.is_cut = length > bytes.size();
  const std::size_t end = length == 0 ? bytes.size() : std::min(length, bytes.size());
  out.payload = bytes.substr(kHeader, end - kHeader);
  return out;
}

std::optional<tcp_segment> decode_tcp(std::string_view bytes) {
  constexpr std::size_t kLeast = 20;
  if (bytes.size() < kLeast) return std::nullopt;
  const std::size_t header = (number<std::uint8_t>(bytes, 12) >> 4) * std::size_t{4};
  if (header < kLeast || header > bytes.size()) return std::nullopt;
  tcp_segment out;
  out.source_port = number<std::uint16_t>(bytes, 0);
  out.destination_port = number<std::uint16_t>(bytes, 2);
  out.sequence = number<std::uint32_t>(bytes, 4);
  const auto flags = number<std::uint8_t>(bytes, 13);
  out.syn = (flags & 0x02) != 0;
  out.ends = (flags & 0x05) != 0;
  out.payload = bytes.substr(header);
  return out;
}

}  // namespace qorgan::codec
