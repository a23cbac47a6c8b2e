#include "gateway/watcher.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "gateway/testing.h"
#include "net/socket_address.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

constexpr const char* kSwitch = "203.0.113.9:5060";
constexpr const char* kElement = "192.0.2.1:5060";

std::string wire(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' && (out.empty() || out.back() != '\r')) out += '\r';
    out += c;
  }
  return out;
}

rig_options on_trunk(trunk_mode kind, std::string policy = "version: 1\n",
                     enforcement mode = enforcement::enforce) {
  rig_options out;
  out.kind = kind;
  out.policy = std::move(policy);
  out.mode = mode;
  return out;
}

watch_options with_key(std::string key) {
  watch_options out;
  out.auth_key = std::move(key);
  return out;
}
watch_options over_tcp() {
  watch_options out;
  out.listen = {{transport::tcp, from_v4(0x7f000001, 0)}};
  return out;
}

constexpr int kPatience = 200'000;

/// The next message of a neighbour that begins so; what comes before it is passed over.
std::string next_of(neighbour& who, std::string_view begin) {
  for (int i = 0; i < kPatience; ++i) {
    std::string message = who.take();
    if (message.starts_with(begin)) return message;
    if (message.empty()) std::this_thread::yield();
  }
  ADD_FAILURE() << "no " << begin;
  return {};
}

/// A capture agent that sends what it is told over a real socket.
class mirror {
 public:
  explicit mirror(rig& to, watch_options with = {}) : to_{to} {
    if (with.listen.empty()) with.listen = {{transport::udp, from_v4(0x7f000001, 0)}};
    if (with.sources.empty()) with.sources = {*parse_block("127.0.3.0/24")};
    key = with.auth_key;
    to.path->options.watch = with;
    to.path->watch = watcher::open(*to.path).value();
  }

  /// The message as seen between two addresses; "carrier" is the rig's. `ago_ms`: before now.
  void see(std::string_view from, std::string_view destination, std::string_view text,
           std::int64_t ago_ms = 0) {
    const std::string sip = wire(text);
    send(packet(from, destination, sip, ago_ms));
  }
  std::string packet(std::string_view from, std::string_view destination, std::string_view sip,
                     std::int64_t ago_ms = 0) const {
    codec::hep_packet out;
    out.source = place(from);
    out.destination = place(destination);
    out.at = to_.path->now - std::chrono::milliseconds{ago_ms};
    out.ip_protocol = 17;
    out.payload_kind = codec::kHepSip;
    out.auth_key = key;
    out.payload = sip;
    std::string bytes;
    codec::append_hep(bytes, out);
    return bytes;
  }
  void send(std::string_view bytes) { send(bytes, agent); }
  void send(std::string_view bytes, net::udp_socket& from) {
    const std::uint64_t before = figures().packets + figures().strangers;
    from.send(bytes, to_.path->watch->bound()[0]);
    from.flush();
    EXPECT_TRUE(receive_until([&] { return figures().packets + figures().strangers > before; }));
  }
  /// The kernel may deliver a moment later than it took.
  template <typename Done>
  bool receive_until(Done done) {
    for (int i = 0; i < kPatience; ++i) {
      to_.path->watch->receive();
      if (done()) return true;
      std::this_thread::yield();
    }
    return false;
  }
  const watch_figures& figures() const { return to_.path->figures.watch; }

  net::udp_socket agent = net::udp_socket::open(from_v4(0x7f000301, 0)).value();
  std::string key;

 private:
  ip_endpoint place(std::string_view name) const {
    return name == "carrier" ? to_.carrier.at() : *parse_endpoint(name, 5060);
  }
  rig& to_;
};

/// A whole call in the mirror of both legs, from an INVITE as the carrier sends it.
void watch_a_call(rig& r, mirror& seen, const std::string& invite) {
  seen.see("carrier", kElement, invite);
  seen.see(kElement, kSwitch, invite);
  r.pass(300);
  const std::string ringing = answer_to(invite, "180 Ringing");
  seen.see(kSwitch, kElement, ringing);
  seen.see(kElement, "carrier", ringing);
  r.pass(2'000);
  const std::string answer = answer_to(invite, "200 OK", "callee", "sip:b@203.0.113.9");
  seen.see(kSwitch, kElement, answer);
  seen.see(kElement, "carrier", answer);
  r.pass(100);
  seen.see("carrier", kElement, inside("ACK", 1, answer, r.carrier));
  r.pass(5'000);
  const std::string bye = inside("BYE", 2, answer, r.carrier);
  seen.see("carrier", kElement, bye);
  r.pass(20);
  seen.see(kElement, "carrier", answer_to(bye, "200 OK"));
  r.pass(300);
}

void carry_a_call(rig& r, const std::string& invite) {
  r.send(r.carrier, invite);
  const std::string forwarded = next_of(r.callee(), "INVITE");
  r.pass(300);
  r.send(r.callee(), answer_to(forwarded, "180 Ringing"));
  r.pass(2'000);
  r.send(r.callee(), answer_to(forwarded, "200 OK", "callee", "sip:b@" + r.callee().address()));
  r.pass(100);
  const std::string answer = next_of(r.carrier, "SIP/2.0 200 OK");
  r.send(r.carrier, inside("ACK", 1, answer, r.carrier));
  r.pass(5'000);
  r.send(r.carrier, inside("BYE", 2, answer, r.carrier));
  r.pass(20);
  r.send(r.callee(), answer_to(next_of(r.callee(), "BYE"), "200 OK"));
  next_of(r.carrier, "SIP/2.0 200 OK");
  r.pass(300);
}

std::string words_of(const decision& made) {
  std::string out = std::string(to_string(made.would)) + " " + std::string(made.rule.view()) + " " +
                    std::to_string(made.score);
  for (const evidence& reason : made.reasons) {
    out += " " + std::to_string(reason.detector.value) + ":" + std::to_string(reason.observed);
  }
  return out;
}

std::string story_of(const rig& r) {
  std::string out;
  for (const record& each : r.journal.records) {
    if (each.decided) out += "\n" + words_of(*each.decided);
    if (std::holds_alternative<call_ringing>(each.input)) out += ", rings";
    if (std::holds_alternative<call_answered>(each.input)) out += ", answered";
    if (const auto* ended = std::get_if<call_ended>(&each.input)) {
      out += ", " + std::to_string(ended->sip_code) + " by " + std::string(to_string(ended->by));
    }
  }
  return out;
}

constexpr const char* kBurst = R"(
version: 1
lists: {roaming: roaming.txt}
detectors: {velocity_per_caller: {max_calls_per_10min: 5}}
rules:
  - name: spoofed
    when: {evidence_any: [domestic_mobile_not_roaming]}
    verdict: block
    legal_basis: test
  - name: burst
    when: {evidence_any: [velocity_per_caller]}
    verdict: block
    legal_basis: test
)";

TEST(watcher, the_same_calls_get_the_same_decisions_in_the_path_and_in_the_mirror) {
  rig path{on_trunk(trunk_mode::proxy, kBurst, enforcement::shadow)};
  rig side{on_trunk(trunk_mode::watch, kBurst)};
  mirror seen{side};
  for (int i = 0; i < 9; ++i) {
    const std::string callee = "+7701000000" + std::to_string(i);
    const char* const caller = i == 4 ? "+77017654321" : "+442079460001";
    carry_a_call(path, path.invite(caller, callee));
    watch_a_call(side, seen, side.invite(caller, callee));
  }
  EXPECT_EQ(story_of(side), story_of(path));
  EXPECT_NE(story_of(side).find("block burst"), std::string::npos);
  EXPECT_NE(story_of(side).find("block spoofed"), std::string::npos);
  EXPECT_EQ(side.journal.ladder_of(side.last_call()),
            "INVITE> INVITE>> 180<< 180< 200<< 200< ACK> BYE> 200<");
  const auto started = side.journal.all<call_started>();
  ASSERT_EQ(started.size(), 9u);
  EXPECT_EQ(started[0].seen, seen_by::watched);
  EXPECT_EQ(side.path->trunks.at(0).figures.answered, 9u);
  EXPECT_EQ(side.path->trunks.at(0).figures.live, 0u);
  EXPECT_GT(side.path->trunks.at(0).figures.would_block, 0u);
  EXPECT_EQ(side.path->trunks.at(0).figures.blocked, 0u);
}

TEST(watcher, messages_out_of_order_are_sorted_by_their_times) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r};
  const std::string invite = r.invite();
  seen.see(kElement, "carrier", answer_to(invite, "180 Ringing"), 10);
  seen.see("carrier", kElement, invite, 60);
  r.pass(200);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
  EXPECT_EQ(seen.figures().mid_call, 0u);
}

TEST(watcher, a_redirected_call_that_is_mirrored_is_one_record) {
  rig r{on_trunk(trunk_mode::redirect)};
  mirror seen{r};
  const std::string invite = r.invite();
  seen.see("carrier", kElement, invite);
  r.send(r.carrier, invite);
  next_of(r.carrier, "SIP/2.0 404 Not Found");
  const std::string question = r.centre();
  seen.see("carrier", question, invite);
  seen.see(question, "carrier", answer_to(invite, "404 Not Found"));
  r.pass(300);
  seen.see(kElement, "carrier", answer_to(invite, "180 Ringing"));
  r.pass(1'000);
  const std::string answer = answer_to(invite, "200 OK", "callee", "sip:b@203.0.113.9");
  seen.see(kElement, "carrier", answer);
  r.pass(4'000);
  const std::string bye = inside("BYE", 2, answer, r.carrier);
  seen.see("carrier", kElement, bye);
  seen.see(kElement, "carrier", answer_to(bye, "200 OK"));
  r.pass(300);
  ASSERT_TRUE(r.journal.records[0].decided.has_value());
  EXPECT_EQ(story_of(r),
            "\n" + words_of(*r.journal.records[0].decided) + ", rings, answered, 200 by caller");
  EXPECT_EQ(r.journal.all<call_started>()[0].seen, seen_by::redirect);
  EXPECT_EQ(seen.figures().joined, 1u);
  EXPECT_EQ(seen.figures().own, 2u);
}

TEST(watcher, a_call_refused_by_redirect_ends_once) {
  rig r{on_trunk(trunk_mode::redirect, kBurst)};
  mirror seen{r};
  const std::string invite = r.invite("+77017654321");
  r.send(r.carrier, invite);
  r.pass(50);
  next_of(r.carrier, "SIP/2.0 603 Decline");
  seen.see("carrier", kElement, invite);
  seen.see(kElement, "carrier", answer_to(invite, "603 Decline"));
  r.pass(5'000);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_ended>()[0].by, ended_by::centre);
}

TEST(watcher, a_drop_of_a_watched_call_says_why_it_cannot_be) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r};
  const std::string invite = r.invite();
  seen.see("carrier", kElement, invite);
  seen.see(kElement, "carrier", answer_to(invite, "200 OK"));
  r.pass(300);
  r.drop(r.last_call());
  EXPECT_EQ(r.journal.teardown_of(r.last_call()), std::vector<std::string>{"failed"});
  const auto told = r.journal.all<teardown_progress>();
  EXPECT_NE(told[0].cause.view().find("only watched"), std::string_view::npos);
  EXPECT_EQ(told[0].actor.view(), "operator:desk");
  EXPECT_EQ(r.path->watch->live(), 1u) << "and it goes on";
}

TEST(watcher, sip_from_a_trunk_that_is_only_watched_is_refused) {
  rig r{on_trunk(trunk_mode::watch)};
  r.send(r.carrier, r.invite());
  next_of(r.carrier, "SIP/2.0 403 Forbidden");
  EXPECT_TRUE(r.journal.records.empty());
}

TEST(watcher, strangers_and_wrong_keys_are_dropped_and_counted) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r, with_key("right")};
  const std::string invite = r.invite();
  seen.key = "wrong";
  seen.see("carrier", kElement, invite);
  seen.key = "";
  seen.see("carrier", kElement, invite);
  seen.key = "right and more";
  seen.see("carrier", kElement, invite);
  EXPECT_EQ(seen.figures().wrong_key, 3u);
  seen.key = "right";
  auto stranger = net::udp_socket::open(from_v4(0x7f000401, 0)).value();
  seen.send(seen.packet("carrier", kElement, invite), stranger);
  EXPECT_EQ(seen.figures().strangers, 1u);
  r.pass(500);
  EXPECT_TRUE(r.journal.records.empty());
  seen.see("carrier", kElement, invite);
  r.pass(500);
  EXPECT_EQ(r.journal.records.size(), 1u);
}

TEST(watcher, what_is_not_understood_is_counted_by_kind) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r};
  seen.send("\x02\x10 version two");
  seen.send("nothing of the kind");
  seen.see("carrier", kElement, "INVITE what\r\n\r\n");
  seen.see("carrier", kElement, "\r\n\r\n");
  seen.see("carrier", kElement, r.invite(), 90'000);
  r.pass(500);
  EXPECT_EQ(seen.figures().old_version, 1u);
  EXPECT_EQ(seen.figures().malformed, 1u);
  EXPECT_EQ(seen.figures().bad_sip, 1u);
  EXPECT_EQ(seen.figures().other, 1u);
  EXPECT_EQ(seen.figures().clock_off, 1u) << "a clock that is a minute off is not believed …";
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u) << "… but the message is";
}

/// A TCP connection of an agent; blocking.
class tcp_agent {
 public:
  explicit tcp_agent(const ip_endpoint& to, std::uint32_t from = 0x7f000301) {
    sockaddr_storage name{};
    socklen_t size = net::to_socket_address(from_v4(from, 0), false, name);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&name), size), 0);
    size = net::to_socket_address(to, false, name);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&name), size), 0);
  }
  ~tcp_agent() { ::close(fd_); }
  tcp_agent(const tcp_agent&) = delete;
  tcp_agent& operator=(const tcp_agent&) = delete;

  void send(std::string_view bytes) {
    EXPECT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  /// Whether the other side has closed.
  bool is_over() {
    char byte = 0;
    return ::recv(fd_, &byte, 1, 0) <= 0;
  }

 private:
  int fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

TEST(watcher, tcp_frames_may_be_cut_anywhere) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r, over_tcp()};
  const std::string invite = wire(r.invite());
  const std::string stream = seen.packet("carrier", kElement, invite) +
                             seen.packet(kElement, "carrier", wire(answer_to(invite, "180 R")));
  tcp_agent agent{r.path->watch->bound()[0]};
  for (std::size_t at = 0; at < stream.size(); at += 97) {
    agent.send(std::string_view(stream).substr(at, 97));
    r.path->watch->receive();
  }
  EXPECT_TRUE(seen.receive_until([&] { return seen.figures().messages == 2; }));
  EXPECT_EQ(seen.figures().connections, 1u);
  EXPECT_EQ(seen.figures().messages, 2u);
  r.pass(500);
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
}

TEST(watcher, a_stream_that_is_no_hep_is_closed) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r, over_tcp()};
  tcp_agent agent{r.path->watch->bound()[0]};
  agent.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(seen.receive_until([&] { return seen.figures().malformed == 1; }));
  EXPECT_TRUE(agent.is_over());
  EXPECT_EQ(seen.figures().malformed, 1u);
  EXPECT_EQ(seen.figures().connections, 0u);
}

TEST(watcher, a_stranger_is_not_even_listened_to_over_tcp) {
  rig r{on_trunk(trunk_mode::watch)};
  mirror seen{r, over_tcp()};
  tcp_agent stranger{r.path->watch->bound()[0], 0x7f000401};
  EXPECT_TRUE(seen.receive_until([&] { return seen.figures().strangers == 1; }));
  EXPECT_TRUE(stranger.is_over());
  EXPECT_EQ(seen.figures().strangers, 1u);
}

}  // namespace
}  // namespace qorgan::gateway
