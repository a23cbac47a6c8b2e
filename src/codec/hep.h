#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/time.h"

namespace qorgan::codec {

// HEP, the Homer encapsulation: what a SIP server or a probe sends to whoever collects a copy of
// its signalling. Version 3 (the "HEP/EEP Network Protocol Specification, rev. 11"): "HEP3", the
// length of the whole, then chunks of vendor, type, length and value, all integers in network
// order.

/// Payloads of other kinds (RTCP, logs) come in the same packets.
inline constexpr std::uint8_t kHepSip = 1;
inline constexpr std::size_t kHepHeaderBytes = 6;
/// The length field has two bytes.
inline constexpr std::size_t kHepLargest = 65'535;

/// One captured message: views into the bytes it was decoded from.
struct hep_packet {
  ip_endpoint source;
  ip_endpoint destination;
  timestamp at;                     ///< of the capture, by the agent's clock; kNever: not given
  std::uint8_t ip_protocol = 0;     ///< 17 UDP, 6 TCP, 132 SCTP
  std::uint8_t payload_kind = 0;    ///< kHepSip or another one
  std::uint32_t agent = 0;          ///< capture agent id
  std::string_view auth_key;        ///< empty: none
  std::string_view correlation_id;  ///< empty: none
  std::string_view payload;
  bool is_compressed = false;  ///< `payload` is zlib's, see hep_inflater
};

enum class hep_fault : std::uint8_t {
  not_hep,      ///< other bytes
  old_version,  ///< HEP 1 or 2: no length of the message, no key; not accepted
  cut_short,    ///< the length says more than there is
  bad_length,   ///< of the whole or of a chunk: reaches outside, or shorter than its own header
  bad_chunk,    ///< a known chunk of the wrong size
  incomplete,   ///< an address, a port or the payload is missing
};
std::string_view to_string(hep_fault fault);

/// Decodes one datagram or frame. Chunks of vendors and of unknown types are skipped; of two chunks
/// of a type the later one counts. Bytes behind the length are ignored. Allocates nothing.
std::expected<void, hep_fault> decode_hep(std::string_view bytes, hep_packet& out);

/// Length of the frame a byte stream begins with; 0 while its header is not complete. After an
/// error the stream cannot be understood any more.
std::expected<std::size_t, hep_fault> hep_frame_length(std::string_view stream);

/// Appends the packet as version 3; for tests and load generators. The payload must leave room.
void append_hep(std::string& out, const hep_packet& packet);

/// Unpacks compressed payloads (zlib or gzip). Reuses its memory from packet to packet.
class hep_inflater {
 public:
  hep_inflater();
  ~hep_inflater();
  hep_inflater(hep_inflater&&) noexcept;
  hep_inflater& operator=(hep_inflater&&) noexcept;

  /// The payload written into `room`; an empty view when it is damaged, does not end or
  /// would be larger than `room`.
  std::string_view inflate(std::string_view compressed, std::span<char> room);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::codec
