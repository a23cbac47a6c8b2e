#include "net/http_connection.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <ctime>

#include "net/websocket_session.h"

namespace qorgan::net::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

using request_parser = http::request_parser<http::string_body>;

http_method to_method(http::verb verb) {
  switch (verb) {
    case http::verb::get: return http_method::get;
    case http::verb::head: return http_method::head;
    case http::verb::post: return http_method::post;
    case http::verb::put: return http_method::put;
    case http::verb::patch: return http_method::patch;
    case http::verb::delete_: return http_method::delete_;
    case http::verb::options: return http_method::options;
    default: return http_method::other;
  }
}

ip_endpoint from_asio(const tcp::endpoint& from) {
  ip_endpoint out;
  if (from.address().is_v4()) return from_v4(from.address().to_v4().to_uint(), from.port());
  const auto bytes = from.address().to_v6().to_bytes();
  std::copy(bytes.begin(), bytes.end(), out.address.begin());
  out.port = from.port();
  return out;
}

http_request to_plain(http::request<http::string_body>& message, const ip_endpoint& peer) {
  http_request out;
  out.method = to_method(message.method());
  const std::string_view target{message.target().data(), message.target().size()};
  const auto mark = target.find('?');
  out.path = target.substr(0, mark);
  if (mark != std::string_view::npos) out.query = target.substr(mark + 1);
  for (const auto& field : message) {
    out.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
  }
  out.body = std::move(message.body());
  out.peer = peer;
  return out;
}

// IMF-fixdate (RFC 9110, 5.6.7).
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

template <typename Message>
void fill_head(Message& message, const http_response& from, bool keep_alive) {
  message.version(11);
  message.result(from.status);
  message.keep_alive(keep_alive);
  message.set(http::field::date, http_date());
  if (!from.content_type.empty()) message.set(http::field::content_type, from.content_type);
  for (const http_header& field : from.headers) message.insert(field.name, field.value);
}

asio::awaitable<bool> write(beast::tcp_stream& stream, const http_response& response,
                            bool keep_alive, bool head_only) {
  const std::string& body = response.shared_body ? *response.shared_body : response.body;
  const bool bodyless = response.status == 204 || response.status == 304;
  error_code failure;
  if (head_only || bodyless) {
    http::response<http::empty_body> message;
    fill_head(message, response, keep_alive);
    if (!bodyless) message.content_length(body.size());
    auto [error, size] = co_await http::async_write(stream, message, kAwait);
    failure = error;
  } else {
    http::response<http::span_body<const char>> message;
    fill_head(message, response, keep_alive);
    message.body() = {body.data(), body.size()};
    message.content_length(body.size());
    auto [error, size] = co_await http::async_write(stream, message, kAwait);
    failure = error;
  }
  co_return !failure;
}

// Hands a request to whoever answers it, on whatever thread, and comes back to the server's thread
// with the answer. No coroutine frame is touched by the other thread.
template <typename Answer, typename Handler>
asio::awaitable<Answer> ask(const Handler& handler, http_request request) {
  const auto executor = co_await asio::this_coro::executor;
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Answer)>(
      [&handler, &request, executor](auto completion) {
        auto resume = std::make_shared<decltype(completion)>(std::move(completion));
        handler(std::move(request), [resume, executor](Answer answer) {
          asio::post(executor, [resume, answer = std::move(answer)]() mutable {
            std::move (*resume)(std::move(answer));
          });
        });
      },
      asio::use_awaitable);
}

// The status a broken request is answered with; 0: the peer is gone, nobody listens.
unsigned refusal_status(const error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error.category() == make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return 400;
  }
  return 0;
}

class http_connection {
 public:
  http_connection(std::shared_ptr<http_shared> shared, tcp::socket socket)
      : shared_{std::move(shared)}, stream_{std::move(socket)}, buffer_{kBufferBytes} {
    ++shared_->connections;
    error_code error;
    stream_.socket().set_option(tcp::no_delay(true), error);
    const auto remote = stream_.socket().remote_endpoint(error);
    if (!error) peer_ = from_asio(remote);
  }
  ~http_connection() { --shared_->connections; }
  http_connection(const http_connection&) = delete;
  http_connection& operator=(const http_connection&) = delete;

  asio::awaitable<void> run() {
    while (co_await one_request()) {
    }
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

 private:
  static constexpr std::size_t kBufferBytes = 128u << 10;

  // Waits in peace for a first byte; from then on the request must be complete in time, so that
  // a client that trickles bytes does not hold its place.
  asio::awaitable<error_code> read(request_parser& parser) {
    timed_out_ = false;
    if (buffer_.size() == 0) {
      stream_.expires_after(shared_->options.idle_timeout);
      auto [error, size] = co_await stream_.async_read_some(buffer_.prepare(4'096), kAwait);
      if (error) co_return error;
      buffer_.commit(size);
    }
    const deadline limit{*this, shared_->options.request_timeout};
    auto [head_error, head_size] =
        co_await http::async_read_header(stream_, buffer_, parser, kAwait);
    if (head_error) co_return head_error;
    if (parser.get()[http::field::expect] == "100-continue") {
      http::response<http::empty_body> message{http::status::continue_, 11};
      auto [error, size] = co_await http::async_write(stream_, message, kAwait);
      if (error) co_return error;
    }
    auto [body_error, body_size] = co_await http::async_read(stream_, buffer_, parser, kAwait);
    co_return body_error;
  }

  // Ends what is being waited for when time is up, but leaves the connection open for the answer;
  // the stream's own time-out would close it.
  class deadline {
   public:
    deadline(http_connection& owner, std::chrono::milliseconds after)
        : owner_{owner}, timer_{owner.stream_.get_executor(), after} {
      owner_.stream_.expires_never();
      timer_.async_wait([&owner, alive = std::weak_ptr{alive_}](const error_code& error) {
        if (error || alive.expired()) return;
        owner.timed_out_ = true;
        owner.stream_.cancel();
      });
    }
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;

   private:
    http_connection& owner_;
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
    asio::steady_timer timer_;
  };

  struct under_way {
    explicit under_way(http_shared& in) : shared{in} { ++shared.answering; }
    ~under_way() { --shared.answering; }
    under_way(const under_way&) = delete;
    under_way& operator=(const under_way&) = delete;
    http_shared& shared;
  };

  asio::awaitable<bool> one_request() {
    request_parser parser;
    parser.header_limit(static_cast<std::uint32_t>(shared_->options.header_bytes));
    parser.body_limit(shared_->options.body_bytes);
    if (const error_code error = co_await read(parser)) {
      const unsigned status = timed_out_ ? 408 : refusal_status(error);
      if (status != 0) co_await refuse(status);
      co_return false;
    }
    auto message = parser.release();
    if (message.target().empty() || message.target()[0] != '/') {
      co_await refuse(400);
      co_return false;
    }
    if (beast::websocket::is_upgrade(message)) co_return co_await upgrade(std::move(message));
    const under_way counted{*shared_};
    const bool keep_alive = message.keep_alive() && !shared_->stopping;
    const bool head_only = message.method() == http::verb::head;
    stream_.expires_never();
    const http_response response =
        co_await ask<http_response>(shared_->handlers.request, to_plain(message, peer_));
    stream_.expires_after(shared_->options.write_timeout);
    co_return co_await write(stream_, response, keep_alive, head_only) && keep_alive;
  }

  asio::awaitable<void> refuse(unsigned status) {
    stream_.expires_after(shared_->options.request_timeout);
    co_await write(stream_, shared_->handlers.refusal(status), false, false);
    // What the client is still sending is read away for a moment, or the kernel's reset would
    // take the answer with it.
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(std::chrono::seconds{1});
    std::array<char, 4'096> scrap;
    for (std::size_t total = 0; total < (1u << 20);) {
      auto [error, size] = co_await stream_.async_read_some(asio::buffer(scrap), kAwait);
      if (error) break;
      total += size;
    }
  }

  asio::awaitable<bool> upgrade(http::request<http::string_body> message) {
    stream_.expires_never();
    http_request plain = to_plain(message, peer_);
    upgrade_answer answer =
        co_await ask<upgrade_answer>(shared_->handlers.upgrade, std::move(plain));
    if (auto* refusal = std::get_if<http_response>(&answer)) {
      stream_.expires_after(shared_->options.write_timeout);
      co_await write(stream_, *refusal, false, false);
      co_return false;
    }
    co_await serve_websocket(shared_, std::move(stream_), std::move(message),
                             std::get<websocket_handler>(std::move(answer)));
    co_return false;
  }

  std::shared_ptr<http_shared> shared_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  ip_endpoint peer_;
  bool timed_out_ = false;
};

}  // namespace

asio::awaitable<void> serve(std::shared_ptr<http_shared> shared, tcp::socket socket) {
  http_connection connection{std::move(shared), std::move(socket)};
  co_await connection.run();
}

}  // namespace qorgan::net::detail
