#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ip_address.h"

namespace qorgan::net {

enum class http_method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
std::string_view to_string(http_method method);

struct http_header {
  std::string name;
  std::string value;
};

/// A whole request: nothing of it is still on the wire.
struct http_request {
  http_method method = http_method::other;
  std::string path;   ///< as received, still percent-encoded, beginning with '/'
  std::string query;  ///< behind '?', still percent-encoded
  std::vector<http_header> headers;
  std::string body;
  ip_endpoint peer;

  /// Value of the first header of this name (case does not matter), or "".
  std::string_view header(std::string_view name) const;
};

struct http_response {
  unsigned status = 200;
  std::string content_type{};  ///< empty: no body
  std::string body{};
  std::shared_ptr<const std::string> shared_body{};  ///< instead of `body`, for what many get
  std::vector<http_header> headers{};
};

/// A WebSocket connection. Every member is for the server's thread only.
class websocket {
 public:
  virtual ~websocket() = default;
  /// One message at a time: must not be called while `busy`.
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  /// True while a message is on its way into the kernel. The owner merges what it has to say.
  virtual bool busy() const = 0;
  /// Closing handshake, after the message on its way; gives up after five seconds.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  /// Ends the connection without a word; for a peer that reads nothing.
  virtual void abort() = 0;
};

/// What becomes of an accepted WebSocket; called on the server's thread.
struct websocket_handler {
  std::function<void(std::shared_ptr<websocket>)> opened;
  std::function<void(std::string_view)> received;
  std::function<void()> sent;    ///< the connection is not busy any more
  std::function<void()> closed;  ///< last call, exactly once if `opened` was called
};
using upgrade_answer = std::variant<http_response, websocket_handler>;

/// `respond` is called exactly once, from any thread.
struct http_handlers {
  std::function<void(http_request, std::function<void(http_response)> respond)> request;
  std::function<void(http_request, std::function<void(upgrade_answer)> respond)> upgrade;
  /// Body and headers for what the server refuses itself: 400, 408, 413, 431.
  std::function<http_response(unsigned status)> refusal;
};

struct http_options {
  ip_endpoint listen{};
  std::size_t header_bytes = 16u << 10;               ///< more: 431
  std::size_t body_bytes = 64u << 10;                 ///< more: 413
  std::size_t connections = 1'024;                    ///< more: closed at once and counted
  std::size_t websocket_message_bytes = 4u << 10;     ///< of the client; more: closed with 1009
  int websocket_send_buffer_bytes = 256 << 10;        ///< what the kernel may hold for one feed
  std::chrono::milliseconds request_timeout{10'000};  ///< from its first byte to its last
  std::chrono::milliseconds idle_timeout{60'000};     ///< between requests
  std::chrono::milliseconds write_timeout{30'000};
};

/// HTTP/1.1 and WebSocket (RFC 9112, RFC 6455) on one thread of its own. Boost.Beast stays inside
/// http_connection.cc and websocket_session.cc.
class http_server {
 public:
  /// Binds. The error is one line: "127.0.0.1:8080 is in use by another process".
  static std::expected<std::unique_ptr<http_server>, std::string> open(http_options options,
                                                                       http_handlers handlers);
  ~http_server();

  void start();
  /// Closes every WebSocket with 1001, ends every connection and joins the thread. Whoever still
  /// owes a response must have given it before the server is destroyed.
  void stop();
  ip_endpoint address() const;

  /// Runs `task` on the server's thread; from any thread.
  void post(std::function<void()> task);
  /// Runs `task` on the server's thread again and again. Before `start`.
  void every(std::chrono::milliseconds period, std::function<void()> task);

  /// Runs `task` on the server's thread whenever somebody wrote to this eventfd; a burst of writes
  /// is one task. Before `start`; the descriptor stays its owner's.
  void on_wake(int event_fd, std::function<void()> task);

  std::size_t connections() const;  ///< open now
  std::uint64_t refused_connections() const;

 private:
  struct state;
  explicit http_server(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::net
