#pragma once

// Private to udp.cc, which opens and reads a socket, and udp_send.cc.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>

#include "base/limits.h"
#include "net/udp.h"
#include "net/udp_control.h"
#include "net/udp_segments.h"

namespace qorgan::net {

inline constexpr std::size_t kBatch = limits::kUdpBatch;
inline constexpr std::size_t kDatagramBytes = 65'536;
// Receive buffers are not a power of two apart: at 64 KiB all of them would share the same few
// cache sets, and a full batch would push itself out of the cache.
inline constexpr std::size_t kReceiveStride = kDatagramBytes + 17 * 64;
inline constexpr std::size_t kSendBytes = 512 * 1024;
inline constexpr int kSendBufferBytes = 4 << 20;
/// Datagrams the kernel joins into one read at most (UDP_MAX_SEGMENTS).
inline constexpr std::size_t kJoined = 128;
/// The option is given up after so many messages that the kernel refused for it.
inline constexpr unsigned kRefusals = 8;

struct udp_socket::state {
  int fd = -1;
  bool is_v6 = false;
  ip_endpoint local;

  std::unique_ptr<char[]> receive_bytes =
      std::make_unique_for_overwrite<char[]>(kBatch * kReceiveStride);
  std::array<sockaddr_storage, kBatch> receive_names{};
  std::array<iovec, kBatch> receive_parts{};
  std::array<mmsghdr, kBatch> receive_headers{};
  std::array<control, kBatch> receive_controls{};
  std::unique_ptr<datagram[]> datagrams = std::make_unique<datagram[]>(kBatch * kJoined);
  std::int64_t waited_us = 0;
  bool emptied = true;

  std::unique_ptr<char[]> send_bytes = std::make_unique_for_overwrite<char[]>(kSendBytes);
  std::size_t send_used = 0;
  std::size_t send_count = 0;
  std::size_t reserved = 0;
  std::array<outgoing, kBatch> batch{};
  segment_plan plan;
  bool joins = true;
  bool retried = false;  // what the kernel said of an earlier datagram has been heard
  unsigned refusals = 0;
  std::array<sockaddr_storage, kBatch> send_names{};
  std::array<mmsghdr, kBatch> send_headers{};
  std::array<control, kBatch> send_controls{};

  std::uint64_t received = 0;
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;

  state() {
    for (std::size_t i = 0; i < kBatch; ++i) {
      receive_parts[i] = {receive_bytes.get() + i * kReceiveStride, kDatagramBytes};
      msghdr& in = receive_headers[i].msg_hdr;
      in.msg_name = &receive_names[i];
      in.msg_iov = &receive_parts[i];
      in.msg_iovlen = 1;
      in.msg_control = receive_controls[i].bytes;
      send_headers[i].msg_hdr.msg_name = &send_names[i];
    }
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() {
    if (fd >= 0) ::close(fd);
  }

  void address(const segment_plan::group& group, std::size_t index);
  std::size_t send_groups(std::size_t first);
  void send_one_by_one(const segment_plan::group& group);
};

}  // namespace qorgan::net
