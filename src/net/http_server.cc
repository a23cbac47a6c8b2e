#include "net/http_server.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "net/http_connection.h"

namespace qorgan::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

std::string_view to_string(http_method method) {
  switch (method) {
    case http_method::get: return "GET";
    case http_method::head: return "HEAD";
    case http_method::post: return "POST";
    case http_method::put: return "PUT";
    case http_method::patch: return "PATCH";
    case http_method::delete_: return "DELETE";
    case http_method::options: return "OPTIONS";
    case http_method::other: return "OTHER";
  }
  return "OTHER";
}

std::string_view http_request::header(std::string_view name) const {
  const auto same = [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b);
  };
  for (const http_header& field : headers) {
    if (std::ranges::equal(field.name, name, same)) return field.value;
  }
  return {};
}

struct http_server::state {
  asio::io_context io{1};
  std::shared_ptr<detail::http_shared> shared = std::make_shared<detail::http_shared>();
  tcp::acceptor acceptor{io};
  ip_endpoint address;
  std::jthread thread;
};

namespace {

tcp::endpoint to_asio(const ip_endpoint& at) {
  if (at.is_v4()) {
    asio::ip::address_v4::bytes_type bytes;
    std::copy_n(at.address.begin() + 12, 4, bytes.begin());
    return {asio::ip::address_v4{bytes}, at.port};
  }
  asio::ip::address_v6::bytes_type bytes;
  std::copy_n(at.address.begin(), 16, bytes.begin());
  return {asio::ip::address_v6{bytes}, at.port};
}

std::string listen_failure(const ip_endpoint& at, const error_code& error) {
  const std::string where = qorgan::to_string(at);
  if (error == asio::error::address_in_use) return where + " is in use by another process";
  if (error == asio::error::access_denied) return "no right to listen on " + where;
  return "cannot listen on " + where + ": " + error.message();
}

error_code bind_to(tcp::acceptor& acceptor, const tcp::endpoint& at) {
  error_code error;
  acceptor.open(at.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor,
                                 std::shared_ptr<detail::http_shared> shared) {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // out of descriptors: do not spin
      asio::steady_timer pause{acceptor.get_executor(), std::chrono::milliseconds{50}};
      co_await pause.async_wait(kAwait);
      continue;
    }
    if (shared->connections >= shared->options.connections) {
      ++shared->refused;
      continue;  // closes the socket
    }
    asio::co_spawn(acceptor.get_executor(), detail::serve(shared, std::move(socket)),
                   asio::detached);
  }
}

asio::awaitable<void> repeat(std::chrono::milliseconds period, std::function<void()> task) {
  asio::steady_timer timer{co_await asio::this_coro::executor};
  auto due = std::chrono::steady_clock::now();
  for (;;) {
    // A late tick is not made up for: the next one is a whole period away at the earliest.
    due = std::max(due + period, std::chrono::steady_clock::now());
    timer.expires_at(due);
    const auto [error] = co_await timer.async_wait(kAwait);
    if (error) co_return;
    task();
  }
}

asio::awaitable<void> listen_to(asio::posix::stream_descriptor events, std::function<void()> task) {
  std::uint64_t count = 0;
  for (;;) {
    const auto [error, size] =
        co_await events.async_read_some(asio::buffer(&count, sizeof count), kAwait);
    if (error) co_return;
    task();
  }
}

template <typename Condition>
asio::awaitable<void> wait_until(asio::io_context& io, Condition holds) {
  asio::steady_timer timer{io};
  for (int i = 0; i < 50 && !holds(); ++i) {
    timer.expires_after(std::chrono::milliseconds{10});
    co_await timer.async_wait(kAwait);
  }
}

// Gives answers a moment to be written and feeds to say goodbye, cuts off those that do not, then
// ends the loop. Each feed has been told `closed` by then, so that nothing keeps a dead connection.
asio::awaitable<void> shut_down(asio::io_context& io, std::shared_ptr<detail::http_shared> shared) {
  const auto each = [&shared](const auto& task) {
    const auto sockets = shared->websockets;
    for (const auto& [key, socket] : sockets) {
      if (const auto open = socket.lock()) task(*open);
    }
  };
  each([](websocket& open) { open.close(1001, "the server stops"); });
  const auto none_open = [&shared] { return shared->websockets.empty(); };
  co_await wait_until(io, [&] { return shared->answering == 0 && none_open(); });
  each([](websocket& open) { open.abort(); });
  co_await wait_until(io, none_open);
  io.stop();
}

}  // namespace

http_server::http_server(std::unique_ptr<state> s) : state_{std::move(s)} {}

std::expected<std::unique_ptr<http_server>, std::string> http_server::open(http_options options,
                                                                           http_handlers handlers) {
  auto s = std::make_unique<state>();
  const tcp::endpoint at = to_asio(options.listen);
  if (const error_code error = bind_to(s->acceptor, at)) {
    return std::unexpected(listen_failure(options.listen, error));
  }
  s->address = options.listen;
  s->address.port = s->acceptor.local_endpoint().port();
  s->shared->options = options;
  s->shared->handlers = std::move(handlers);
  return std::unique_ptr<http_server>{new http_server{std::move(s)}};
}

http_server::~http_server() {
  stop();
}

void http_server::start() {
  asio::co_spawn(state_->io, accept_all(state_->acceptor, state_->shared), asio::detached);
  state_->thread = std::jthread{[s = state_.get()] { s->io.run(); }};
}

void http_server::stop() {
  if (!state_->thread.joinable()) return;
  asio::post(state_->io, [s = state_.get()] {
    s->shared->stopping = true;
    error_code ignored;
    s->acceptor.close(ignored);
    asio::co_spawn(s->io, shut_down(s->io, s->shared), asio::detached);
  });
  state_->thread.join();
}

ip_endpoint http_server::address() const {
  return state_->address;
}

void http_server::post(std::function<void()> task) {
  asio::post(state_->io, std::move(task));
}

void http_server::every(std::chrono::milliseconds period, std::function<void()> task) {
  asio::co_spawn(state_->io, repeat(period, std::move(task)), asio::detached);
}

void http_server::on_wake(int event_fd, std::function<void()> task) {
  asio::posix::stream_descriptor events{state_->io, ::dup(event_fd)};
  asio::co_spawn(state_->io, listen_to(std::move(events), std::move(task)), asio::detached);
}

std::size_t http_server::connections() const {
  return state_->shared->connections;
}
std::uint64_t http_server::refused_connections() const {
  return state_->shared->refused;
}

}  // namespace qorgan::net
