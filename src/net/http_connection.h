#pragma once

// Private to the HTTP server. Boost.Beast is compiled in http_connection.cc and
// websocket_session.cc only.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "net/http_server.h"

namespace qorgan::net::detail {

/// What connections share. Lives as long as the io_context's last handler.
struct http_shared {
  http_options options;
  http_handlers handlers;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::uint64_t> refused{0};
  bool stopping = false;
  std::size_t answering = 0;  ///< requests that are read and whose answer is not written yet
  std::unordered_map<websocket*, std::weak_ptr<websocket>> websockets;
};

/// Serves one connection to its end, as HTTP and, once upgraded, as WebSocket.
boost::asio::awaitable<void> serve(std::shared_ptr<http_shared> shared,
                                   boost::asio::ip::tcp::socket socket);

}  // namespace qorgan::net::detail
