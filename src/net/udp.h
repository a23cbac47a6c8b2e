#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/ip_address.h"

namespace qorgan::net {

struct datagram {
  std::string_view bytes;
  ip_endpoint peer;
};

/// One UDP socket read and written in batches (recvmmsg, sendmmsg), with segmentation offload both
/// ways where the kernel has it (UDP_GRO, UDP_SEGMENT). Not thread-safe.
class udp_socket {
 public:
  /// Non-blocking; binds `at` (port 0: any free one). The error is one line with address and
  /// reason.
  static std::expected<udp_socket, std::string> open(const ip_endpoint& at,
                                                     int receive_buffer_bytes = 8 << 20);
  udp_socket(udp_socket&&) noexcept;
  udp_socket& operator=(udp_socket&&) noexcept;
  ~udp_socket();

  int fd() const;
  ip_endpoint local() const;

  /// What limits::kUdpBatch reads bring, each one datagram or several that the kernel has joined;
  /// views stay valid until the next call. Empty: nothing there. A datagram longer than 65,535
  /// bytes cannot arrive; one that was cut by a small buffer is dropped and counted.
  std::span<const datagram> receive();
  /// How long the first datagram of the last batch had waited in the kernel; 0: nobody knows.
  std::int64_t waited_us() const;
  /// The last `receive` left nothing behind.
  bool emptied() const;

  struct receive_queue {
    std::size_t used_bytes = 0;  ///< as the kernel counts, its own overhead included
    std::size_t room_bytes = 0;  ///< when full, what arrives is thrown away
    std::uint64_t dropped = 0;   ///< thrown away so far
  };
  receive_queue queue() const;

  /// Room for one outgoing datagram of at most `size` bytes, sent with the next `flush`; flushes by
  /// itself when the batch is full. Write into it, then `commit(bytes written, to)`. Datagrams of
  /// one `stream` (a call) leave in order; those of different streams may overtake each other, so
  /// that equal ones can share their way through the kernel.
  std::span<char> reserve(std::size_t size);
  void commit(std::size_t size, const ip_endpoint& to, std::uint64_t stream = 0);
  /// Copies `bytes` into the batch.
  void send(std::string_view bytes, const ip_endpoint& to, std::uint64_t stream = 0);
  /// Hands the batch to the kernel. What the kernel refuses (full buffer) is dropped and counted,
  /// as the network might.
  void flush();

  std::uint64_t received() const;
  std::uint64_t sent() const;
  std::uint64_t dropped() const;

 private:
  struct state;
  explicit udp_socket(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::net
