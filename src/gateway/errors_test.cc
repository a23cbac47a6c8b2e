// docs/sip-errors.md, row by row: what is answered to a message that is not understood.
#include "base/hash.h"
#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

struct malformed {
  const char* what;
  const char* from;  ///< replaced in a good INVITE …
  std::string to;    ///< … by this
  const char* answer;
};

std::string many(std::string_view line, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += line;
  return out;
}

TEST(Errors, EveryMalformedClassHasItsAnswer) {
  const char* const bad = "SIP/2.0 400 Bad Request";
  const malformed cases[] = {
      {"not_sip", " SIP/2.0", " HTTP/1.1", ""},
      {"version", "SIP/2.0", "SIP/3.0", "SIP/2.0 505 Version Not Supported"},
      {"bad_request_uri", "INVITE sip:", "INVITE <sip:", bad},
      {"bad_header", "Max-Forwards: 70", "no colon here", bad},
      {"missing_header", "Call-ID: ", "X-Other: ", ""},
      {"duplicate_header", "CSeq: 1 INVITE", "CSeq: 1 INVITE\r\nCSeq: 1 INVITE", bad},
      {"bad_from", "From: <sip:", "From: <<sip:", bad},
      {"bad_to", "To: <sip:", "To: \"<sip:", bad},
      {"bad_cseq", "CSeq: 1 INVITE", "CSeq: one INVITE", bad},
      {"cseq_mismatch", "CSeq: 1 INVITE", "CSeq: 1 BYE", bad},
      {"bad_max_forwards", "Max-Forwards: 70", "Max-Forwards: 300", bad},
      {"bad_content_length", "Content-Length: 0", "Content-Length: -1", bad},
      {"cut_short", "Content-Length: 0", "Content-Length: 9", bad},
      {"too_many_headers", "Content-Length: 0", many("X: 1\r\n", 130) + "X: 1", bad},
  };
  for (const malformed& each : cases) {
    rig r;
    std::string text = r.invite();
    const std::size_t at = text.find(each.from);
    ASSERT_NE(at, std::string::npos) << each.what;
    text.replace(at, std::string(each.from).size(), each.to);
    r.send(r.carrier, text);
    EXPECT_EQ(first_line(r.carrier.take()), each.answer) << each.what;
    EXPECT_EQ(r.callee().take(), "") << each.what;
    EXPECT_EQ(r.path->figures.malformed, 1u) << each.what;
    EXPECT_EQ(r.path->transactions.size(), 0u) << each.what;
    EXPECT_TRUE(r.journal.records.empty()) << each.what;
  }
}

TEST(Errors, ABadViaIsAnsweredToTheSendersAddress) {
  rig r;
  std::string text = r.invite();
  const std::size_t at = text.find("Via: SIP/2.0/UDP ");
  text.replace(at, 17, "Via: SIP/2.0 UDP ");
  r.send(r.carrier, text);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 400 Bad Request");
}

TEST(Errors, MalformedAcksAndResponsesAreSilence) {
  rig r;
  std::string ack = r.invite();
  ack.replace(0, 6, "ACK");  // CSeq still says INVITE
  r.send(r.carrier, ack);
  r.send(r.carrier, "SIP/2.0 200 OK\r\nVia: nonsense\r\n\r\n");
  r.send(r.carrier, "\r\n\r\n");  // keep-alive
  EXPECT_EQ(r.carrier.take(), "");
  EXPECT_EQ(r.path->figures.malformed, 2u);
}

TEST(Errors, RequestsThatCannotBeCarriedOut) {
  const struct {
    const char* from;
    const char* to;
    const char* answer;
  } cases[] = {
      {"Max-Forwards: 70", "Max-Forwards: 0", "SIP/2.0 483 Too Many Hops"},
      {"Max-Forwards: 70", "Proxy-Require: foo", "SIP/2.0 420 Bad Extension"},
      {"INVITE sip:", "INVITE http:", "SIP/2.0 416 Unsupported URI Scheme"},
      {"Max-Forwards: 70", "Route: <nonsense", "SIP/2.0 400 Bad Request"},
  };
  for (const auto& each : cases) {
    rig r;
    std::string text = r.invite();
    text.replace(text.find(each.from), std::string(each.from).size(), each.to);
    r.send(r.carrier, text);
    std::string got = r.carrier.take();
    if (first_line(got) == "SIP/2.0 100 Trying") got = r.carrier.take();
    EXPECT_EQ(first_line(got), each.answer) << each.to;
    EXPECT_EQ(r.callee().take(), "");
  }
}

TEST(Errors, AStrangersResponseMovesNothing) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  std::string forged = answer_to(r.callee().take(), "486 Busy Here");
  const std::size_t branch = forged.find("z9hG4bKqg") + 9 + 16;  // the half that is guessed
  forged.replace(branch, 4, "0000");
  neighbour stranger(0x7f000909);
  r.send(stranger, forged);
  EXPECT_EQ(r.carrier.take(), "");
  EXPECT_EQ(r.path->calls.size(), 1u);
}

/// One to four bytes of `text` replaced, removed or doubled.
std::string mutate(std::string text, std::uint64_t& dice) {
  const auto roll = [&dice](std::size_t sides) {
    dice = mix64(dice + 0x9e3779b97f4a7c15ULL);
    return static_cast<std::size_t>(dice % sides);
  };
  for (std::size_t i = 0, times = 1 + roll(4); i < times && !text.empty(); ++i) {
    const std::size_t at = roll(text.size());
    switch (roll(4)) {
      case 0: text[at] = static_cast<char>(roll(256)); break;
      case 1: text.erase(at, 1 + roll(20)); break;
      case 2: text.insert(at, text.substr(at, 1 + roll(40))); break;
      default: text[at] = "\r\n<>;:,@\"= "[roll(11)];
    }
  }
  return text;
}

TEST(Errors, MutatedTrafficCrashesNothingAndGrowsNothing) {
  rig r;
  std::uint64_t dice = 4475;
  for (int i = 0; i < 3'000; ++i) {
    const std::string invite = r.invite();
    r.send(r.carrier, mutate(invite, dice));
    r.send(r.carrier, invite);
    const std::string there = r.callee().take();
    if (!there.empty()) {
      const std::string ok =
          answer_to(there, "200 OK", "callee", "sip:phone@" + r.callee().address());
      r.send(r.callee(), mutate(answer_to(there, "180 Ringing"), dice));
      r.send(r.callee(), mutate(ok, dice));
      r.send(r.callee(), ok);
      r.send(r.carrier, mutate(inside("ACK", 1, ok, r.carrier), dice));
      if (i % 3 == 0) r.drop(r.last_call());
      r.send(r.carrier, mutate(inside("BYE", 2, ok, r.carrier), dice));
      r.send(r.callee(), mutate(inside("BYE", 2, ok, r.callee(), false), dice));
    }
    r.carrier.forget();
    r.callee().forget();
    if (i % 16 == 0) r.pass(2'000);
  }
  r.path->options.max_call_duration_ms = 1'000;
  r.pass(120'000);
  // Calls whose ends never came have twelve hours left; nothing else remains.
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.path->timers.size(), r.path->calls.size());
  EXPECT_LE(r.path->bytes.bytes_in_use(), r.path->calls.size() * 2'048);
}

}  // namespace
}  // namespace qorgan::gateway
