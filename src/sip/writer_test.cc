#include "sip/writer.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "sip/sample_messages.h"

namespace qorgan::sip {
namespace {

message parsed(std::string_view bytes) {
  message m;
  const auto result = parse(bytes, m);
  EXPECT_TRUE(result.has_value()) << to_string(result.error()) << "\n" << bytes;
  return m;
}

std::string request_with(std::string_view via) {
  return "INVITE sip:a@192.0.2.1 SIP/2.0\r\n" + std::string(via) +
         "Record-Route: <sip:192.0.2.77;lr>\r\n"
         "f: <sip:b@192.0.2.2>;tag=1\r\nTo: <sip:a@192.0.2.1>\r\n"
         "i: 1@2\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";
}

std::string response_to(std::string_view request, const response_options& options) {
  std::array<char, 2'000> room;
  writer out(room);
  const message m = parsed(request);
  begin_response(out, m, options);
  out.body();
  EXPECT_TRUE(out.ok());
  return std::string(out.view());
}

TEST(writer, builds_a_response_from_its_request) {
  const std::string request = request_with(
      "v: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nVia: SIP/2.0/TCP x.example;branch=y\r\n");
  EXPECT_EQ(response_to(request, {.status = 486, .to_tag = "abc", .record_route = true}),
            "SIP/2.0 486 Busy Here\r\n"
            "v: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\n"
            "Via: SIP/2.0/TCP x.example;branch=y\r\n"
            "Record-Route: <sip:192.0.2.77;lr>\r\n"
            "f: <sip:b@192.0.2.2>;tag=1\r\n"
            "To: <sip:a@192.0.2.1>;tag=abc\r\n"
            "i: 1@2\r\n"
            "CSeq: 1 INVITE\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(writer, leaves_a_tag_of_the_request_alone) {
  const std::string request = request_with("Via: SIP/2.0/UDP h;branch=1\r\n");
  std::string within = request;
  within.replace(within.find("To: <sip:a@192.0.2.1>"), 21, "To: <sip:a@192.0.2.1>;tag=x");
  EXPECT_EQ(parsed(response_to(within, {.status = 200, .to_tag = "new"})).to.tag, "x");
  EXPECT_EQ(parsed(response_to(request, {.status = 100})).to.tag, "");
}

// RFC 3261 §18.2.1, RFC 3581 §4
TEST(writer, fills_in_where_the_request_came_from) {
  const response_options options{.status = 200, .received = "203.0.113.5", .rport = 9999};
  const auto via_of = [&options](std::string_view via) {
    const std::string response =
        response_to(request_with("Via: " + std::string(via) + "\r\n"), options);
    const std::size_t begin = response.find("Via: ") + 5;
    return response.substr(begin, response.find("\r\n", begin) - begin);
  };
  EXPECT_EQ(via_of("SIP/2.0/UDP h;branch=1"), "SIP/2.0/UDP h;branch=1;received=203.0.113.5");
  EXPECT_EQ(via_of("SIP/2.0/UDP h;rport;branch=1"),
            "SIP/2.0/UDP h;branch=1;received=203.0.113.5;rport=9999");
  EXPECT_EQ(via_of("SIP/2.0/UDP h;branch=1;rport"),
            "SIP/2.0/UDP h;branch=1;received=203.0.113.5;rport=9999");
  EXPECT_EQ(via_of("SIP/2.0/UDP h ; received = 1.1.1.1 ; rport=7;branch=1"),
            "SIP/2.0/UDP h ;branch=1;received=203.0.113.5;rport=9999");
  EXPECT_EQ(via_of("SIP/2.0/UDP h;rport;received=1.1.1.1"),
            "SIP/2.0/UDP h;received=203.0.113.5;rport=9999");
  EXPECT_EQ(via_of("SIP/2.0/UDP h;rport;branch=1, SIP/2.0/UDP g;branch=2"),
            "SIP/2.0/UDP h;branch=1;received=203.0.113.5;rport=9999, SIP/2.0/UDP g;branch=2");
  EXPECT_EQ(
      via_of("SIP/2.0/UDP h;x=\";received=a;rport\";rport;y=\"\\\";rport\""),
      "SIP/2.0/UDP h;x=\";received=a;rport\";y=\"\\\";rport\";received=203.0.113.5;rport=9999");
  EXPECT_EQ(via_of("SIP/2.0/UDP h;x=\";rport;\";branch=1"),
            "SIP/2.0/UDP h;x=\";rport;\";branch=1;received=203.0.113.5");
}

TEST(writer, answers_faulty_requests_with_their_own_lines) {
  const std::string bytes = request_with("Via: SIP/2.0/UDP 192.0.2.15;;,;,,\r\n");
  message m;
  ASSERT_FALSE(parse(bytes, m).has_value());
  ASSERT_TRUE(answerable(m));
  std::array<char, 1'000> room;
  writer out(room);
  begin_response(out, m, {.status = 400, .to_tag = "t", .received = "203.0.113.5"});
  EXPECT_NE(out.view().find("Via: SIP/2.0/UDP 192.0.2.15;;,;,,\r\n"), std::string_view::npos);
  EXPECT_NE(out.view().find("SIP/2.0 400 Bad Request\r\n"), std::string_view::npos);
}

// The second line is sound, but it is not the top one.
TEST(writer, does_not_mix_a_malformed_top_via_with_the_next_line) {
  const std::string bytes =
      request_with("Via: SIP/2.0/UDP\r\nVia: SIP/2.0/UDP h;rport;branch=z9hG4bK1\r\n");
  message m;
  ASSERT_FALSE(parse(bytes, m).has_value());
  EXPECT_EQ(m.top_via.text, "");
  std::array<char, 1'000> room;
  writer out(room);
  begin_response(out, m, {.status = 400, .received = "203.0.113.5", .rport = 1});
  EXPECT_TRUE(
      out.view().starts_with("SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP\r\n"
                             "Via: SIP/2.0/UDP h;rport;branch=z9hG4bK1\r\nf: "));
}

TEST(writer, never_writes_beyond_its_room_and_says_so) {
  const message m = parsed(samples::kCarrierInvite);
  std::array<char, 700> room;
  for (std::size_t size = 0; size <= room.size(); ++size) {
    room.fill('#');
    writer out(std::span(room).first(size));
    begin_response(out, m, {.status = 603, .to_tag = "t", .received = "192.0.2.1", .rport = 5});
    out.header_line("Reason", "SIP;cause=603").body();
    ASSERT_LE(out.size(), size);
    for (std::size_t i = size; i < room.size(); ++i) ASSERT_EQ(room[i], '#');
    if (out.ok()) {
      EXPECT_EQ(parsed(out.view()).status, 603);
      EXPECT_GT(size, 300u);
      return;
    }
  }
  FAIL() << "a response of " << room.size() << " bytes should have been enough";
}

TEST(writer, stays_overflowed) {
  std::array<char, 4> room;
  writer out(room);
  out.text("12345").text("1");
  EXPECT_FALSE(out.ok());
  EXPECT_EQ(out.view(), "");
}

TEST(writer, knows_reason_phrases) {
  EXPECT_EQ(default_reason_phrase(100), "Trying");
  EXPECT_EQ(default_reason_phrase(608), "Rejected");
  EXPECT_EQ(default_reason_phrase(499), "Request Failure");
  EXPECT_EQ(default_reason_phrase(65'535), "Unknown");
}

// ---- parse, print, parse ----------------------------------------------------------------------

std::string printed(const message& m) {
  std::string room(m.bytes.size() + 100, '\0');
  writer out(room);
  if (m.is_request) {
    out.request_line(m.verb_text, m.request_uri);
  } else {
    out.text("SIP/2.0 ").number(m.status).text(" ").text(m.reason_phrase).crlf();
  }
  for (const header& field : m.headers) out.copy_line(m, field);
  out.crlf().text(m.body);
  EXPECT_TRUE(out.ok());
  return std::string(out.view());
}

void expect_same(const message& a, const message& b) {
  EXPECT_EQ(a.is_request, b.is_request);
  EXPECT_EQ(a.verb_text, b.verb_text);
  EXPECT_EQ(a.request_uri, b.request_uri);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.reason_phrase, b.reason_phrase);
  EXPECT_EQ(a.body, b.body);
  EXPECT_EQ(a.top_via.text, b.top_via.text);
  EXPECT_EQ(a.via_count, b.via_count);
  EXPECT_EQ(a.from.address.text, b.from.address.text);
  EXPECT_EQ(a.from.tag, b.from.tag);
  EXPECT_EQ(a.to.display, b.to.display);
  EXPECT_EQ(a.call_id, b.call_id);
  EXPECT_EQ(a.cseq.number, b.cseq.number);
  EXPECT_EQ(a.max_forwards, b.max_forwards);
  ASSERT_EQ(a.headers.size(), b.headers.size());
  for (std::size_t i = 0; i < a.headers.size(); ++i) {
    EXPECT_EQ(a.headers[i].id, b.headers[i].id);
    EXPECT_EQ(a.headers[i].name, b.headers[i].name);
    EXPECT_EQ(a.headers[i].value, b.headers[i].value);
  }
}

/// Puts in, removes or doubles a few bytes, with a taste for those that mean something.
std::string mutated(std::string text, std::mt19937_64& random) {
  constexpr std::string_view kSpecial = " \t\r\n:;,<>\"@=?%[]\\/\x7f";
  for (auto left = random() % 4; left > 0; --left) {
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0: text[at] = kSpecial[random() % kSpecial.size()]; break;
      case 1: text.insert(at, 1, kSpecial[random() % kSpecial.size()]); break;
      default: text.erase(at, 1 + random() % 3); break;
    }
    if (text.empty()) return text;
  }
  return text;
}

TEST(message, printing_what_was_parsed_parses_to_the_same) {
  std::vector<std::string> seeds{std::string(samples::kCarrierInvite)};
  const auto folder = std::filesystem::path(QORGAN_SOURCE_DIR) / "tests" / "sip" / "torture";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  std::mt19937_64 random(4475);
  int understood = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string bytes = mutated(seeds[random() % seeds.size()], random);
    message first;
    if (!parse(bytes, first)) continue;
    ++understood;
    const std::string again = printed(first);
    message second;
    const auto result = parse(again, second);
    ASSERT_TRUE(result.has_value()) << to_string(result.error()) << "\n" << bytes;
    expect_same(first, second);
    if (HasFailure()) FAIL() << bytes;
  }
  EXPECT_GT(understood, 3'000);
}

}  // namespace
}  // namespace qorgan::sip
