#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ip_address.h"
#include "codec/capture_packet.h"

namespace qorgan::codec {

/// Puts IP fragments together. Bounded: at most kDatagrams unfinished ones, the oldest is given up
/// for another. Fragments that overlap are how intruders hide: such a datagram is given up.
class ip_assembly {
 public:
  static constexpr std::size_t kDatagrams = 256;
  static constexpr std::size_t kPieces = 64;
  static constexpr std::size_t kLargest = 65'535;

  /// The whole payload once its last missing piece is there, valid until the next call; else empty.
  std::string_view add(const ip_packet& fragment);
  std::uint64_t given_up() const { return given_up_; }

 private:
  struct datagram {
    ip_packet of;  // the piece that opened it; its payload is not kept
    std::map<std::uint32_t, std::string> pieces;
    std::uint32_t total = 0;  // 0: the last piece is not there
  };
  bool place(datagram& to, const ip_packet& fragment);
  bool is_whole(const datagram& one) const;

  std::deque<datagram> open_;
  std::string whole_;
  std::uint64_t given_up_ = 0;
};

/// Cuts SIP messages out of captured TCP connections (RFC 3261 §18.3: Content-Length decides).
/// Segments may come late or twice. Bounded in connections, and in what waits in each; what does
/// not fit is given up and the stream is taken up again where a message begins.
class tcp_assembly {
 public:
  static constexpr std::size_t kStreams = 4'096;  ///< one direction each; full: the oldest goes
  static constexpr std::size_t kLateSegments = 64;
  static constexpr std::size_t kMessageBytes = 65'535;

  using take_message = std::function<void(std::string_view)>;
  /// Calls `take` for each message that is whole with this segment.
  void add(const ip_endpoint& source, const ip_endpoint& destination, const tcp_segment& segment,
           const take_message& take);
  std::uint64_t given_up() const { return given_up_; }

 private:
  struct stream {
    std::uint32_t next = 0;                     // sequence number expected
    bool follows = false;                       // `next` is known
    std::string begun;                          // of a message
    std::map<std::uint32_t, std::string> late;  // by distance from the first one that was missed
    std::uint32_t late_base = 0;
  };
  using stream_key = std::pair<ip_endpoint, ip_endpoint>;

  stream& stream_of(const stream_key& key);
  void append(stream& to, std::string_view bytes, const take_message& take);
  void take_late(stream& to, const take_message& take);

  std::map<stream_key, stream> streams_;
  std::deque<stream_key> ages_;
  std::uint64_t given_up_ = 0;
};

/// Whether bytes begin as a SIP message does: "SIP/2.0 " or "METHOD …".
bool begins_as_sip(std::string_view bytes);

}  // namespace qorgan::codec
