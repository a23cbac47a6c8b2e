#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "net/poller.h"
#include "net/tls.h"

namespace qorgan::net {

/// A socket that takes connections (TCP). Non-blocking, not thread-safe.
class stream_listener {
 public:
  struct accepted {
    int fd = -1;  ///< the taker's to close
    ip_endpoint peer;
  };

  /// Binds `at` (port 0: any free one). The error is one line with address and reason.
  static std::expected<stream_listener, std::string> open(const ip_endpoint& at);
  stream_listener(stream_listener&& other) noexcept;
  stream_listener& operator=(stream_listener&& other) noexcept;
  ~stream_listener();

  int fd() const { return fd_; }
  ip_endpoint local() const { return local_; }
  /// The next connection that waits, if any.
  std::optional<accepted> accept();

 private:
  stream_listener(int fd, const ip_endpoint& local) : fd_(fd), local_(local) {}
  int fd_ = -1;
  ip_endpoint local_;
};

/// How a step of connecting or of the handshake went.
enum class progress : std::uint8_t { waits, done, failed };

struct transfer {
  std::size_t bytes = 0;
  bool ended = false;  ///< by the other end or by an error; no more will be transferred
};

/// One TCP connection, in the clear or under TLS. Non-blocking, not thread-safe. Nothing here
/// waits.
class stream {
 public:
  stream() = default;
  /// A connection that was accepted; `fd` is owned from now on.
  static stream take(int fd, std::unique_ptr<tls_session> tls);
  /// Begins to connect from the address (not the port) of `from`.
  static std::expected<stream, std::string> connect(const ip_endpoint& from, const ip_endpoint& to,
                                                    std::unique_ptr<tls_session> tls);
  stream(stream&& other) noexcept;
  stream& operator=(stream&& other) noexcept;
  ~stream();

  int fd() const { return fd_; }
  tls_session* tls() const { return tls_.get(); }

  /// The connection that `connect` began: refused, up, or not known yet.
  progress connected();
  /// A step of the TLS handshake; done at once in the clear.
  progress shake_hands();
  /// What is to be waited for before the next step of the handshake.
  interest wants() const { return tls_ && tls_->wants_write() ? interest::write : interest::read; }

  /// As much as is there and fits.
  transfer read(std::span<char> room);
  transfer write(std::string_view bytes);

 private:
  int fd_ = -1;
  std::unique_ptr<tls_session> tls_;
};

}  // namespace qorgan::net
