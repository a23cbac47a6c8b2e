#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <ctime>

namespace qorgan::net {

/// Room for the control messages of one read or write, a time and a number, aligned as
/// CMSG_FIRSTHDR wants it.
struct control {
  alignas(cmsghdr) char bytes[CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(int))];
};

/// How long the datagrams of this read had waited in the kernel, by the stamp it put on them; 0:
/// there is none.
std::int64_t waited_us_of(msghdr& in);
/// Length of the datagrams that a read brought joined; 0 when it is a single one.
std::size_t joined_length(msghdr& in);

}  // namespace qorgan::net
