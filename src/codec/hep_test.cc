#include "codec/hep.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

namespace qorgan::codec {
namespace {

/// Bytes from hexadecimal digits; blanks are skipped.
std::string bytes(std::string_view hex) {
  std::string out;
  int high = -1;
  for (const char c : hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high << 4 | digit);
      high = -1;
    }
  }
  return out;
}

// Written by hand from the specification: an IPv4 packet with everything a usual agent sends.
const std::string kByHand = bytes(
    "48455033 0073"                   // HEP3, 115 bytes
    "0000 0001 0007 02"               // IPv4
    "0000 0002 0007 11"               // UDP
    "0000 0003 000a c6336414"         // from 198.51.100.20
    "0000 0004 000a c0000201"         // to 192.0.2.1
    "0000 0007 0008 13c4"             // from port 5060
    "0000 0008 0008 13d8"             // to port 5080
    "0000 0009 000a 69a41400"         // seconds
    "0000 000a 000a 0001e240"         // microseconds
    "0000 000b 0007 01"               // SIP
    "0000 000c 000a 000007d1"         // agent 2001
    "0000 000e 000a 6b657931"         // key "key1"
    "0000 000f 000c 42594520 7369");  // "BYE si"

hep_fault fault_of(std::string_view what) {
  hep_packet out;
  const auto decoded = decode_hep(what, out);
  EXPECT_FALSE(decoded.has_value());
  return decoded ? hep_fault{} : decoded.error();
}

std::string with_length(std::string text) {
  text[4] = static_cast<char>(text.size() >> 8);
  text[5] = static_cast<char>(text.size() & 0xff);
  return text;
}

TEST(hep, reads_a_packet_written_by_hand) {
  hep_packet packet;
  ASSERT_TRUE(decode_hep(kByHand, packet).has_value());
  EXPECT_EQ(to_string(packet.source), "198.51.100.20:5060");
  EXPECT_EQ(to_string(packet.destination), "192.0.2.1:5080");
  EXPECT_EQ(packet.ip_protocol, 17);
  EXPECT_EQ(to_us(packet.at), 0x69a41400LL * 1'000'000 + 123'456);
  EXPECT_EQ(packet.payload_kind, kHepSip);
  EXPECT_EQ(packet.agent, 2001u);
  EXPECT_EQ(packet.auth_key, "key1");
  EXPECT_EQ(packet.payload, "BYE si");
  EXPECT_FALSE(packet.is_compressed);
  EXPECT_EQ(packet.correlation_id, "");
}

TEST(hep, bytes_behind_the_length_are_not_looked_at) {
  hep_packet packet;
  const std::string longer = kByHand + "HEP3 and more";
  ASSERT_TRUE(decode_hep(longer, packet).has_value());
  EXPECT_EQ(packet.payload, "BYE si");
}

TEST(hep, chunks_of_vendors_and_unknown_ones_are_skipped) {
  const std::string more = bytes(
      "0002 000f 0008 ffff"          // a vendor's chunk with a number that is the payload's here
      "0000 0012 0008 0064"          // a VLAN
      "0000 0014 000c 112233445566"  // a MAC address
      "0000 7fff 0006"               // unknown, empty
      "0000 0011 0009 616263");      // correlation id
  hep_packet packet;
  const std::string whole = with_length(kByHand + more);
  ASSERT_TRUE(decode_hep(whole, packet).has_value());
  EXPECT_EQ(packet.payload, "BYE si");
  EXPECT_EQ(packet.correlation_id, "abc");
}

TEST(hep, reads_ipv6) {
  hep_packet packet;
  ASSERT_TRUE(decode_hep(with_length(bytes("48455033 0000"
                                           "0000 0001 0007 0a"
                                           "0000 0005 0016 20010db8000000000000000000000001"
                                           "0000 0006 0016 20010db8000000000000000000000002"
                                           "0000 0007 0008 13c4"
                                           "0000 0008 0008 13c4"
                                           "0000 000f 0007 41")),
                         packet)
                  .has_value());
  EXPECT_EQ(to_string(packet.source), "[2001:db8::1]:5060");
  EXPECT_EQ(to_string(packet.destination), "[2001:db8::2]:5060");
  EXPECT_EQ(packet.at, kNever);
}

TEST(hep, versions_one_and_two_are_refused_by_name) {
  EXPECT_EQ(fault_of(bytes("01 10 02 11 13c4 13c4 7f000001 7f000001") + "INVITE"),
            hep_fault::old_version);
  EXPECT_EQ(fault_of(bytes("02 1c 02 11 13c4 13c4 7f000001 7f000001") + "INVITE"),
            hep_fault::old_version);
  EXPECT_EQ(fault_of("INVITE sip:"), hep_fault::not_hep);
  EXPECT_EQ(fault_of("HEP4xxxxx"), hep_fault::not_hep);
}

TEST(hep, what_is_cut_anywhere_is_an_error) {
  for (std::size_t size = 0; size < kByHand.size(); ++size) {
    hep_packet out;
    EXPECT_FALSE(decode_hep(std::string_view(kByHand).substr(0, size), out)) << size;
  }
}

TEST(hep, lengths_that_lie_are_errors) {
  std::string whole = kByHand;
  whole[5] = 5;
  EXPECT_EQ(fault_of(whole), hep_fault::bad_length);
  std::string chunk = kByHand;
  chunk[kHepHeaderBytes + 5] = 5;  // shorter than its own header
  EXPECT_EQ(fault_of(chunk), hep_fault::bad_length);
  chunk[kHepHeaderBytes + 4] = 0x10;  // longer than everything
  EXPECT_EQ(fault_of(chunk), hep_fault::bad_length);
}

TEST(hep, a_known_chunk_of_another_size_is_an_error) {
  EXPECT_EQ(fault_of(with_length(kByHand + bytes("0000 0003 0008 7f00"))), hep_fault::bad_chunk);
  EXPECT_EQ(fault_of(with_length(kByHand + bytes("0000 0005 000a 7f000001"))),
            hep_fault::bad_chunk);
  EXPECT_EQ(fault_of(with_length(kByHand + bytes("0000 000a 000a 000f4240"))), hep_fault::bad_chunk)
      << "a million microseconds";
}

TEST(hep, without_addresses_or_payload_it_is_incomplete) {
  EXPECT_EQ(fault_of(with_length(bytes("48455033 0000 0000 000f 0007 41"))), hep_fault::incomplete);
  EXPECT_EQ(fault_of(with_length(kByHand + bytes("0000 0007 0008 0000"))), hep_fault::incomplete);
}

TEST(hep, what_is_written_is_read_again) {
  hep_packet packet;
  packet.source = *parse_endpoint("[2001:db8::7]:5061", 0);
  packet.destination = *parse_endpoint("192.0.2.9:5060", 0);
  packet.at = from_us(1'772'359'200'999'999);
  packet.ip_protocol = 6;
  packet.payload_kind = kHepSip;
  packet.agent = 7;
  packet.auth_key = "secret";
  packet.correlation_id = "call-1";
  packet.payload = "OPTIONS sip:a SIP/2.0\r\n\r\n";
  std::string written;
  append_hep(written, packet);
  hep_packet again;
  ASSERT_TRUE(decode_hep(written, again).has_value());
  EXPECT_EQ(again.source, packet.source);
  EXPECT_EQ(again.destination, packet.destination);
  EXPECT_EQ(again.at, packet.at);
  EXPECT_EQ(again.ip_protocol, 6);
  EXPECT_EQ(again.agent, 7u);
  EXPECT_EQ(again.auth_key, "secret");
  EXPECT_EQ(again.correlation_id, "call-1");
  EXPECT_EQ(again.payload, packet.payload);
}

TEST(hep, a_stream_is_cut_into_frames) {
  EXPECT_EQ(hep_frame_length("").value(), 0u);
  EXPECT_EQ(hep_frame_length("HE").value(), 0u);
  EXPECT_EQ(hep_frame_length(std::string_view(kByHand).substr(0, 5)).value(), 0u);
  EXPECT_EQ(hep_frame_length(std::string_view(kByHand).substr(0, 6)).value(), kByHand.size());
  EXPECT_EQ(hep_frame_length("HX").error(), hep_fault::not_hep);
  EXPECT_EQ(hep_frame_length("\x02").error(), hep_fault::old_version);
}

TEST(hep, a_compressed_payload_is_unpacked_within_its_bound) {
  const std::string text(3'000, 'S');
  std::string packed(200, '\0');
  uLongf size = packed.size();
  ASSERT_EQ(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                     reinterpret_cast<const Bytef*>(text.data()), text.size()),
            Z_OK);
  packed.resize(size);
  hep_inflater inflater;
  std::array<char, 4'096> room;
  EXPECT_EQ(inflater.inflate(packed, room), text);
  EXPECT_EQ(inflater.inflate(packed, std::span(room).first(2'999)), "") << "would be too large";
  EXPECT_EQ(inflater.inflate(packed.substr(0, packed.size() - 4), room), "") << "does not end";
  EXPECT_EQ(inflater.inflate("not zlib", room), "");
  EXPECT_EQ(inflater.inflate(packed, room), text) << "and goes on after that";
}

}  // namespace
}  // namespace qorgan::codec
