#include "sip/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/header_names.h"

namespace qorgan::sip {
namespace {

std::string invite(std::string_view extra = "") {
  return "INVITE sip:+77012345678@192.0.2.10:5070;user=phone SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 198.51.100.7:5080;rport;branch=z9hG4bK-1\r\n"
         "From: \"Caller \\\"A\\\"\" <sip:+442079460000@example.net>;tag=abc\r\n"
         "To: <sip:+77012345678@192.0.2.10>\r\n"
         "Call-ID: 42@198.51.100.7\r\n"
         "CSeq: 7 INVITE\r\n"
         "Max-Forwards: 69\r\n" +
         std::string(extra) + "Content-Length: 4\r\n\r\nbody";
}

std::string changed(std::string_view from, std::string_view to) {
  std::string text = invite();
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string fault_of(const std::string& bytes) {
  message m;
  const auto result = parse(bytes, m);
  return result ? "none" : std::string(to_string(result.error()));
}

TEST(message, takes_a_request_apart) {
  const std::string bytes = invite();
  message m;
  const auto result = parse(bytes, m);
  ASSERT_TRUE(result.has_value()) << to_string(result.error());
  EXPECT_TRUE(m.is_request);
  EXPECT_EQ(m.verb, method::invite);
  EXPECT_EQ(m.request_uri, "sip:+77012345678@192.0.2.10:5070;user=phone");
  EXPECT_EQ(m.top_via.text, "SIP/2.0/UDP 198.51.100.7:5080;rport;branch=z9hG4bK-1");
  EXPECT_EQ(m.top_via.transport, "UDP");
  EXPECT_EQ(m.top_via.host, "198.51.100.7");
  EXPECT_EQ(m.top_via.port, 5080);
  EXPECT_EQ(m.top_via.branch, "z9hG4bK-1");
  EXPECT_TRUE(m.top_via.has_rport);
  EXPECT_EQ(m.via_count, 1u);
  EXPECT_EQ(m.from.display, "\"Caller \\\"A\\\"\"");
  EXPECT_EQ(m.from.address.user, "+442079460000");
  EXPECT_EQ(m.from.address.host, "example.net");
  EXPECT_EQ(m.from.tag, "abc");
  EXPECT_EQ(m.to.tag, "");
  EXPECT_EQ(m.call_id, "42@198.51.100.7");
  EXPECT_EQ(m.cseq.number, 7u);
  EXPECT_EQ(m.max_forwards, 69);
  EXPECT_EQ(m.body, "body");
  ASSERT_EQ(m.headers.size(), 7u);
  const header& to = m.headers[2];
  EXPECT_EQ(bytes.substr(to.line_begin, to.line_end - to.line_begin),
            "To: <sip:+77012345678@192.0.2.10>\r\n");
  EXPECT_EQ(bytes.substr(m.headers_end), "body");
}

TEST(message, takes_a_response_apart) {
  const std::string bytes =
      "SIP/2.0 183 Session in progress\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1,SIP/2.0/TCP g\r\n"
      "Via: SIP/2.0/TLS f\r\nf: sip:a@b;tag=1\r\nt: <sip:c@d>;tag=2\r\ni: x\r\n"
      "CSEQ: 2147483647 UPDATE\r\n\r\nrest";
  message m;
  ASSERT_TRUE(parse(bytes, m).has_value());
  EXPECT_FALSE(m.is_request);
  EXPECT_EQ(m.status, 183);
  EXPECT_EQ(m.reason_phrase, "Session in progress");
  EXPECT_EQ(m.verb, method::update);
  EXPECT_EQ(m.via_count, 3u);
  EXPECT_EQ(m.top_via.text, "SIP/2.0/UDP h;branch=z9hG4bK1");
  EXPECT_EQ(m.from.address.text, "sip:a@b");
  EXPECT_EQ(m.from.tag, "1");
  EXPECT_EQ(m.max_forwards, -1);
  EXPECT_EQ(m.body, "rest");  // no Content-Length: the rest of the datagram
  EXPECT_FALSE(answerable(m));
}

TEST(message, the_same_memory_serves_the_next_message) {
  message m;
  const std::string first = invite("Route: <sip:a;lr>\r\n");
  ASSERT_TRUE(parse(first, m).has_value());
  const std::string second =
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h\r\nFrom: sip:a@b\r\nTo: sip:c@d\r\nCall-ID: y\r\n"
      "CSeq: 1 BYE\r\n\r\n";
  ASSERT_TRUE(parse(second, m).has_value());
  EXPECT_FALSE(m.is_request);
  EXPECT_EQ(m.request_uri, "");
  EXPECT_EQ(m.from.tag, "");
  EXPECT_EQ(m.from.display, "");
  EXPECT_FALSE(m.top_via.has_rport);
  EXPECT_EQ(m.top_via.branch, "");
  EXPECT_EQ(m.find(header_id::route), nullptr);
  EXPECT_EQ(m.max_forwards, -1);
  EXPECT_EQ(m.body, "");
}

TEST(message, names_the_first_fault) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "empty"},
      {"\r\n\r\n", "empty"},
      {"\n", "not_sip"},
      {"GET / HTTP/1.1\r\n\r\n", "not_sip"},
      {"SIP/2.0 20 OK\r\n\r\n", "not_sip"},
      {"SIP/2.0 700 Much\r\n\r\n", "not_sip"},
      {"SIP/3.0 200 OK\r\n\r\n", "version"},
      {std::string(2'000, 'A'), "not_sip"},
      {changed("SIP/2.0\r\n", "SIP/2.1\r\n"), "version"},
      {changed("sip:+77012345678@192.0.2.10:5070;user=phone", "sip:a@b:70000"), "bad_request_uri"},
      {changed("Max-Forwards: 69", "Max-Forwards 69"), "bad_header"},
      {changed("Max-Forwards: 69", ": 69"), "bad_header"},
      {changed("Max-Forwards: 69", "Max-For\twards: 69"), "bad_header"},
      {changed("Max-Forwards: 69", "X: a\x01z"), "bad_header"},
      {changed("Max-Forwards: 69", "X: a\rz"), "bad_header"},
      {changed("Max-Forwards: 69", "X: \"a\\\nz\""), "bad_header"},
      {changed("Max-Forwards: 69", std::string("X: a\0z", 6)), "bad_header"},
      {changed("Call-ID: 42@198.51.100.7", "Call-ID: "), "bad_header"},
      {changed("Call-ID: 42@198.51.100.7", "Call-ID: a b"), "bad_header"},
      {changed("Call-ID: 42@198.51.100.7\r\n", ""), "missing_header"},
      {changed("Via: ", "Viaa: "), "missing_header"},
      {changed("Max-Forwards: 69", "t: <sip:c@d>"), "duplicate_header"},
      {changed("Max-Forwards: 69", "Max-Forwards: 1\r\nMax-Forwards: 1"), "duplicate_header"},
      {changed("UDP 198", "UDP198"), "bad_via"},
      {changed("SIP/2.0/UDP", "SIP/1.0/UDP"), "bad_via"},
      {changed("z9hG4bK-1", "z9hG4bK-1,"), "bad_via"},
      {changed(";tag=abc", ";tag="), "bad_from"},
      {changed(";tag=abc", " tag=abc"), "bad_from"},
      {changed("<sip:+77012345678@192.0.2.10>", "<sip:+77012345678@192.0.2.10"), "bad_to"},
      {changed("<sip:+77012345678@192.0.2.10>", "sip:a@b, sip:c@d"), "bad_to"},
      {changed("7 INVITE", "2147483648 INVITE"), "bad_cseq"},
      {changed("7 INVITE", "7INVITE"), "bad_cseq"},
      {changed("7 INVITE", "7"), "bad_cseq"},
      {changed("7 INVITE", "-7 INVITE"), "bad_cseq"},
      {changed("7 INVITE", "7 invite"), "cseq_mismatch"},
      {changed("Max-Forwards: 69", "Max-Forwards: 256"), "bad_max_forwards"},
      {changed("Max-Forwards: 69", "Max-Forwards: 6 9"), "bad_max_forwards"},
      {changed("Content-Length: 4", "Content-Length: +4"), "bad_content_length"},
      {changed("Content-Length: 4", "Content-Length: 5"), "cut_short"},
      {changed("\r\n\r\nbody", "\r\n"), "cut_short"},
      {changed("\r\n\r\nbody", ""), "cut_short"},
      {std::string(70'000, 'A'), "cut_short"},
  };
  for (const auto& [bytes, fault] : cases) EXPECT_EQ(fault_of(bytes), fault) << bytes;
}

TEST(message, forgives_what_the_rfc_forgives) {
  for (const std::string& bytes :
       {"\r\n\r\n" + invite(), changed("Content-Length: 4", "l:\t4 "),
        changed("Max-Forwards: 69", "Max-Forwards:\r\n 69"),
        changed("Max-Forwards: 69", "X: a\r\n\tb\r\n c"), changed("Max-Forwards: 69", "X:"),
        changed("Max-Forwards: 69", "Contact: *"),
        changed("Max-Forwards: 69", "Contact: <sip:a@b?x=y>, \"q,\" <sip:c@d>;q=0.1"),
        changed("Max-Forwards: 69", "X: \xd0\xb0"), changed("\"Caller \\\"A\\\"\"", "\xd0\xb0"),
        changed("tag=abc", "tag=aGVsbG8/Kw=="), changed("sip:+7", "sip:0123#+7")}) {
    EXPECT_EQ(fault_of(bytes), "none") << bytes;
  }
}

TEST(message, holds_no_more_than_its_limits) {
  std::string lines;
  for (std::size_t i = 7; i < limits::kSipHeaders; ++i) lines += "X: y\r\n";
  EXPECT_EQ(fault_of(invite(lines)), "none");
  EXPECT_EQ(fault_of(invite(lines + "X: y\r\n")), "too_many_headers");
  const auto repeated = [](std::string_view name, std::string_view value, std::size_t count) {
    std::string line = std::string(name) + ": " + std::string(value);
    for (std::size_t i = 1; i < count; ++i) line += "," + std::string(value);
    return line + "\r\n";
  };
  constexpr std::size_t kHops = limits::kSipHops;
  EXPECT_EQ(fault_of(invite(repeated("v", "SIP/2.0/UDP h", kHops - 1))), "none");
  EXPECT_EQ(fault_of(invite(repeated("v", "SIP/2.0/UDP h", kHops))), "too_many_headers");
  EXPECT_EQ(fault_of(invite(repeated("Route", "<sip:a;lr>", kHops))), "none");
  EXPECT_EQ(fault_of(invite(repeated("Route", "<sip:a;lr>", kHops + 1))), "too_many_headers");
}

TEST(header_names, every_name_is_found_in_any_case) {
  for (int i = 0; i < static_cast<int>(header_id::other); ++i) {
    const auto id = static_cast<header_id>(i);
    std::string name(to_string(id));
    ASSERT_FALSE(name.empty());
    EXPECT_EQ(header_id_of(name), id) << name;
    for (char& c : name) c = static_cast<char>(i % 2 == 0 ? std::toupper(c) : std::tolower(c));
    EXPECT_EQ(header_id_of(name), id) << name;
    EXPECT_EQ(header_id_of(name + "x"), header_id::other);
    name[name.size() / 2] = '_';
    EXPECT_EQ(header_id_of(name), header_id::other) << name;
  }
  EXPECT_EQ(header_id_of("F"), header_id::from);
  EXPECT_EQ(header_id_of("x"), header_id::session_expires);
  EXPECT_EQ(header_id_of(""), header_id::other);
}

}  // namespace
}  // namespace qorgan::sip
