#include "net/udp_control.h"

#include <netinet/udp.h>

#include <cstring>

namespace qorgan::net {
namespace {

/// A wait beyond this is a step of the wall clock, which the kernel stamps by, not a wait.
constexpr std::int64_t kLongestWait_us = 60'000'000;

}  // namespace

std::int64_t waited_us_of(msghdr& in) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&in); c != nullptr; c = CMSG_NXTHDR(&in, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::int64_t waited = (now.tv_sec - stamp.tv_sec) * std::int64_t{1'000'000} +
                                (now.tv_nsec - stamp.tv_nsec) / 1'000;
    return waited > 0 && waited < kLongestWait_us ? waited : 0;
  }
  return 0;
}

std::size_t joined_length(msghdr& in) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&in); c != nullptr; c = CMSG_NXTHDR(&in, c)) {
    if (c->cmsg_level != IPPROTO_UDP || c->cmsg_type != UDP_GRO) continue;
    int length = 0;
    std::memcpy(&length, CMSG_DATA(c), sizeof length);
    return length > 0 ? static_cast<std::size_t>(length) : 0;
  }
  return 0;
}

}  // namespace qorgan::net
