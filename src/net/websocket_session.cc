#include "net/websocket_session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <optional>

namespace qorgan::net::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

using ws_stream = beast::websocket::stream<beast::tcp_stream>;

class live_socket final : public websocket, public std::enable_shared_from_this<live_socket> {
 public:
  live_socket(beast::tcp_stream stream, std::shared_ptr<http_shared> shared,
              websocket_handler handler)
      : stream_{std::move(stream)}, shared_{std::move(shared)}, handler_{std::move(handler)} {}

  void send(std::shared_ptr<const std::string> text) override {
    if (busy_ || ended_) return;
    busy_ = true;
    asio::co_spawn(stream_.get_executor(), write(shared_from_this(), std::move(text)),
                   asio::detached);
  }

  bool busy() const override { return busy_; }

  void close(std::uint16_t code, std::string_view reason) override {
    if (closing_ || ended_) return;
    closing_.emplace(static_cast<beast::websocket::close_code>(code),
                     beast::string_view{reason.data(), reason.size()});
    if (!busy_) start_closing();
  }

  void abort() override {
    error_code ignored;
    beast::get_lowest_layer(stream_).socket().close(ignored);
  }

  asio::awaitable<void> run(http::request<http::string_body> upgrade) {
    const auto self = shared_from_this();
    prepare();
    const auto [refused] = co_await stream_.async_accept(upgrade, kAwait);
    if (refused) co_return;
    shared_->websockets[this] = weak_from_this();
    if (shared_->stopping) abort();
    handler_.opened(self);
    beast::flat_buffer buffer;
    for (;;) {
      const auto [error, size] = co_await stream_.async_read(buffer, kAwait);
      if (error) break;
      const auto data = buffer.cdata();
      handler_.received({static_cast<const char*>(data.data()), data.size()});
      buffer.consume(size);
    }
    ended_ = true;
    shared_->websockets.erase(this);
    handler_.closed();
  }

 private:
  void prepare() {
    auto& socket = beast::get_lowest_layer(stream_).socket();
    error_code ignored;
    socket.set_option(
        asio::socket_base::send_buffer_size(shared_->options.websocket_send_buffer_bytes), ignored);
    beast::get_lowest_layer(stream_).expires_never();
    stream_.read_message_max(shared_->options.websocket_message_bytes);
    stream_.text(true);
    stream_.auto_fragment(false);
    beast::websocket::stream_base::timeout times{};
    times.handshake_timeout = std::chrono::seconds{5};
    times.idle_timeout = std::chrono::seconds{60};
    times.keep_alive_pings = true;
    stream_.set_option(times);
  }

  static asio::awaitable<void> write(std::shared_ptr<live_socket> self,
                                     std::shared_ptr<const std::string> text) {
    const auto [error, size] = co_await self->stream_.async_write(asio::buffer(*text), kAwait);
    self->busy_ = false;
    if (self->ended_) co_return;
    if (error) {
      self->abort();  // the reader ends and says so
    } else if (self->closing_) {
      self->start_closing();
    } else {
      self->handler_.sent();
    }
  }

  void start_closing() {
    asio::co_spawn(
        stream_.get_executor(),
        [](std::shared_ptr<live_socket> self) -> asio::awaitable<void> {
          co_await self->stream_.async_close(*self->closing_, kAwait);
        }(shared_from_this()),
        asio::detached);
  }

  ws_stream stream_;
  std::shared_ptr<http_shared> shared_;
  websocket_handler handler_;
  std::optional<beast::websocket::close_reason> closing_;
  bool busy_ = false;
  bool ended_ = false;
};

}  // namespace

asio::awaitable<void> serve_websocket(std::shared_ptr<http_shared> shared, beast::tcp_stream stream,
                                      http::request<http::string_body> upgrade,
                                      websocket_handler handler) {
  const auto socket =
      std::make_shared<live_socket>(std::move(stream), std::move(shared), std::move(handler));
  co_await socket->run(std::move(upgrade));
}

}  // namespace qorgan::net::detail
