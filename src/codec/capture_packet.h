#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ip_address.h"

namespace qorgan::codec {

// What a network capture holds, from the frame up to the datagram or segment. Pure; reads nothing
// outside the bytes given. Numbers of link types are those of pcap files (LINKTYPE_… of
// tcpdump.org).

/// The IP packet inside a captured frame of this link type: Ethernet with any VLAN tags, Linux
/// cooked (SLL, SLL2), raw IP, BSD loopback. Empty: the frame carries something else or is cut.
std::string_view ip_packet_in(int link_type, std::string_view frame);
bool is_known_link_type(int link_type);

inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;

/// An IPv4 or IPv6 packet, or a fragment of one.
struct ip_packet {
  ip_endpoint source;  ///< without ports
  ip_endpoint destination;
  std::uint8_t protocol = 0;
  std::string_view payload;  ///< behind all headers; shorter than it was when the capture cut
  std::uint32_t id = 0;      ///< of the datagram a fragment belongs to
  std::uint16_t offset = 0;  ///< of the fragment, bytes
  bool more = false;         ///< more fragments follow
  bool is_fragment() const { return more || offset != 0; }
};
/// Nothing: not IP, or its headers are cut or do not fit.
std::optional<ip_packet> decode_ip(std::string_view packet);

struct udp_datagram {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::string_view payload;
  bool is_cut = false;  ///< the capture holds less than the length says
};
std::optional<udp_datagram> decode_udp(std::string_view bytes);

struct tcp_segment {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  bool syn = false;
  bool ends = false;  ///< FIN or RST
  std::string_view payload;
};
std::optional<tcp_segment> decode_tcp(std::string_view bytes);

}  // namespace qorgan::codec
