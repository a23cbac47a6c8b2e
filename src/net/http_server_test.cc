#include "net/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "net/http_test_client.h"

namespace qorgan::net {
namespace {

// Answers with what it understood of the request; upgrades everything below /ws and echoes.
struct echo_server {
  explicit echo_server(http_options options = {}) {
    options.listen = from_v4(0x7f000001, 0);
    http_handlers handlers;
    handlers.request = [this](http_request request, auto respond) {
      if (request.path == "/elsewhere") {  // answered by another thread
        slow = std::async(std::launch::async, [respond] {
          respond({.status = 200, .content_type = "text/plain", .body = "late"});
        });
        return;
      }
      http_response out{.status = 200, .content_type = "text/plain", .body = {}};
      out.body = std::string{to_string(request.method)} + " " + request.path + "?" + request.query +
                 " " + std::string{request.header("x-test")} + " " + request.body;
      respond(out);
    };
    handlers.upgrade = [this](http_request request, auto respond) -> void {
      if (request.path != "/ws") return respond(http_response{.status = 403});
      respond(echo());
    };
    handlers.refusal = [](unsigned status) {
      return http_response{.status = status, .content_type = "text/plain", .body = "no"};
    };
    auto opened = http_server::open(options, handlers);
    server = std::move(*opened);
    server->start();
  }
  ~echo_server() { server->stop(); }

  websocket_handler echo() {
    auto held = std::make_shared<std::shared_ptr<websocket>>();
    return {.opened = [held](auto socket) { *held = socket; },
            .received =
                [held](std::string_view text) {
                  if (text == "close") return (*held)->close(4401, "bye");
                  (*held)->send(std::make_shared<const std::string>(text));
                },
            .sent = [] {},
            .closed =
                [this, held] {
                  held->reset();
                  ++closed;
                }};
  }

  std::unique_ptr<http_server> server;
  std::future<void> slow;
  std::atomic<int> closed{0};
};

TEST(http_server, answers_with_everything_of_the_request) {
  echo_server echo;
  test::client client{echo.server->address()};
  const auto reply = client.request("POST", "/a/b?c=d", {{"X-Test", "yes"}}, "body");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "POST /a/b?c=d yes body");
  EXPECT_EQ(reply.header("content-type"), "text/plain");
  EXPECT_FALSE(reply.header("date").empty());
}

TEST(http_server, keeps_the_connection_and_answers_pipelined_requests_in_order) {
  echo_server echo;
  test::client client{echo.server->address()};
  EXPECT_EQ(client.request("GET", "/1").body, "GET /1?  ");
  client.send_raw("GET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_reply().body, "GET /2?  ");
  EXPECT_EQ(client.read_reply().body, "GET /3?  ");
}

TEST(http_server, head_has_the_length_but_no_body) {
  echo_server echo;
  test::client client{echo.server->address()};
  const auto head = client.request("HEAD", "/x");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "10");
  EXPECT_EQ(client.request("GET", "/y").body, "GET /y?  ");
}

TEST(http_server, an_answer_may_come_from_another_thread) {
  echo_server echo;
  test::client client{echo.server->address()};
  EXPECT_EQ(client.request("GET", "/elsewhere").body, "late");
}

TEST(http_server, refuses_what_is_not_http) {
  echo_server echo;
  for (const char* garbage :
       {"garbage\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\r\nHost x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET http HTTP/1.1\r\nHost: x\r\n\r\n"}) {
    test::client client{echo.server->address()};
    client.send_raw(garbage);
    EXPECT_EQ(client.read_reply().status, 400) << garbage;
    EXPECT_FALSE(client.fill()) << "the connection must end";
  }
}

TEST(http_server, refuses_large_bodies_and_headers) {
  echo_server echo;
  test::client large{echo.server->address()};
  EXPECT_EQ(large.request("POST", "/", {}, std::string((64 << 10) + 1, 'x')).status, 413);
  test::client exact{echo.server->address()};
  EXPECT_EQ(exact.request("POST", "/", {}, std::string(64 << 10, 'x')).status, 200);
  test::client chunked{echo.server->address()};
  chunked.send_raw("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" +
                   std::string(0x20000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read_reply().status, 413);
  test::client heavy{echo.server->address()};
  EXPECT_EQ(heavy.request("GET", "/", {{"X-Long", std::string(20'000, 'x')}}).status, 431);
}

TEST(http_server, a_client_that_trickles_is_answered_408_and_one_that_says_nothing_is_left) {
  echo_server echo{{.request_timeout = std::chrono::milliseconds{200},
                    .idle_timeout = std::chrono::milliseconds{200}}};
  test::client slow{echo.server->address()};
  slow.send_raw("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(slow.read_reply().status, 408);
  test::client silent{echo.server->address()};
  EXPECT_EQ(silent.read_reply().status, 0);
}

TEST(http_server, refuses_more_connections_than_allowed) {
  echo_server echo{{.connections = 2}};
  test::client one{echo.server->address()};
  test::client two{echo.server->address()};
  EXPECT_EQ(one.request("GET", "/").status, 200);
  EXPECT_EQ(two.request("GET", "/").status, 200);
  test::client three{echo.server->address()};
  EXPECT_EQ(three.request("GET", "/").status, 0);
  EXPECT_EQ(echo.server->refused_connections(), 1u);
}

TEST(http_server, a_websocket_echoes_and_closes_with_its_code) {
  echo_server echo;
  test::client client{echo.server->address()};
  ASSERT_EQ(client.upgrade("/ws", {}).status, 101);
  client.send_text("hello");
  const auto hello = client.read_frame();
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->payload, "hello");
  client.send_text("close");
  const auto end = client.read_frame();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->close_code(), 4401);
}

TEST(http_server, an_upgrade_can_be_refused) {
  echo_server echo;
  test::client client{echo.server->address()};
  EXPECT_EQ(client.upgrade("/other", {}).status, 403);
}

TEST(http_server, a_large_websocket_message_ends_the_connection) {
  echo_server echo;
  test::client client{echo.server->address()};
  ASSERT_EQ(client.upgrade("/ws", {}).status, 101);
  client.send_text(std::string(5'000, 'x'));
  const auto end = client.read_frame();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->close_code(), 1009);
}

TEST(http_server, stopping_says_goodbye_to_websockets) {
  echo_server echo;
  test::client client{echo.server->address()};
  ASSERT_EQ(client.upgrade("/ws", {}).status, 101);
  client.send_text("up");
  ASSERT_TRUE(client.read_frame());
  std::thread stopper{[&] { echo.server->stop(); }};
  const auto end = client.read_frame();
  stopper.join();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->close_code(), 1001);
  EXPECT_EQ(echo.closed, 1) << "the owner is told, although the client never said goodbye";
}

TEST(http_server, says_in_one_line_that_a_port_is_taken) {
  echo_server echo;
  auto second = http_server::open({.listen = echo.server->address()}, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), to_string(echo.server->address()) + " is in use by another process");
}

TEST(http_server, tasks_run_on_its_thread) {
  auto opened = http_server::open({.listen = from_v4(0x7f000001, 0)}, {});
  ASSERT_TRUE(opened);
  std::promise<std::thread::id> posted;
  std::promise<std::thread::id> ticked;
  std::atomic<int> ticks{0};
  (*opened)->every(std::chrono::milliseconds{1}, [&] {
    if (++ticks == 3) ticked.set_value(std::this_thread::get_id());
  });
  (*opened)->start();
  (*opened)->post([&] { posted.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(posted.get_future().get(), ticked.get_future().get());
  (*opened)->stop();
}

}  // namespace
}  // namespace qorgan::net
