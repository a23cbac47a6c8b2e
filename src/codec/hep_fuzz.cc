#include <array>

#include "base/assert.h"
#include "codec/hep.h"

// Whatever arrives at the mirror's port. What is decoded can be written again and then says the
// same; a stream is cut into frames whose decoding never reads behind them.

using namespace qorgan;

namespace {

bool same(const codec::hep_packet& a, const codec::hep_packet& b) {
  return a.source == b.source && a.destination == b.destination && a.at == b.at &&
         a.ip_protocol == b.ip_protocol && a.payload_kind == b.payload_kind && a.agent == b.agent &&
         a.auth_key == b.auth_key && a.correlation_id == b.correlation_id &&
         a.payload == b.payload && a.is_compressed == b.is_compressed;
}

void decode_one(std::string_view bytes) {
  static codec::hep_inflater inflater;
  static std::array<char, 65'535> room;
  codec::hep_packet packet;
  if (!codec::decode_hep(bytes, packet)) return;
  if (packet.is_compressed) inflater.inflate(packet.payload, room);
  // Written again it has every chunk, which the largest packets have no room for.
  if (packet.payload.size() + packet.auth_key.size() + packet.correlation_id.size() > 65'000)
    return;
  std::string again;
  codec::append_hep(again, packet);
  codec::hep_packet second;
  QORGAN_ASSERT(codec::decode_hep(again, second).has_value());
  QORGAN_ASSERT(same(packet, second));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view stream{reinterpret_cast<const char*>(data), size};
  decode_one(stream);
  while (!stream.empty()) {
    const auto length = codec::hep_frame_length(stream);
    if (!length || *length == 0 || *length > stream.size()) break;
    decode_one(stream.substr(0, *length));
    stream.remove_prefix(*length);
  }
  return 0;
}
