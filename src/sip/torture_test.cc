// RFC 4475 (tests/sip/torture, one message to a file, named as in the RFC) and RFC 5118. The RFC
// leaves some verdicts open; at this border the strict one is taken.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "sip/message.h"

namespace qorgan::sip {
namespace {

using verdict = std::optional<parse_fault>;

std::filesystem::path folder() {
  return std::filesystem::path(QORGAN_SOURCE_DIR) / "tests" / "sip" / "torture";
}

std::string load(const std::string& name) {
  std::ifstream in(folder() / (name + ".dat"), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

verdict verdict_of(std::string_view bytes, message& m) {
  const auto result = parse(bytes, m);
  return result ? verdict{} : verdict{result.error()};
}

std::string name_of(verdict v) {
  return v ? std::string(to_string(*v)) : "valid";
}

const std::map<std::string, verdict>& verdicts() {
  static const std::map<std::string, verdict> all = {
      // 3.1.1 valid
      {"wsinv", {}},
      {"intmeth", {}},
      {"esc01", {}},
      {"escnull", {}},
      {"esc02", {}},
      {"lwsdisp", {}},
      {"longreq", {}},
      {"dblreq", {}},
      {"semiuri", {}},
      {"transports", {}},
      {"mpart01", {}},
      {"unreason", {}},
      {"noreason", {}},
      // 3.1.2 invalid
      {"badinv01", parse_fault::bad_via},
      {"clerr", parse_fault::cut_short},
      {"ncl", parse_fault::bad_content_length},
      {"scalar02", parse_fault::bad_cseq},
      {"scalarlg", parse_fault::bad_cseq},
      {"quotbal", parse_fault::bad_to},
      {"ltgtruri", parse_fault::bad_request_uri},
      {"lwsruri", parse_fault::bad_request_uri},
      {"lwsstart", parse_fault::bad_request_uri},
      {"trws", parse_fault::bad_request_uri},
      {"escruri", parse_fault::bad_request_uri},
      {"baddate", parse_fault::bad_header},
      {"regbadct", parse_fault::bad_header},
      {"badaspec", parse_fault::bad_to},
      {"baddn", parse_fault::bad_from},
      {"badvers", parse_fault::version},
      {"mismatch01", parse_fault::cseq_mismatch},
      {"mismatch02", parse_fault::cseq_mismatch},
      {"bigcode", parse_fault::not_sip},
      // 3.2 and 3.3: sound syntax, judged by the transaction and the proxy ...
      {"badbranch", {}},
      {"unkscm", {}},
      {"novelsc", {}},
      {"unksm2", {}},
      {"bext01", {}},
      {"invut", {}},
      {"regaut01", {}},
      {"bcast", {}},
      {"zeromf", {}},
      {"cparam01", {}},
      {"cparam02", {}},
      {"regescrt", {}},
      {"sdp01", {}},
      {"inv2543", {}},  // 3.4
      // ... save what the parser needs to see
      {"insuf", parse_fault::missing_header},
      {"multi01", parse_fault::duplicate_header},
      {"mcl01", parse_fault::duplicate_header},
  };
  return all;
}

TEST(torture, every_message_of_rfc_4475_has_its_verdict) {
  for (const auto& [name, expected] : verdicts()) {
    const std::string bytes = load(name);
    ASSERT_FALSE(bytes.empty()) << name;
    message m;
    EXPECT_EQ(name_of(verdict_of(bytes, m)), name_of(expected)) << name;
  }
}

TEST(torture, every_file_is_judged) {
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() != ".dat") continue;
    EXPECT_TRUE(verdicts().contains(entry.path().stem().string())) << entry.path();
  }
}

// A request of section 3.1.2 gets an answer, and an answer needs these lines.
TEST(torture, invalid_requests_can_be_answered_and_invalid_responses_cannot) {
  for (const auto& [name, expected] : verdicts()) {
    if (!expected || name == "insuf") continue;
    const std::string bytes = load(name);
    message m;
    verdict_of(bytes, m);
    EXPECT_EQ(answerable(m), name != "scalarlg" && name != "bigcode") << name;
  }
}

TEST(torture, a_short_tortuous_invite) {
  const std::string bytes = load("wsinv");
  message m;
  ASSERT_FALSE(verdict_of(bytes, m));
  EXPECT_EQ(m.to.address.text, "sip:vivekg@chair-dnrc.example.com");
  EXPECT_EQ(m.to.tag, "1918181833n");
  EXPECT_EQ(m.from.display, R"("J Rosenberg \\\"")");
  EXPECT_EQ(m.from.tag, "98asjd8");
  EXPECT_EQ(m.max_forwards, 68);
  EXPECT_EQ(m.cseq.number, 9u);
  EXPECT_EQ(m.cseq.verb, method::invite);
  EXPECT_EQ(m.via_count, 3u);
  EXPECT_EQ(m.top_via.host, "192.0.2.2");
  EXPECT_EQ(m.top_via.branch, "390skdjuw");
  EXPECT_EQ(m.body.size(), 150u);
  EXPECT_EQ(first_media(m.body).address, "192.0.2.4");
  EXPECT_EQ(first_media(m.body).port, 49217);
  const auto contact = parse_name_address(m.find(header_id::contact)->value);
  ASSERT_TRUE(contact.has_value());
  EXPECT_EQ(contact->display, R"("Quoted string \"\"")");
  EXPECT_EQ(find_parameter(contact->parameters, "newparam").value, "newvalue");
  EXPECT_TRUE(find_parameter(contact->parameters, "secondparam").found);
  EXPECT_EQ(find_parameter(contact->parameters, "Q").value, "0.33");
  EXPECT_FALSE(find_parameter(contact->parameters, "param").found);
}

TEST(torture, a_wide_range_of_valid_characters) {
  const std::string bytes = load("intmeth");
  message m;
  ASSERT_FALSE(verdict_of(bytes, m));
  EXPECT_EQ(m.verb, method::other);
  EXPECT_EQ(m.verb_text, "!interesting-Method0123456789_*+`.%indeed'~");
  EXPECT_EQ(m.top_via.branch, "z9hG4bK-.!%66*_+`'~");
  EXPECT_EQ(m.to.display.size(), std::string_view(R"("BEL:\x NUL:\x DEL:\x")").size());
  EXPECT_EQ(m.from.display, "token1~` token2'+_ token3*%!.-");
  EXPECT_EQ(m.from.tag, "_token~1'+`*%!-.");
  EXPECT_EQ(m.call_id, R"(intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{)");
  const auto target = parse_uri(m.request_uri);
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  EXPECT_EQ(target->host, "example.com");
}

TEST(torture, long_values_extra_bytes_and_strange_words) {
  message m;
  const std::string longreq = load("longreq");
  ASSERT_FALSE(verdict_of(longreq, m));
  EXPECT_EQ(m.via_count, 34u);
  const std::string dblreq = load("dblreq");
  ASSERT_FALSE(verdict_of(dblreq, m));
  EXPECT_EQ(m.verb, method::register_);
  EXPECT_TRUE(m.body.empty());  // the second request is not looked at
  const std::string semiuri = load("semiuri");
  ASSERT_FALSE(verdict_of(semiuri, m));
  EXPECT_EQ(parse_uri(m.request_uri)->user, "user;par=u%40example.net");
  const std::string transports = load("transports");
  ASSERT_FALSE(verdict_of(transports, m));
  EXPECT_EQ(m.via_count, 5u);
  const std::string noreason = load("noreason");
  ASSERT_FALSE(verdict_of(noreason, m));
  EXPECT_EQ(m.status, 100);
  EXPECT_EQ(m.reason_phrase, "");
  const std::string novelsc = load("novelsc");
  ASSERT_FALSE(verdict_of(novelsc, m));
  EXPECT_FALSE(parse_uri(m.request_uri)->is_sip);  // 416 is for the proxy to say
}

std::string with_target(std::string_view target, std::string_view via = "192.0.2.1") {
  return "OPTIONS " + std::string(target) + " SIP/2.0\r\nTo: sip:user@example.com\r\n" +
         "From: sip:user@example.com;tag=81x2\r\nVia: SIP/2.0/UDP " + std::string(via) +
         ";branch=z9hG4bKas3-111\r\nCall-ID: SSG9559905523997077@hlau_4100\r\n"
         "Max-Forwards: 70\r\nCSeq: 98176 OPTIONS\r\nContent-Length: 0\r\n\r\n";
}

TEST(torture, ipv6_references_of_rfc_5118) {
  message m;
  // 4.1, 4.4, 4.3: the last one is a host whose last group looks like a port
  for (const char* text : {"sip:[2001:db8::10]", "sip:[2001:db8::10]:5070",
                           "sip:[2001:db8::10:5070]", "sip:user@[::ffff:192.0.2.10]:19823"}) {
    const std::string bytes = with_target(text, "[2001:db8::9:1]:5062");
    ASSERT_FALSE(verdict_of(bytes, m)) << text;
    EXPECT_EQ(m.top_via.host, "[2001:db8::9:1]");
    EXPECT_EQ(m.top_via.port, 5062);
  }
  EXPECT_EQ(parse_uri("sip:[2001:db8::10]:5070")->port, 5070);
  EXPECT_EQ(parse_uri("sip:[2001:db8::10:5070]")->port, 0);
  // 4.2 without brackets, 4.10 with the third colon the old grammar allowed
  for (const char* text : {"sip:2001:db8::10", "sip:[2001:db8:::192.0.2.1]", "sip:[2001:db8]",
                           "sip:[1:2:3:4:5:6:7:8:9]", "sip:[::1", "sip:[]", "sip:[fe80::1::2]"}) {
    const std::string bytes = with_target(text);
    EXPECT_EQ(verdict_of(bytes, m), verdict{parse_fault::bad_request_uri}) << text;
  }
  // 4.5: received with and without delimiters
  EXPECT_EQ(parse_via("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255]")->received,
            "[2001:db8::9:255]");
  EXPECT_EQ(parse_via("SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255")->received,
            "2001:db8::9:255");
}

// 4.6 and 4.8: the stream's own connection line wins over the one of the session.
TEST(torture, ipv6_addresses_in_sdp) {
  const std::string one =
      "v=0\r\no=assistant 971731711378798081 0 IN IP6 2001:db8::20\r\ns=-\r\n"
      "c=IN IP6 2001:db8::20\r\nt=3338481189 3370017201\r\nm=audio 6000 RTP/AVP 2\r\n"
      "a=rtpmap:2 G726-32/8000\r\nm=video 6024 RTP/AVP 107\r\n";
  EXPECT_EQ(first_media(one).address, "2001:db8::20");
  const std::string two =
      "v=0\r\no=bob 280744730 28977631 IN IP4 host.example.com\r\ns=\r\nt=0 0\r\n"
      "m=audio 22334 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\nm=video 6024 RTP/AVP 107\r\n"
      "c=IN IP6 2001:db8::1\r\na=rtpmap:107 H263-1998/90000\r\n";
  EXPECT_EQ(first_media(two).address, "192.0.2.1");
  EXPECT_EQ(first_media(two).port, 22334);
}

}  // namespace
}  // namespace qorgan::sip
