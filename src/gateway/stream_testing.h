#pragma once

// Neighbours that speak TCP and TLS, for tests: real sockets, nothing sleeps.

#include <string>
#include <vector>

#include "gateway/testing.h"
#include "net/stream.h"
#include "sip/stream_framer.h"

namespace qorgan::gateway::testing {

/// One end of a connection in a test's hands.
class stream_neighbour {
 public:
  /// Connects to the centre.
  stream_neighbour(const ip_endpoint& from, const ip_endpoint& to,
                   std::unique_ptr<net::tls_session> tls = {});
  /// The end of a connection the centre has opened.
  explicit stream_neighbour(net::stream link) : link_(std::move(link)) {}

  /// A step of connecting and handshake; lines may end with \n.
  void say(std::string_view text);
  void say_raw(std::string_view bytes);
  /// What has arrived, cut into messages; empty: nothing whole.
  std::string take();
  /// The bytes that have arrived as they are.
  std::string take_raw();
  /// The centre has closed the connection.
  bool is_closed();
  void close() { link_ = {}; }
  ip_endpoint local() const;
  std::string address() const { return to_string(local()); }
  net::stream& link() { return link_; }
  /// Goes on with connecting and the handshake. True: it is up.
  bool advance();

 private:
  void read();

  net::stream link_;
  sip::stream_framer framer_;
  std::string arrived_;
  std::string unsent_;
  bool connected_ = false;
  bool closed_ = false;
};

/// A switch that is called over TCP: waits for the centre's connections.
class stream_switch {
 public:
  explicit stream_switch(const ip_endpoint& at);
  ip_endpoint at() const { return socket_.local(); }
  std::string address() const { return to_string(at()); }
  /// The next connection of the centre; null: there is none.
  std::unique_ptr<stream_neighbour> accept(std::unique_ptr<net::tls_session> tls = {});

 private:
  net::stream_listener socket_;
};

/// INVITE, ACK … of `sender` over TCP or TLS: Via and Contact say so.
std::string over_stream(std::string message, std::string_view transport, const std::string& sender);

}  // namespace qorgan::gateway::testing
