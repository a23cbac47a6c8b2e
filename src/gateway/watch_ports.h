#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/centre_status.h"
#include "gateway/options.h"
#include "net/poller.h"
#include "net/udp.h"

namespace qorgan::gateway {

/// Where capture agents send to: HEP version 3 in datagrams or, one packet behind the other, over
/// TCP. Who is no configured agent is dropped unread and counted. Not thread-safe.
class watch_ports {
 public:
  /// Agents that are connected at once; one more is turned away and counted as stranger.
  static constexpr std::size_t kConnections = 64;

  /// Binds everything in `options.listen`; the error is one line. `figures` must outlive it.
  static std::expected<watch_ports, std::string> open(const watch_options& options,
                                                      watch_figures& figures);
  watch_ports(watch_ports&&) noexcept;
  watch_ports& operator=(watch_ports&&) noexcept;
  ~watch_ports();

  /// Readable when `receive` has something to do; for the poller of the call path.
  int fd() const { return poller_.fd(); }
  /// Hands over whole packets that are there: a bounded number, the rest with the next call.
  void receive(const std::function<void(std::string_view)>& take);
  /// What was bound, in the order of the options; for tests with port 0.
  const std::vector<ip_endpoint>& bound() const { return bound_; }

 private:
  struct connection;
  watch_ports(net::poller poller, const watch_options& options, watch_figures& figures);

  std::expected<void, std::string> bind(const listen_address& address);
  void serve(std::uint64_t tag, const std::function<void(std::string_view)>& take);
  bool is_agent(const ip_endpoint& sender) const;
  void receive_datagrams(net::udp_socket& from, const std::function<void(std::string_view)>& take);
  void accept(int listener);
  /// False: the connection is over.
  bool read(connection& from, const std::function<void(std::string_view)>& take);

  net::poller poller_;
  std::vector<ip_block> sources_;
  watch_figures* figures_;
  std::vector<ip_endpoint> bound_;
  std::vector<net::udp_socket> datagrams_;
  std::vector<int> listeners_;
  std::vector<std::unique_ptr<connection>> connections_;  // places, some empty
  std::size_t turn_ = 0;                                  // whose turn among those that are ready
};

}  // namespace qorgan::gateway
