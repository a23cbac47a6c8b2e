#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/stream.h"
#include "net/udp.h"
#include "sip/stream_framer.h"

namespace qorgan::load {

enum class carrier : std::uint8_t { udp, tcp, tls };
std::string_view to_string(carrier over);  ///< "UDP", …: as Via has it

/// What the load goes over: one UDP socket, or connections. Over streams the calling side has
/// connected before anything is measured, and messages leave together as datagrams do in batches.
/// Written like net::udp_socket, so that both modes are the same code.
class wire {
 public:
  static std::expected<wire, std::string> udp(const ip_endpoint& at);
  /// Connects to `to` and waits until the connections are up.
  static std::expected<wire, std::string> calling(carrier over, const ip_endpoint& from,
                                                  const ip_endpoint& to, unsigned connections,
                                                  std::shared_ptr<net::tls_context> papers);
  /// Listens on `at`; whoever connects is taken.
  static std::expected<wire, std::string> called(carrier over, const ip_endpoint& at,
                                                 std::shared_ptr<net::tls_context> papers);

  carrier over() const { return over_; }
  ip_endpoint local() const { return local_; }
  /// What to wait for: all of them.
  const std::vector<int>& fds() const { return fds_; }

  /// Views stay valid until the next call.
  std::span<const net::datagram> receive();
  std::span<char> reserve(std::size_t size);
  /// `to`: of streams, the peer a message came from, or anything on the calling side.
  void commit(std::size_t size, const ip_endpoint& to);
  void flush();

 private:
  struct line {  // one connection
    net::stream link;
    ip_endpoint peer;
    bool up = false;
    sip::stream_framer framer;
    std::string in;
    std::size_t taken = 0;
    std::string out;
  };

  explicit wire(carrier over) : over_(over) {}
  void take_connections();
  void read(line& from);
  line& line_to(const ip_endpoint& to);

  carrier over_;
  ip_endpoint local_;
  std::vector<int> fds_;
  std::unique_ptr<net::udp_socket> socket_;
  std::unique_ptr<net::stream_listener> listener_;
  std::shared_ptr<net::tls_context> papers_;
  std::vector<std::unique_ptr<line>> lines_;
  std::size_t next_line_ = 0;
  std::vector<net::datagram> got_;
  std::string room_;
};

}  // namespace qorgan::load
