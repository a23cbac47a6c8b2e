#include "gateway/watch_tracker.h"

#include <gtest/gtest.h>

#include <map>

#include "gateway/watch_window.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kBegin_us = 1'772'359'200'000'000;

trunk_options trunk_named(std::string name, trunk_mode mode) {
  trunk_options out;
  out.name = std::move(name);
  out.id = trunk_id_of(out.name);
  out.mode = mode;
  out.enforced = enforcement::enforce;
  return out;
}

/// One message in the mirror. `way`: "c>e" carrier to element, "e>s" element to switch, and back.
struct said {
  std::int64_t at_ms = 0;
  std::string way;
  std::string what;  ///< "INVITE", "BYE" …, or "180", "200" to INVITE, "200 BYE" …
  int call = 1;
  int cseq = 1;
  std::string branch = "z9hG4bKi";
  std::string to_tag = "callee";  ///< of everything but the first INVITE and CANCEL
  bool by_callee = false;         ///< the callee's request, or the answer to it
  std::string callee = "+77010000001";
};

class story : public watch_host {
 public:
  explicit story(watch_limits limits = {.calls = 100, .verdicts = 10, .waiting = 10})
      : tracker{limits, 7, *this, figures} {}

  void see(const said& one) {
    const auto at = [](char who) {
      return *parse_endpoint(who == 'c'   ? "198.51.100.20:5060"
                             : who == 'e' ? "192.0.2.1:5060"
                             : who == 'r' ? "198.51.100.30:5060"
                             : who == 'q' ? "192.0.2.99:5060"
                                          : "203.0.113.9:5060",
                             0);
    };
    const std::string text = text_of(one);
    static sip::message in;
    const auto parsed = sip::parse(text, in);
    ASSERT_TRUE(parsed.has_value()) << to_string(parsed.error()) << "\n" << text;
    tracker.take(in, {at(one.way[0]), at(one.way[2]), from_us(kBegin_us + one.at_ms * 1'000)});
  }
  void see(std::initializer_list<said> all) {
    for (const said& one : all) see(one);
  }
  void pass_to(std::int64_t ms) { tracker.advance(from_us(kBegin_us + ms * 1'000)); }

  // watch_host
  int trunk_of(const ip_endpoint& sender) override {
    const std::string at = address_text(sender);
    return at == "198.51.100.20" ? 0 : at == "198.51.100.30" ? 1 : -1;
  }
  const trunk_options& trunk(std::uint16_t position) override { return trunks[position]; }
  bool is_own(const ip_endpoint& at) override { return address_text(at) == "192.0.2.99"; }
  std::span<const std::string> emergency_numbers() override { return emergency; }
  call_key on_started(const watched_call& call, call_started& event) override {
    events.push_back(event);
    event.key = {++last_key};
    tell(call, "start");
    return event.key;
  }
  void on_joined(const watched_call& call) override { tell(call, "join", call.key.value); }
  void on_ringing(const watched_call& call) override { tell(call, "ring", call.key.value); }
  void on_answered(const watched_call& call) override { tell(call, "answer", call.key.value); }
  void on_ended(const watched_call& call) override {
    tell(call, "end " + std::to_string(call.end_code) + " " + std::string(to_string(call.by)),
         call.key.value);
  }
  void on_messages(const watched_call& call) override { tell(call, "more", call.key.value); }

  std::vector<trunk_options> trunks{trunk_named("carrier", trunk_mode::watch),
                                    trunk_named("asking", trunk_mode::redirect)};
  std::vector<std::string> emergency{"112"};
  std::vector<call_started> events;
  watch_figures figures;
  std::uint64_t last_key = 0;
  std::string log;                            ///< what the host was told
  std::map<std::uint64_t, std::string> seen;  ///< ladder by call
  watch_tracker tracker;

 private:
  static std::string text_of(const said& one) {
    const bool response = one.what[0] >= '1' && one.what[0] <= '6';
    std::string verb = one.what;
    if (response) verb = one.what.size() > 4 ? one.what.substr(4) : "INVITE";
    const bool first = !response && (one.what == "INVITE" || one.what == "CANCEL") &&
                       one.to_tag == "callee" && !one.by_callee;
    const std::string caller = "<sip:+442079460001@carrier>;tag=caller";
    const std::string callee = "<sip:" + one.callee + "@centre>" +
                               (first || one.to_tag.empty() ? "" : ";tag=" + one.to_tag);
    std::string out = response ? "SIP/2.0 " + one.what.substr(0, 3) + " Words\r\n"
                               : verb + " sip:" + one.callee + "@192.0.2.1 SIP/2.0\r\n";
    out += "Via: SIP/2.0/UDP 198.51.100.20:5060;branch=" + one.branch + "\r\n";
    out += "From: " + (one.by_callee ? callee : caller) + "\r\n";
    out += "To: " + (one.by_callee ? caller : callee) + "\r\n";
    out += "Call-ID: call-" + std::to_string(one.call) + "\r\n";
    out += "CSeq: " + std::to_string(one.cseq) + " " + verb + "\r\n";
    return out + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  }

  void tell(const watched_call& call, const std::string& what, std::uint64_t key = 0) {
    if (!log.empty()) log += ", ";
    log += what;
    if (last_key > 1) log += " #" + std::to_string(key == 0 ? last_key : key);
    std::string& to = seen[key == 0 ? last_key : key];
    for (const ladder_entry& entry : call.messages) {
      const bool callee_side = entry.side == leg::callee;
      const bool onwards = callee_side == (entry.way == direction::sent);
      if (!to.empty()) to += ' ';
      to += entry.status == 0 ? std::string(entry.method.view()) : std::to_string(entry.status);
      to += std::string(callee_side ? 2 : 1, onwards ? '>' : '<');
    }
  }
};

/// A call through a proxy whose two sides are mirrored.
const std::initializer_list<said> kBegun{{0, "c>e", "INVITE"},
                                         {1, "e>c", "100"},
                                         {1, "e>s", "INVITE", 1, 1, "z9hG4bKe"},
                                         {400, "s>e", "180", 1, 1, "z9hG4bKe"},
                                         {401, "e>c", "180"},
                                         {5'000, "s>e", "200", 1, 1, "z9hG4bKe"},
                                         {5'001, "e>c", "200"},
                                         {5'100, "c>e", "ACK", 1, 1, "z9hG4bKa"},
                                         {5'101, "e>s", "ACK", 1, 1, "z9hG4bKa2"}};

TEST(watch_tracker, a_call_on_two_hops_is_one_call) {
  story told;
  told.see(kBegun);
  EXPECT_EQ(told.log, "start, ring, answer");
  EXPECT_EQ(told.tracker.live(), 1u);
  told.see({{65'000, "c>e", "BYE", 1, 2, "z9hG4bKb"},
            {65'001, "e>s", "BYE", 1, 2, "z9hG4bKb2"},
            {65'020, "s>e", "200 BYE", 1, 2, "z9hG4bKb2"},
            {65'021, "e>c", "200 BYE", 1, 2, "z9hG4bKb"}});
  EXPECT_EQ(told.log, "start, ring, answer, end 200 caller");
  EXPECT_EQ(told.tracker.live(), 0u);
  EXPECT_EQ(told.figures.calls, 1u);
  // As the proxy's own ladder; the last 200 comes after the record of the end.
  EXPECT_EQ(told.seen[1],
            "INVITE> 100< INVITE>> 180<< 180< 200<< 200< ACK> ACK>> BYE> BYE>> 200<<");
  ASSERT_EQ(told.events.size(), 1u);
  EXPECT_EQ(to_string(told.events[0].caller.number), "+442079460001");
  EXPECT_EQ(to_string(told.events[0].callee.number), "+77010000001");
  EXPECT_EQ(told.events[0].seen, seen_by::watched);
  EXPECT_EQ(to_string(told.events[0].source), "198.51.100.20:5060");
}

TEST(watch_tracker, copies_and_retransmissions_change_nothing) {
  story told;
  for (const said& one : kBegun) {
    told.see(one);
    told.see(one);
  }
  EXPECT_EQ(told.log, "start, ring, answer");
  told.see({{6'000, "s>e", "BYE", 1, 9, "z9hG4bKb", "callee", true},
            {6'500, "s>e", "BYE", 1, 9, "z9hG4bKb", "callee", true},
            {6'510, "e>s", "200 BYE", 1, 9, "z9hG4bKb", "callee", true},
            {6'520, "e>s", "200 BYE", 1, 9, "z9hG4bKb", "callee", true}});
  EXPECT_EQ(told.log, "start, ring, answer, end 200 callee");
}

TEST(watch_tracker, a_refusal_ends_with_its_code_when_the_caller_has_it) {
  story told;
  told.see({{0, "c>e", "INVITE"},
            {1, "e>s", "INVITE", 1, 1, "z9hG4bKe"},
            {20, "s>e", "503", 1, 1, "z9hG4bKe"},
            {21, "e>s", "ACK", 1, 1, "z9hG4bKe"},
            {22, "e>s", "INVITE", 1, 1, "z9hG4bKf"},
            {300, "s>e", "486", 1, 1, "z9hG4bKf"}});
  EXPECT_EQ(told.log, "start") << "the element may try another next hop";
  told.see({{301, "e>c", "486"}, {320, "c>e", "ACK"}});
  EXPECT_EQ(told.log, "start, end 486 callee");
  EXPECT_EQ(told.seen[1], "INVITE> INVITE>> 503<< ACK>> INVITE>> 486<< 486< ACK>");
}

TEST(watch_tracker, a_refusal_without_its_ack_is_told_after_a_second) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {50, "e>c", "603"}});
  told.pass_to(900);
  EXPECT_EQ(told.log, "start");
  told.pass_to(1'100);
  EXPECT_EQ(told.log, "start, end 603 network");
}

TEST(watch_tracker, a_cancelled_call_ends_by_the_caller) {
  story told;
  told.see({{0, "c>e", "INVITE"},
            {300, "e>c", "180"},
            {2'000, "c>e", "CANCEL"},
            {2'001, "e>c", "200 CANCEL"},
            {2'050, "e>c", "487"},
            {2'060, "c>e", "ACK"}});
  EXPECT_EQ(told.log, "start, ring, end 487 caller");
}

TEST(watch_tracker, a_redirection_and_a_failure_of_the_network_say_so) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {50, "e>c", "302"}, {51, "c>e", "ACK"}});
  EXPECT_EQ(told.log, "start, end 302 callee");
  told.see({{100, "c>e", "INVITE", 2}, {150, "e>c", "500", 2}, {151, "c>e", "ACK", 2}});
  EXPECT_EQ(told.log, "start, end 302 callee, start #2, end 500 network #2");
}

TEST(watch_tracker, another_attempt_under_the_same_call_id_is_another_call) {
  story told;
  told.see({{0, "c>e", "INVITE"},
            {10, "e>c", "407"},
            {20, "c>e", "ACK"},
            {30, "c>e", "INVITE", 1, 2, "z9hG4bKn"},
            {90, "e>c", "200", 1, 2, "z9hG4bKn"}});
  EXPECT_EQ(told.log, "start, end 407 callee, start #2, answer #2");
}

TEST(watch_tracker, forks_ring_and_answer_once) {
  story told;
  told.see({{0, "c>e", "INVITE"},
            {10, "s>e", "180", 1, 1, "z9hG4bKe", "one"},
            {20, "s>e", "183", 1, 1, "z9hG4bKf", "two"},
            {30, "s>e", "200", 1, 1, "z9hG4bKf", "two"},
            {35, "s>e", "200", 1, 1, "z9hG4bKe", "one"},
            {40, "s>e", "487", 1, 1, "z9hG4bKg", "three"}});
  EXPECT_EQ(told.log, "start, ring, answer");
}

TEST(watch_tracker, what_happens_inside_a_call_does_not_end_it) {
  story told;
  told.see(kBegun);
  told.see({{9'000, "c>e", "INVITE", 1, 2, "z9hG4bKr", "callee2"},
            {9'050, "e>c", "488", 1, 2, "z9hG4bKr"},
            {9'100, "c>e", "UPDATE", 1, 3, "z9hG4bKu"},
            {9'120, "e>c", "200 UPDATE", 1, 3, "z9hG4bKu"},
            {9'200, "c>e", "BYE", 1, 4, "z9hG4bKb"},
            {9'210, "e>c", "407 BYE", 1, 4, "z9hG4bKb"}});
  told.pass_to(60'000);
  EXPECT_EQ(told.log, "start, ring, answer") << "a BYE that was challenged has ended nothing";
}

TEST(watch_tracker, a_lost_answer_shows_in_its_ack) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {300, "e>c", "180"}, {4'000, "c>e", "ACK", 1, 1, "z9hG4bKa"}});
  EXPECT_EQ(told.log, "start, ring, answer");
}

TEST(watch_tracker, a_lost_refusal_shows_in_its_ack) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {4'000, "c>e", "ACK"}});
  told.pass_to(5'100);
  EXPECT_EQ(told.log, "start, end 0 unknown");
}

TEST(watch_tracker, the_copy_of_a_refusal_may_come_after_that_of_its_ack) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {4'000, "c>e", "ACK"}, {4'001, "e>c", "486"}});
  EXPECT_EQ(told.log, "start, end 486 callee");
  told.pass_to(6'000);
  EXPECT_EQ(told.log, "start, end 486 callee");
}

TEST(watch_tracker, a_bye_says_that_the_call_was_answered) {
  story told;
  told.see({{0, "c>e", "INVITE"}, {9'000, "s>e", "BYE", 1, 1, "z9hG4bKb", "callee", true}});
  EXPECT_EQ(told.log, "start, answer");
  told.pass_to(15'000);
  EXPECT_EQ(told.log, "start, answer, end 200 callee") << "and its 200 need not be seen";
}

TEST(watch_tracker, calls_whose_end_is_lost_end_by_the_timers) {
  story told{{.calls = 10,
              .verdicts = 10,
              .waiting = 10,
              .ring_timeout_ms = 60'000,
              .max_call_duration_ms = 3'600'000}};
  told.see(kBegun);
  told.see({{6'000, "c>e", "INVITE", 2}, {6'100, "e>c", "180", 2}});
  told.see({{7'000, "c>e", "INVITE", 3}, {8'000, "c>e", "CANCEL", 3}});
  told.pass_to(50'000);
  EXPECT_EQ(told.log, "start, ring, answer, start #2, ring #2, start #3, end 487 caller #3");
  told.pass_to(130'000);
  EXPECT_TRUE(told.log.ends_with("end 408 network #2")) << told.log;
  told.pass_to(3'700'000);
  EXPECT_TRUE(told.log.ends_with("end 200 network #1")) << told.log;
  EXPECT_EQ(told.figures.timed_out, 3u);
  EXPECT_EQ(told.tracker.live(), 0u);
}

TEST(watch_tracker, calls_that_began_before_are_counted_and_left_alone) {
  story told;
  told.see({{0, "c>e", "BYE", 1, 2}, {1, "e>c", "200 BYE", 1, 2}, {2, "e>c", "180", 7}});
  told.see({{3, "c>e", "OPTIONS", 8, 1, "z9hG4bKo", ""}});
  EXPECT_EQ(told.log, "");
  EXPECT_EQ(told.figures.mid_call, 3u);
}

TEST(watch_tracker, only_calls_of_trunks_are_followed) {
  story told;
  told.see({{0, "s>e", "INVITE"}, {1, "e>s", "180"}});
  EXPECT_EQ(told.log, "");
  EXPECT_EQ(told.figures.no_trunk, 1u);
  told.trunks[0].mode = trunk_mode::proxy;
  told.see({{2, "c>e", "INVITE", 2}});
  EXPECT_EQ(told.log, "");
  EXPECT_EQ(told.figures.own, 1u);
}

TEST(watch_tracker, a_full_table_forgets_the_oldest) {
  story told{{.calls = 2, .verdicts = 10, .waiting = 10}};
  told.see({{0, "c>e", "INVITE", 1}, {1, "c>e", "INVITE", 2}, {2, "e>c", "200", 1}});
  told.see({{3, "c>e", "INVITE", 3}});
  EXPECT_EQ(told.log, "start, start #2, answer #1, end 200 network #1, start #3");
  EXPECT_EQ(told.figures.forgotten, 1u);
  EXPECT_EQ(told.tracker.live(), 2u);
  EXPECT_FALSE(told.tracker.is_watching({1}));
  EXPECT_TRUE(told.tracker.is_watching({3}));
}

TEST(watch_tracker, an_emergency_call_is_marked_as_one) {
  story told;
  said one{0, "c>e", "INVITE"};
  one.callee = "112";
  told.see(one);
  ASSERT_EQ(told.events.size(), 1u);
  EXPECT_TRUE(told.events[0].emergency);
}

// ---- together with a redirect trunk ----

call_started asked(std::uint64_t key, std::string_view call_id, std::string_view callee) {
  call_started out;
  out.key = {key};
  out.at = from_us(kBegin_us);
  out.seen = seen_by::redirect;
  out.sip_call_id.assign(call_id);
  out.caller.number = *e164::from_digits("442079460001");
  out.callee.number = *e164::from_digits(callee);
  return out;
}

TEST(watch_tracker, a_call_that_was_asked_about_continues_its_record) {
  story told;
  told.last_key = 10;
  told.see({{0, "r>e", "INVITE"}});
  EXPECT_EQ(told.log, "") << "the question may still come";
  told.see({{1, "e>q", "INVITE", 1, 1, "z9hG4bKq"}, {2, "q>e", "404", 1, 1, "z9hG4bKq"}});
  told.tracker.on_verdict(asked(5, "call-1", "77010000001"), false);
  told.see({{300, "e>r", "180"}, {900, "e>r", "200"}});
  EXPECT_EQ(told.log, "join #5, ring #5, answer #5");
  told.see({{1'000, "r>e", "BYE", 1, 2}, {1'001, "e>r", "200 BYE", 1, 2}});
  EXPECT_EQ(told.log, "join #5, ring #5, answer #5, end 200 caller #5");
  EXPECT_EQ(told.figures.own, 2u) << "the question itself is no message of the call";
}

TEST(watch_tracker, a_question_under_another_call_id_is_known_by_its_numbers) {
  story told;
  told.tracker.on_verdict(asked(5, "of-the-border-controller", "77010000001"), false);
  told.see({{40, "c>e", "INVITE"}, {300, "e>c", "180"}});
  told.last_key = 10;
  EXPECT_EQ(told.log, "join, ring");
  told.see({{500, "c>e", "INVITE", 2}});
  EXPECT_EQ(told.log, "join, ring, start #11") << "one question is one call";
}

TEST(watch_tracker, a_refused_call_has_its_record_already) {
  story told;
  told.tracker.on_verdict(asked(5, "call-1", "77010000001"), true);
  told.see({{10, "r>e", "INVITE"}, {20, "e>r", "603"}, {21, "r>e", "ACK"}});
  told.pass_to(5'000);
  EXPECT_EQ(told.log, "");
  EXPECT_EQ(told.tracker.live(), 0u);
}

TEST(watch_tracker, a_refusal_that_became_a_pass_is_followed) {
  story told;
  told.tracker.on_verdict(asked(5, "call-1", "77010000001"), true);
  told.tracker.on_verdict_passed({5});
  told.see({{10, "r>e", "INVITE"}, {20, "e>r", "180"}});
  EXPECT_EQ(told.log, "join, ring");
}

TEST(watch_tracker, a_call_nobody_asked_about_begins_after_two_seconds) {
  story told;
  told.see({{0, "r>e", "INVITE"}});
  told.pass_to(1'900);
  EXPECT_EQ(told.log, "");
  told.pass_to(2'100);
  EXPECT_EQ(told.log, "start");
  told.see({{2'200, "r>e", "INVITE", 2}, {2'300, "e>r", "200", 2}});
  EXPECT_EQ(told.log, "start, start #2, answer #2") << "or as soon as something happens";
}

TEST(watch_tracker, a_question_of_ten_seconds_ago_was_another_call) {
  story told;
  told.tracker.on_verdict(asked(5, "call-1", "77010000001"), false);
  told.see({{10'500, "c>e", "INVITE"}});
  EXPECT_EQ(told.log, "start");
}

// ---- the window ----

TEST(watch_window, sorts_what_came_late_within_its_time) {
  watch_window window{8 << 20, 100, 100};
  std::string out;
  const auto take = [&](std::string_view bytes, const mirrored&) { out += bytes; };
  const auto at = [](std::int64_t ms) { return from_us(kBegin_us + ms * 1'000); };
  EXPECT_TRUE(window.put("2", {.source = {}, .destination = {}, .at = at(20)}));
  EXPECT_TRUE(window.put("1", {.source = {}, .destination = {}, .at = at(10)}));
  EXPECT_TRUE(window.put("3", {.source = {}, .destination = {}, .at = at(20)}));
  window.release(at(109), take);
  EXPECT_EQ(out, "");
  window.release(at(115), take);
  EXPECT_EQ(out, "1");
  window.release(at(120), take);
  EXPECT_EQ(out, "123") << "equal times in the order they came";
  EXPECT_TRUE(window.empty());
}

TEST(watch_window, a_full_one_lets_the_earliest_go) {
  watch_window window{8 << 20, 2, 100};
  std::string out;
  const auto take = [&](std::string_view bytes, const mirrored&) { out += bytes; };
  const auto at = [](std::int64_t ms) { return from_us(kBegin_us + ms * 1'000); };
  ASSERT_TRUE(window.put("b", {.source = {}, .destination = {}, .at = at(2)}));
  ASSERT_TRUE(window.put("a", {.source = {}, .destination = {}, .at = at(1)}));
  EXPECT_FALSE(window.put("c", {.source = {}, .destination = {}, .at = at(3)}));
  window.release_one(take);
  EXPECT_EQ(out, "a");
  EXPECT_TRUE(window.put("c", {.source = {}, .destination = {}, .at = at(3)}));
  window.release_all(take);
  EXPECT_EQ(out, "abc");
}

}  // namespace
}  // namespace qorgan::gateway
