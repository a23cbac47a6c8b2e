// The feed's protocol with sockets and a clock in the test's hand.

#include "console/feed.h"

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct fake_socket final : net::websocket {
  void send(std::shared_ptr<const std::string> text) override {
    ASSERT_FALSE(blocked) << "sent while busy";
    messages.push_back(json::parse(*text));
    blocked = true;
  }
  bool busy() const override { return blocked; }
  void close(std::uint16_t code, std::string_view) override { closed_with = code; }
  void abort() override { aborted = true; }

  std::vector<json::value> messages;
  bool blocked = false;
  int closed_with = 0;
  bool aborted = false;
};

struct screen {
  net::websocket_handler handler;
  std::shared_ptr<fake_socket> socket = std::make_shared<fake_socket>();

  void open() { handler.opened(socket); }
  void say(std::string_view text) { handler.received(text); }
  // The kernel takes what is on its way.
  void flow() {
    while (socket->blocked) {
      socket->blocked = false;
      handler.sent();
    }
  }
  void subscribe(const std::string& what = R"({"view":"live"})") {
    flow();
    say(R"({"subscribe":)" + what + "}");
    flow();
  }
  // The newest message of this type; null when there is none.
  json::value last(std::string_view type) const {
    for (auto at = socket->messages.rbegin(); at != socket->messages.rend(); ++at) {
      if (at->at("type").as_string() == type) return *at;
    }
    return nullptr;
  }
  std::size_t count(std::string_view type) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        socket->messages,
        [&](const json::value& message) { return message.at("type").as_string() == type; }));
  }
};

struct feed_test : testing::Test {
  screen& open(role acts_as = role::operator_, std::string session = "s1") {
    screens.push_back({broadcast.admit(acts_as, std::move(session))});
    screens.back().open();
    return screens.back();
  }
  void pass_ms(std::int64_t ms) { now_ms += ms; }
  void tick(std::int64_t ms = 200) {
    pass_ms(ms);
    broadcast.tick();
  }

  guarded_view live{{{trunk_id_of("carrier-north"), "carrier-north"}}};
  std::int64_t now_ms = 1'000;
  std::deque<screen> screens;
  desk_board board{country{"KZ"}};
  feed broadcast{live, board, {.demonstration = true}, [this] {
                   return feed::times{kStart + std::chrono::milliseconds{now_ms}, now_ms};
                 }};
};

TEST_F(feed_test, greets_and_says_nothing_until_asked) {
  screen& desk = open();
  EXPECT_EQ(desk.last("hello").at("schema").to_number<int>(), 1);
  EXPECT_EQ(desk.last("hello").at("demonstration").as_bool(), true);
  desk.flow();
  live.view.apply(started(1));
  tick();
  EXPECT_EQ(desk.socket->messages.size(), 1u);
}

TEST_F(feed_test, a_snapshot_then_only_what_changes_each_row_once) {
  const record first = started(1);
  live.view.apply(first);
  live.view.apply(started(2));
  screen& desk = open();
  desk.subscribe();
  const json::value snapshot = desk.last("snapshot");
  EXPECT_EQ(snapshot.at("seq").to_number<int>(), 1);
  ASSERT_EQ(snapshot.at("rows").as_array().size(), 2u);
  EXPECT_GT(snapshot.at("rows").at(0).at("id").as_string(),
            snapshot.at("rows").at(1).at("id").as_string());
  tick();
  desk.flow();
  const auto before = desk.count("delta");
  live.view.apply(ringing(3, first));
  live.view.apply(answered(4, first));
  tick();
  desk.flow();
  EXPECT_EQ(desk.count("delta"), before + 1);
  const json::value delta = desk.last("delta");
  ASSERT_EQ(delta.at("upserts").as_array().size(), 1u);
  EXPECT_EQ(delta.at("upserts").at(0).at("state").as_string(), "answered");
  EXPECT_EQ(delta.at("seq").to_number<std::size_t>(), 1 + desk.count("delta"));
  EXPECT_EQ(delta.at("journal_seq").to_number<int>(), 4);
  tick();
  desk.flow();
  EXPECT_EQ(desk.count("delta"), before + 1) << "nothing changed, nothing is said";
}

TEST_F(feed_test, a_row_leaves_a_filtered_view_when_it_does_not_match_any_more) {
  const record call = started(1);
  live.view.apply(call);
  screen& desk = open();
  desk.subscribe(R"({"view":"live","filter":{"states":["screening","ringing"]}})");
  EXPECT_EQ(desk.last("snapshot").at("rows").as_array().size(), 1u);
  live.view.apply(answered(2, call));
  tick();
  desk.flow();
  EXPECT_EQ(desk.last("delta").at("removals").at(0).as_string(), to_string(key_of(call)));
  EXPECT_TRUE(desk.last("delta").at("upserts").as_array().empty());
}

TEST_F(feed_test, views_show_what_they_are_named_after) {
  record shadowed = started(1);
  shadowed.decided->would = verdict::block;
  live.view.apply(shadowed);
  live.view.apply(started(2, "77770001122", "77011234567", verdict::block));
  record alerted = started(3);
  alerted.alerts.push_back(alert{.key = key_of(alerted),
                                 .at = kStart,
                                 .kind = {"velocity"},
                                 .level = alert_level::urgent,
                                 .score = 0.9F,
                                 .caller = {},
                                 .callee = {},
                                 .reasons = {}});
  live.view.apply(alerted);
  screen& desk = open();
  desk.subscribe(R"({"view":"refused"})");
  EXPECT_EQ(desk.last("snapshot").at("rows").as_array().size(), 2u);
  desk.subscribe(R"({"view":"alerts","filter":{"trunk":"carrier-north","min_score":0.1}})");
  const json::value alerts = desk.last("snapshot");
  ASSERT_EQ(alerts.at("rows").as_array().size(), 1u);
  EXPECT_EQ(alerts.at("rows").at(0).at("alert").at("level").as_string(), "urgent");
  EXPECT_EQ(alerts.at("counts").at("alerts_live").to_number<int>(), 1);
  EXPECT_EQ(alerts.at("seq").to_number<int>(), 2);
}

TEST_F(feed_test, numbers_are_masked_by_role) {
  live.view.apply(started(1));
  screen& desk = open(role::operator_);
  screen& network = open(role::engineer);
  desk.subscribe();
  network.subscribe();
  EXPECT_EQ(desk.last("snapshot").at("rows").at(0).at("caller").as_string(), "+4915112345678");
  EXPECT_EQ(network.last("snapshot").at("rows").at(0).at("caller").as_string(), "+4915•••••••78");
  for (const screen* who : {&desk, &network}) {
    EXPECT_EQ(json::serialize(who->last("snapshot")).find("77011234567"), std::string::npos);
  }
}

TEST_F(feed_test, a_slow_client_gets_merged_changes_then_a_snapshot_and_holds_nobody_up) {
  screen& slow = open();
  screen& quick = open(role::operator_, "s2");
  slow.subscribe();
  quick.subscribe();
  const record call = started(1);
  live.view.apply(call);
  tick();
  quick.flow();  // the slow one's message stays on its way
  live.view.apply(ringing(2, call));
  tick();
  quick.flow();
  live.view.apply(answered(3, call));
  tick();
  quick.flow();
  slow.flow();
  tick();
  slow.flow();
  quick.flow();
  EXPECT_EQ(slow.last("delta").at("upserts").at(0).at("state").as_string(), "answered");
  EXPECT_LT(slow.count("delta"), quick.count("delta"));
  EXPECT_EQ(slow.count("snapshot"), 1u);
  live.view.apply(ended(4, call));
  tick();
  quick.flow();
  tick(2'100);
  EXPECT_EQ(broadcast.figures().slow, 1u);
  EXPECT_EQ(broadcast.figures().resyncs, 1u);
  slow.flow();
  EXPECT_EQ(slow.count("snapshot"), 2u) << "brought up to date as soon as the way is free";
  EXPECT_EQ(slow.last("snapshot").at("rows").at(0).at("state").as_string(), "ended");
  const auto seq = slow.last("snapshot").at("seq").to_number<int>();
  EXPECT_EQ(seq, slow.last("delta").at("seq").to_number<int>() + 1) << "no gap";
}

TEST_F(feed_test, a_client_that_reads_nothing_is_let_go) {
  screen& stuck = open();
  stuck.subscribe();
  live.view.apply(started(1));
  tick();
  tick(29'000);
  EXPECT_EQ(stuck.socket->closed_with, 0);
  tick(1'500);
  EXPECT_EQ(stuck.socket->closed_with, 4408);
  EXPECT_TRUE(stuck.socket->aborted);
  stuck.handler.closed();
  tick();
  EXPECT_EQ(broadcast.figures().connected, 0u);
}

TEST_F(feed_test, resync_brings_a_snapshot_and_nonsense_an_error) {
  screen& desk = open();
  desk.flow();
  desk.say(R"({"resync":true})");
  EXPECT_EQ(desk.count("snapshot"), 0u) << "there is no view yet";
  desk.subscribe();
  desk.say(R"({"resync":true})");
  desk.flow();
  EXPECT_EQ(desk.last("snapshot").at("seq").to_number<int>(), 2);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"{", "bad_json"},
      {"[]", "bad_json"},
      {R"({"hello":1})", "unknown_message"},
      {R"({"pong":1})", "unknown_message"},
      {R"({"subscribe":{"view":"secret"}})", "bad_subscription"},
      {R"({"subscribe":{"view":"live","filter":{"states":["gone"]}}})", "bad_subscription"}};
  for (const auto& [text, code] : wrong) {
    desk.say(text);
    EXPECT_EQ(desk.last("error").at("code").as_string(), code) << text;
    desk.flow();
  }
}

TEST_F(feed_test, the_age_of_the_picture_is_measured_from_what_was_painted) {
  screen& desk = open();
  desk.subscribe();
  tick(2'000);
  desk.flow();
  ASSERT_EQ(desk.count("ping"), 1u);
  desk.say(R"({"pong":1,"painted_seq":1})");
  live.view.apply(started(1));
  for (int i = 0; i < 25; ++i) {  // five seconds: it answers, but its tab paints nothing
    tick();
    desk.flow();
    desk.say(R"({"pong":2,"painted_seq":1})");
  }
  EXPECT_GE(broadcast.figures().worst_lag_ms, 2'500);
  EXPECT_EQ(broadcast.figures().frozen, 0u);
  for (int i = 0; i < 30; ++i) {
    tick();
    desk.flow();
    desk.say(R"({"pong":2,"painted_seq":1})");
  }
  EXPECT_EQ(broadcast.figures().frozen, 1u);
  const auto newest = desk.last("delta").at("seq").to_number<int>();
  desk.say(R"({"pong":3,"painted_seq":)" + std::to_string(newest) + "}");
  tick();
  EXPECT_EQ(broadcast.figures().worst_lag_ms, 0);
  EXPECT_EQ(broadcast.figures().frozen, 0u);
  for (int i = 0; i < 6; ++i) tick(2'000);
  EXPECT_EQ(broadcast.figures().frozen, 1u) << "says nothing any more";
}

TEST_F(feed_test, pings_come_through_a_busy_feed) {
  screen& desk = open();
  desk.subscribe();
  for (std::uint64_t n = 1; n <= 50; ++n) {  // ten seconds with a change in every tick
    live.view.apply(started(n));
    tick();
    desk.flow();
  }
  EXPECT_GE(desk.count("ping"), 4u);
  EXPECT_GE(desk.count("delta"), 50u);
}

TEST_F(feed_test, ends_with_its_session_and_is_limited_per_session) {
  screen& one = open(role::operator_, "s1");
  screen& other = open(role::operator_, "s2");
  broadcast.end_session("s1");
  EXPECT_EQ(one.socket->closed_with, 4401);
  EXPECT_EQ(other.socket->closed_with, 0);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(open(role::operator_, "s2").socket->closed_with, 0);
  EXPECT_EQ(open(role::operator_, "s2").socket->closed_with, 4429);
  EXPECT_EQ(broadcast.sessions(), (std::vector<std::string>{"s1", "s2"}));
}

TEST_F(feed_test, the_queue_comes_to_those_who_asked_and_may_see_it) {
  fake_desk book;
  const record first = started(1);
  book.add(std::get<call_started>(first.input), desk_level::urgent);
  board.replace(book.open_cases());
  board.refresh(live.view, casework::desk_limits::usual(), kStart, false);
  screen& desk = open();
  desk.subscribe(R"({"view":"live","queue":true})");
  tick();
  desk.flow();
  ASSERT_EQ(desk.count("queue"), 1u);
  EXPECT_TRUE(desk.last("queue").at("whole").as_bool());
  EXPECT_EQ(desk.last("queue").at("upserts").as_array().size(), 1u);
  EXPECT_TRUE(desk.last("queue").at("counts").at("alarm").as_bool());
  tick();
  desk.flow();
  EXPECT_EQ(desk.count("queue"), 1u) << "nothing changed";
  board.quiet(kStart + std::chrono::seconds{5});
  board.refresh(live.view, casework::desk_limits::usual(), kStart, false);
  tick();
  desk.flow();
  EXPECT_FALSE(desk.last("queue").at("counts").at("alarm").as_bool());
  screen& network = open(role::engineer, "s2");
  network.subscribe(R"({"view":"live","queue":true})");
  tick();
  network.flow();
  EXPECT_EQ(network.count("queue"), 0u);
}

TEST_F(feed_test, a_page_says_of_itself_whether_it_is_seen_and_heard) {
  screens.push_back({broadcast.admit(role::operator_, "s1", "operator:desk-1")});
  screen& desk = screens.back();
  desk.open();
  desk.flow();
  desk.say(R"({"presence":{"hidden":true,"sound":"locked"}})");
  tick();
  ASSERT_EQ(broadcast.consoles().size(), 1u);
  EXPECT_EQ(broadcast.consoles()[0].actor, "operator:desk-1");
  EXPECT_TRUE(broadcast.consoles()[0].hidden);
  EXPECT_EQ(broadcast.consoles()[0].sound, "locked");
  EXPECT_FALSE(broadcast.consoles()[0].frozen);
  tick(11'000);
  EXPECT_TRUE(broadcast.consoles()[0].frozen);
  desk.flow();
  desk.say(R"({"presence":{"hidden":true,"sound":"loud"}})");
  EXPECT_EQ(desk.last("error").at("code").as_string(), "bad_presence");
}

}  // namespace
}  // namespace qorgan::console::test
