#include "gateway/watch_ports.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "codec/hep.h"
#include "net/socket_address.h"

namespace qorgan::gateway {
namespace {

constexpr std::uint64_t kListenerTag = 1'000;
constexpr std::uint64_t kConnectionTag = 2'000;
// What one round takes at most, so that a mirror never holds up the calls that pass here: about a
// millisecond's worth of packets. The rest waits in the kernel.
constexpr std::size_t kSocketsAtOnce = 8;
constexpr std::size_t kBytesAtOnce = 16'384;

std::string why(const ip_endpoint& at, const char* what) {
  return "HEP " + to_string(at) + ": " + what + ": " + std::strerror(errno);
}

std::expected<int, std::string> listen_on(const ip_endpoint& at) {
  sockaddr_storage name{};
  const socklen_t size = net::to_socket_address(at, !at.is_v4(), name);
  const int fd =
      ::socket(at.is_v4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::unexpected(why(at, "no socket"));
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&name), size) == 0 && ::listen(fd, 64) == 0) {
    return fd;
  }
  std::string error = why(at, "cannot listen");
  ::close(fd);
  return std::unexpected(std::move(error));
}

ip_endpoint local_of(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size);
  return net::from_socket_address(name);
}

}  // namespace

struct watch_ports::connection {
  int fd = -1;
  std::size_t used = 0;
  std::array<char, 2 * codec::kHepLargest> bytes;

  explicit connection(int of) : fd{of} {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { ::close(fd); }
};

watch_ports::watch_ports(net::poller poller, const watch_options& options, watch_figures& figures)
    : poller_{std::move(poller)},
      sources_{options.sources},
      figures_{&figures},
      connections_(kConnections) {}

watch_ports::watch_ports(watch_ports&&) noexcept = default;
watch_ports& watch_ports::operator=(watch_ports&& other) noexcept {
  std::swap(poller_, other.poller_);
  std::swap(sources_, other.sources_);
  std::swap(figures_, other.figures_);
  std::swap(bound_, other.bound_);
  std::swap(datagrams_, other.datagrams_);
  std::swap(listeners_, other.listeners_);
  std::swap(connections_, other.connections_);
  std::swap(turn_, other.turn_);
  return *this;
}
watch_ports::~watch_ports() {
  for (const int fd : listeners_) ::close(fd);
}

std::expected<watch_ports, std::string> watch_ports::open(const watch_options& options,
                                                          watch_figures& figures) {
  auto poller = net::poller::open();
  if (!poller) return std::unexpected(poller.error());
  watch_ports out{std::move(*poller), options, figures};
  for (const listen_address& address : options.listen) {
    if (auto bound = out.bind(address); !bound) return std::unexpected(bound.error());
  }
  return out;
}

std::expected<void, std::string> watch_ports::bind(const listen_address& address) {
  if (address.over == transport::udp) {
    auto socket = net::udp_socket::open(address.at);
    if (!socket) return std::unexpected(socket.error());
    bound_.push_back(socket->local());
    datagrams_.push_back(std::move(*socket));
    return poller_.add(datagrams_.back().fd(), datagrams_.size() - 1);
  }
  const auto fd = listen_on(address.at);
  if (!fd) return std::unexpected(fd.error());
  bound_.push_back(local_of(*fd));
  listeners_.push_back(*fd);
  return poller_.add(*fd, kListenerTag + listeners_.size() - 1);
}

bool watch_ports::is_agent(const ip_endpoint& sender) const {
  return std::ranges::any_of(sources_,
                             [&](const ip_block& block) { return block.contains(sender); });
}

void watch_ports::receive(const std::function<void(std::string_view)>& take) {
  const std::span<const net::ready> ready = poller_.wait(0);
  const std::size_t some = std::min(ready.size(), kSocketsAtOnce);
  for (std::size_t i = 0; i < some; ++i) serve(ready[(turn_ + i) % ready.size()].tag, take);
  turn_ += some;
}

void watch_ports::serve(std::uint64_t tag, const std::function<void(std::string_view)>& take) {
  if (tag >= kConnectionTag) {
    std::unique_ptr<connection>& at = connections_[tag - kConnectionTag];
    if (!at || read(*at, take)) return;
    poller_.remove(at->fd);
    at.reset();
    --figures_->connections;
  } else if (tag >= kListenerTag) {
    accept(listeners_[tag - kListenerTag]);
  } else {
    receive_datagrams(datagrams_[tag], take);
  }
}

void watch_ports::receive_datagrams(net::udp_socket& from,
                                    const std::function<void(std::string_view)>& take) {
  for (const net::datagram& each : from.receive()) {
    if (is_agent(each.peer)) {
      take(each.bytes);
    } else {
      ++figures_->strangers;
    }
  }
}

void watch_ports::accept(int listener) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  const int fd =
      ::accept4(listener, reinterpret_cast<sockaddr*>(&name), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return;
  const auto free = std::ranges::find_if(connections_, [](const auto& place) { return !place; });
  if (!is_agent(net::from_socket_address(name)) || free == connections_.end()) {
    ++figures_->strangers;
    ::close(fd);
    return;
  }
  const auto tag = kConnectionTag + static_cast<std::uint64_t>(free - connections_.begin());
  *free = std::make_unique<connection>(fd);
  if (poller_.add(fd, tag)) {
    ++figures_->connections;
  } else {
    free->reset();
  }
}

bool watch_ports::read(connection& from, const std::function<void(std::string_view)>& take) {
  const std::size_t room = std::min(from.bytes.size() - from.used, kBytesAtOnce);
  const ssize_t size = ::recv(from.fd, from.bytes.data() + from.used, room, 0);
  if (size <= 0) return size < 0 && (errno == EAGAIN || errno == EINTR);
  from.used += static_cast<std::size_t>(size);
  std::string_view rest{from.bytes.data(), from.used};
  while (!rest.empty()) {
    const auto length = codec::hep_frame_length(rest);
    if (!length) {  // there is no next frame to be found behind bytes that are none
      const bool old = length.error() == codec::hep_fault::old_version;
      ++(old ? figures_->old_version : figures_->malformed);
      return false;
    }
    if (*length == 0 || *length > rest.size()) break;
    take(rest.substr(0, *length));
    rest.remove_prefix(*length);
  }
  std::memmove(from.bytes.data(), rest.data(), rest.size());
  from.used = rest.size();
  return true;
}

}  // namespace qorgan::gateway
