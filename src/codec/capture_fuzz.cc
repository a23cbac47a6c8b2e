#include "base/assert.h"
#include "codec/capture_assembly.h"

// Frames of a capture, each behind a byte for the link type and two for its length: decoders and
// assemblies keep their bounds whatever is in them.

using namespace qorgan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr int kLinks[] = {0, 1, 12, 101, 108, 113, 228, 229, 276, 147};
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  codec::ip_assembly fragments;
  codec::tcp_assembly streams;
  while (rest.size() > 3) {
    const int link = kLinks[static_cast<std::uint8_t>(rest[0]) % std::size(kLinks)];
    const std::size_t length =
        static_cast<std::uint8_t>(rest[1]) << 8 | static_cast<std::uint8_t>(rest[2]);
    const std::string_view frame = rest.substr(3, length);
    rest.remove_prefix(3 + frame.size());
    const auto packet = codec::decode_ip(codec::ip_packet_in(link, frame));
    if (!packet) continue;
    std::string_view payload = packet->payload;
    QORGAN_ASSERT(payload.size() <= frame.size());
    if (packet->is_fragment()) payload = fragments.add(*packet);
    QORGAN_ASSERT(payload.size() <= codec::ip_assembly::kLargest || !packet->is_fragment());
    codec::decode_udp(payload);
    const auto segment = codec::decode_tcp(payload);
    if (!segment) continue;
    streams.add(packet->source, packet->destination, *segment, [](std::string_view message) {
      QORGAN_ASSERT(!message.empty() && message.size() <= codec::tcp_assembly::kMessageBytes);
    });
  }
  return 0;
}
