// The live feed over a real WebSocket.

#include <gtest/gtest.h>

#include <thread>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct live_browser : browser {
  using browser::browser;

  reply connect(const std::string& origin_prefix = "http://") {
    return http.upgrade("/api/v1/live", own({{"Origin", origin_prefix + http.host()}}));
  }
  // The next message that is of this type.
  json::value next(std::string_view type) {
    for (int i = 0; i < 200; ++i) {
      const auto frame = http.read_frame();
      if (!frame || frame->opcode != 1) return nullptr;
      json::value message = json::parse(frame->payload);
      if (message.at("type").as_string() == type) return message;
    }
    return nullptr;
  }
};

TEST(live, snapshot_and_deltas_arrive) {
  centre here;
  live_browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  ASSERT_EQ(desk.connect().status, 101);
  EXPECT_EQ(desk.next("hello").at("seq").to_number<int>(), 0);
  desk.http.send_text(R"({"subscribe":{"view":"live"}})");
  EXPECT_TRUE(desk.next("snapshot").at("rows").as_array().empty());
  const record call = started(1);
  here.console->publish({&call, 1});
  const json::value delta = desk.next("delta");
  ASSERT_EQ(delta.at("upserts").as_array().size(), 1u);
  EXPECT_EQ(delta.at("upserts").at(0).at("id").as_string(), to_string(key_of(call)));
  EXPECT_EQ(delta.at("seq").to_number<int>(), 2);
}

TEST(live, shows_what_the_archive_knew_at_the_start) {
  centre here;
  call_detail kept;
  kept.call.key = call_key{7};
  kept.call.ended_at = kStart;
  here.archive.add(kept);
  const record big_gap = started(1);  // overflow: the queue is smaller than this
  here.console->publish(std::vector<record>(9'000, big_gap));
  live_browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  ASSERT_EQ(desk.connect().status, 101);
  for (int i = 0; i < 100; ++i) {
    desk.http.send_text(R"({"subscribe":{"view":"live"}})");
    if (!desk.next("snapshot").at("rows").as_array().empty()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  FAIL() << "the live view never asked the archive";
}

TEST(live, is_for_the_same_site_and_the_signed_in) {
  centre here;
  live_browser desk{here};
  EXPECT_EQ(code_of(desk.connect()), "not_signed_in");
  ASSERT_TRUE(live_browser{here}.sign_in("desk-1"));
  live_browser evil{here};
  ASSERT_TRUE(evil.sign_in("desk-1"));
  EXPECT_EQ(code_of(evil.connect("http://evil.example/?")), "bad_origin");
  live_browser silent{here};
  ASSERT_TRUE(silent.sign_in("desk-1"));
  EXPECT_EQ(code_of(silent.http.upgrade("/api/v1/live", silent.own())), "bad_origin");
}

TEST(live, ends_with_4401_when_the_session_ends) {
  centre here;
  live_browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  live_browser tab{here};
  tab.cookie = desk.cookie;
  ASSERT_EQ(tab.connect().status, 101);
  EXPECT_FALSE(tab.next("hello").is_null());
  ASSERT_EQ(desk.http.request("DELETE", "/api/v1/session", desk.own()).status, 204);
  const auto end = tab.http.read_frame();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->close_code(), 4401);
}

// One browser stops reading while thousands of rows change; another must not notice, and the first
// must be right again after it wakes up.
TEST(live, a_sleeping_browser_holds_nobody_up_and_recovers_by_snapshot) {
  centre here;
  live_browser sleeper{here, 4'096};
  live_browser awake{here};
  ASSERT_TRUE(sleeper.sign_in("desk-1"));
  ASSERT_TRUE(awake.sign_in("desk-1"));
  for (live_browser* who : {&sleeper, &awake}) {
    ASSERT_EQ(who->connect().status, 101);
    who->http.send_text(R"({"subscribe":{"view":"live"}})");
    ASSERT_FALSE(who->next("snapshot").is_null());
  }
  std::uint64_t n = 0;
  int quick_deltas = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<record> batch;
    for (int i = 0; i < 1'000; ++i) batch.push_back(started(++n));
    here.console->publish(batch);
    if (!awake.next("delta").is_null()) ++quick_deltas;
  }
  EXPECT_EQ(quick_deltas, 20);
  // Nothing may be pending for the sleeper but what the kernel holds and one message.
  std::string newest;
  for (int i = 0; i < 50 && newest.empty(); ++i) {
    const json::value snapshot = sleeper.next("snapshot");
    if (snapshot.is_null()) break;
    EXPECT_LE(snapshot.at("rows").as_array().size(), 5'000u);
    newest = std::string{snapshot.at("rows").at(0).at("id").as_string()};
  }
  EXPECT_EQ(newest, to_string(key_of(started(n))));
}

// For the thread sanitizer: the journal's thread publishes while people read and act.
TEST(live, publishing_is_safe_beside_everything_else) {
  centre here;
  live_browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  live_browser tab{here};
  tab.cookie = desk.cookie;
  ASSERT_EQ(tab.connect().status, 101);
  tab.http.send_text(R"({"subscribe":{"view":"live"}})");
  std::atomic<bool> done{false};
  std::thread journal{[&] {
    for (std::uint64_t n = 1; !done; n += 4) {
      const record call = started(n);
      const std::vector<record> batch{call, ringing(n + 1, call), answered(n + 2, call),
                                      ended(n + 3, call)};
      here.console->publish(batch);
      std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
  }};
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(tab.next("delta").is_null());
    EXPECT_EQ(desk.get("/api/v1/calls").status, 200);
    EXPECT_EQ(desk.get("/api/v1/health").status, 200);
  }
  done = true;
  journal.join();
}

}  // namespace
}  // namespace qorgan::console::test
