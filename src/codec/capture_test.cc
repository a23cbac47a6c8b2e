#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "codec/capture_assembly.h"
#include "codec/capture_packet.h"

namespace qorgan::codec {
namespace {

std::string number16(unsigned value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}
std::string number32(std::uint32_t value) {
  return number16(value >> 16) + number16(value & 0xffff);
}

const std::string kFrom = "\xc6\x33\x64\x14";  // 198.51.100.20
const std::string kTo = std::string("\xc0\x00\x02\x01", 4);

struct ipv4_fields {
  std::uint8_t protocol = kProtocolUdp;
  unsigned id = 7;
  unsigned offset = 0;
  bool more = false;
};
std::string ipv4(const std::string& payload, const ipv4_fields& with = {}) {
  std::string out = "\x45";
  out += '\0';
  out += number16(static_cast<unsigned>(20 + payload.size())) + number16(with.id);
  out += number16((with.more ? 0x2000u : 0u) | with.offset / 8);
  out += "\x40";
  out += static_cast<char>(with.protocol);
  return out + number16(0) + kFrom + kTo + payload;
}
std::string ipv6(const std::string& payload, std::uint8_t next) {
  std::string out = "\x60";
  out += std::string(3, '\0') + number16(static_cast<unsigned>(payload.size()));
  out += static_cast<char>(next);
  out += "\x40";
  const std::string network = "\x20\x01\x0d\xb8" + std::string(11, '\0');
  return out + network + "\x01" + network + "\x02" + payload;
}
std::string udp(const std::string& payload, unsigned from = 5060, unsigned to = 5080) {
  return number16(from) + number16(to) + number16(static_cast<unsigned>(8 + payload.size())) +
         number16(0) + payload;
}
std::string tcp(std::uint32_t sequence, const std::string& payload, unsigned flags = 0x18) {
  return number16(5060) + number16(5080) + number32(sequence) + number32(0) + "\x50" +
         std::string(1, static_cast<char>(flags)) + number16(1000) + number32(0) + payload;
}

const std::string kMacs = "\x02\x02\x02\x02\x02\x02\x04\x04\x04\x04\x04\x04";
const std::string kIpv4Type = std::string("\x08\x00", 2);

std::string text_in(int link, const std::string& frame) {
  const auto packet = decode_ip(ip_packet_in(link, frame));
  if (!packet) return "no IP";
  const auto datagram = decode_udp(packet->payload);
  return datagram ? std::string(datagram->payload) : "no UDP";
}

TEST(capture_packet, finds_the_datagram_behind_every_kind_of_link) {
  const std::string packet = ipv4(udp("hello"));
  EXPECT_EQ(text_in(1, kMacs + kIpv4Type + packet), "hello");
  EXPECT_EQ(text_in(1, kMacs + number16(0x8100) + number16(100) + kIpv4Type + packet), "hello");
  EXPECT_EQ(text_in(1, kMacs + number16(0x88a8) + number16(1) + number16(0x8100) + number16(2) +
                           kIpv4Type + packet),
            "hello");
  EXPECT_EQ(text_in(113, std::string(14, '\0') + kIpv4Type + packet), "hello");
  EXPECT_EQ(text_in(276, kIpv4Type + std::string(18, '\0') + packet), "hello");
  EXPECT_EQ(text_in(0, std::string("\x02\0\0\0", 4) + packet), "hello");
  EXPECT_EQ(text_in(108, std::string("\0\0\0\x02", 4) + packet), "hello");
  for (const int raw : {12, 101, 228}) EXPECT_EQ(text_in(raw, packet), "hello");
  EXPECT_EQ(text_in(229, ipv6(udp("six"), kProtocolUdp)), "six");
  EXPECT_EQ(text_in(1, kMacs + number16(0x86dd) + ipv6(udp("six"), kProtocolUdp)), "six");
  EXPECT_EQ(text_in(147, packet), "no IP");
  EXPECT_FALSE(is_known_link_type(147));
  EXPECT_TRUE(is_known_link_type(276));
}

TEST(capture_packet, reads_addresses_and_ports) {
  const std::string packet = ipv4(udp("x"));
  const auto four = decode_ip(packet);
  ASSERT_TRUE(four.has_value());
  EXPECT_EQ(address_text(four->source), "198.51.100.20");
  EXPECT_EQ(address_text(four->destination), "192.0.2.1");
  const auto six = decode_ip(ipv6(udp("x"), kProtocolUdp));
  ASSERT_TRUE(six.has_value());
  EXPECT_EQ(address_text(six->source), "2001:db8::1");
  const auto datagram = decode_udp(four->payload);
  ASSERT_TRUE(datagram.has_value());
  EXPECT_EQ(datagram->source_port, 5060);
  EXPECT_EQ(datagram->destination_port, 5080);
}

TEST(capture_packet, ethernet_padding_is_no_payload) {
  EXPECT_EQ(text_in(1, kMacs + kIpv4Type + ipv4(udp("hi")) + std::string(18, '\0')), "hi");
}

TEST(capture_packet, ipv6_extension_headers_are_passed_over) {
  const std::string options = std::string("\x11\x00", 2) + std::string(6, '\0');
  EXPECT_EQ(text_in(101, ipv6(options + udp("behind"), 0)), "behind");
}

TEST(capture_packet, what_the_capture_cut_is_marked) {
  const std::string whole = ipv4(udp("a longer text"));
  const auto packet = decode_ip(std::string_view(whole).substr(0, whole.size() - 4));
  ASSERT_TRUE(packet.has_value());
  const auto datagram = decode_udp(packet->payload);
  ASSERT_TRUE(datagram.has_value());
  EXPECT_TRUE(datagram->is_cut);
  EXPECT_EQ(datagram->payload, "a longer ");
}

TEST(capture_packet, cut_anywhere_it_stays_inside) {
  const std::string frame =
      kMacs + number16(0x8100) + number16(1) + number16(0x86dd) +
      ipv6(std::string("\x06\x00", 2) + std::string(6, '\0') + tcp(1, "x"), 0);
  for (std::size_t size = 0; size < frame.size(); ++size) {
    const auto packet = decode_ip(ip_packet_in(1, std::string_view(frame).substr(0, size)));
    if (packet) decode_tcp(packet->payload);
  }
  EXPECT_FALSE(decode_ip("").has_value());
  EXPECT_FALSE(decode_ip("\x70").has_value());
}

TEST(ip_assembly, puts_fragments_together_in_any_order) {
  const std::string whole = udp(std::string(4'000, 'a') + std::string(1'000, 'b'));
  ip_assembly parts;
  const auto piece = [&](unsigned offset, std::size_t size, bool more) {
    const std::string packet =
        ipv4(whole.substr(offset, size), {.id = 9, .offset = offset, .more = more});
    return std::string(parts.add(*decode_ip(packet)));
  };
  EXPECT_EQ(piece(2'960, 3'000, false), "");
  EXPECT_EQ(piece(0, 1'480, true), "");
  EXPECT_EQ(piece(0, 1'480, true), "") << "the same once more";
  EXPECT_EQ(piece(1'480, 1'480, true), whole);
  EXPECT_EQ(parts.given_up(), 0u);
}

TEST(ip_assembly, overlapping_fragments_are_given_up) {
  ip_assembly parts;
  const auto add = [&](unsigned offset, const std::string& bytes, bool more) {
    return std::string(
        parts.add(*decode_ip(ipv4(bytes, {.id = 3, .offset = offset, .more = more}))));
  };
  EXPECT_EQ(add(0, std::string(16, 'a'), true), "");
  EXPECT_EQ(add(8, std::string(16, 'b'), false), "");
  EXPECT_EQ(parts.given_up(), 1u);
}

TEST(ip_assembly, unfinished_ones_are_bounded) {
  ip_assembly parts;
  for (unsigned id = 0; id < 1'000; ++id) {
    const std::string packet = ipv4("12345678", {.id = id, .offset = 0, .more = true});
    parts.add(*decode_ip(packet));
  }
  EXPECT_EQ(parts.given_up(), 1'000 - ip_assembly::kDatagrams);
}

std::string sip(const std::string& name, std::size_t body) {
  return name + " sip:x SIP/2.0\r\nCall-ID: a\r\nl: " + std::to_string(body) + "\r\n\r\n" +
         std::string(body, 'v');
}

class tcp_stream {
 public:
  void add(std::uint32_t sequence, const std::string& bytes, unsigned flags = 0x18) {
    const std::string packet = tcp(sequence, bytes, flags);
    const auto segment = decode_tcp(packet);
    ASSERT_TRUE(segment.has_value());
    streams.add(from_v4(1, 1), from_v4(2, 2), *segment,
                [&](std::string_view message) { got.emplace_back(message); });
  }
  tcp_assembly streams;
  std::vector<std::string> got;
};

TEST(tcp_assembly, cuts_messages_out_of_segments_in_any_order) {
  const std::string first = sip("INVITE", 300);
  const std::string second = sip("BYE", 0);
  const std::string whole = first + "\r\n\r\n" + second;
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random{seed};
    std::vector<std::pair<std::size_t, std::size_t>> pieces;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t size = std::min<std::size_t>(1 + random() % 90, whole.size() - at);
      pieces.emplace_back(at, size);
      at += size;
    }
    std::shuffle(pieces.begin(), pieces.end(), random);
    pieces.push_back(pieces[pieces.size() / 2]);  // one comes twice
    tcp_stream stream;
    const std::uint32_t begin = 0xffff'ff00;  // the numbers wrap round
    stream.add(begin - 1, "", 0x02);
    for (const auto& [at, size] : pieces) {
      stream.add(begin + static_cast<std::uint32_t>(at), whole.substr(at, size));
    }
    ASSERT_EQ(stream.got, (std::vector{first, second})) << "seed " << seed;
  }
}

TEST(tcp_assembly, a_connection_older_than_the_capture_is_taken_up_at_a_message) {
  tcp_stream stream;
  stream.add(1'000, "of a message\r\n\r\n");
  stream.add(1'016, sip("INVITE", 4));
  EXPECT_EQ(stream.got, std::vector{sip("INVITE", 4)});
}

TEST(tcp_assembly, goes_on_behind_a_segment_the_capture_lost) {
  tcp_stream stream;
  stream.add(0, "", 0x02);
  stream.add(1, sip("INVITE", 0).substr(0, 20));
  std::uint32_t at = 101;
  for (std::size_t i = 0; i < tcp_assembly::kLateSegments + 5; ++i) {
    const std::string message = sip("INFO", i);
    stream.add(at, message);
    at += static_cast<std::uint32_t>(message.size());
  }
  EXPECT_EQ(stream.streams.given_up(), 1u);
  EXPECT_EQ(stream.got.size(), tcp_assembly::kLateSegments + 5);
}

TEST(tcp_assembly, a_message_without_an_end_is_given_up) {
  tcp_stream stream;
  stream.add(0, "", 0x02);
  std::uint32_t at = 1;
  for (int i = 0; i < 80; ++i, at += 1'000) stream.add(at, std::string(1'000, 'x'));
  EXPECT_EQ(stream.streams.given_up(), 1u);
  stream.add(at, sip("BYE", 0));
  EXPECT_EQ(stream.got, std::vector{sip("BYE", 0)});
  at += static_cast<std::uint32_t>(sip("BYE", 0).size());
  stream.add(at, "INVITE sip:x SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n");
  EXPECT_EQ(stream.got.size(), 1u);
}

TEST(capture, tells_sip_from_everything_else) {
  EXPECT_TRUE(begins_as_sip("SIP/2.0 200 OK\r\n"));
  EXPECT_TRUE(begins_as_sip("INVITE sip:a@b SIP/2.0\r\nVia: x"));
  EXPECT_FALSE(begins_as_sip("GET / HTTP/1.1\r\n"));
  EXPECT_FALSE(begins_as_sip("\x80\x08 RTP"));
  EXPECT_FALSE(begins_as_sip("invite sip:a SIP/2.0\r\n"));
  EXPECT_FALSE(begins_as_sip(""));
}

}  // namespace
}  // namespace qorgan::codec
