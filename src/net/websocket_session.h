#pragma once

// Private to the HTTP server, like http_connection.h.

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

#include "net/http_connection.h"

namespace qorgan::net::detail {

/// Accepts the upgrade and serves the WebSocket (RFC 6455) to its end.
boost::asio::awaitable<void> serve_websocket(
    std::shared_ptr<http_shared> shared, boost::beast::tcp_stream stream,
    boost::beast::http::request<boost::beast::http::string_body> upgrade,
    websocket_handler handler);

}  // namespace qorgan::net::detail
