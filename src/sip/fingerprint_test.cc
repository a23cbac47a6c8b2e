#include "sip/fingerprint.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "sip/sample_messages.h"

namespace qorgan::sip {
namespace {

// INVITEs as several stacks write them, with a field in braces for everything that changes from
// call to call: {d9} nine decimal digits, {x8} eight hexadecimal ones, {X8} upper case, {w13}
// letters of both cases and digits.
const std::map<std::string, std::string> kStacks = {
    {"asterisk",
     "INVITE sip:+77{d9}@192.0.2.10 SIP/2.0\n"
     "Via: SIP/2.0/UDP 198.51.100.{d1}:5060;branch=z9hG4bK{x8};rport\n"
     "Max-Forwards: 70\n"
     "From: \"{d9}\" <sip:{d9}@198.51.100.9>;tag=as{x8}\n"
     "To: <sip:+77{d9}@192.0.2.10>\n"
     "Contact: <sip:{d9}@198.51.100.9:5060>\n"
     "Call-ID: {x8}{x8}{x8}{x8}@198.51.100.9:5060\n"
     "CSeq: 102 INVITE\n"
     "User-Agent: Asterisk PBX 13.{d1}.0\n"
     "Date: Mon, 0{d1} Jan 2026 10:00:0{d1} GMT\n"
     "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, "
     "MESSAGE\n"
     "Supported: replaces, timer\n"
     "Content-Type: application/sdp\n"
     "\n"
     "v=0\no=root {d9} {d9} IN IP4 198.51.100.9\ns=Asterisk PBX 13.{d1}.0\n"
     "c=IN IP4 198.51.100.9\nt=0 0\nm=audio 1{d4} RTP/AVP 0 8 3 101\na=rtpmap:0 PCMU/8000\n"
     "a=rtpmap:8 PCMA/8000\na=rtpmap:3 GSM/8000\na=rtpmap:101 telephone-event/8000\n"
     "a=fmtp:101 0-16\na=ptime:20\na=sendrecv\n"},
    {"freeswitch",
     "INVITE sip:+77{d9}@192.0.2.10 SIP/2.0\n"
     "Via: SIP/2.0/UDP 203.0.113.{d1};rport;branch=z9hG4bK{w13}\n"
     "Max-Forwards: 69\n"
     "From: \"{d9}\" <sip:{d9}@203.0.113.4>;tag={w13}\n"
     "To: <sip:+77{d9}@192.0.2.10>\n"
     "Call-ID: {x8}-{x4}-123{x1}-{x4}-{x8}{x4}\n"
     "CSeq: {d8} INVITE\n"
     "Contact: <sip:mod_sofia@203.0.113.4:5060>\n"
     "User-Agent: FreeSWITCH-mod_sofia/1.10.{d1}-release~64bit\n"
     "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY\n"
     "Supported: timer, path, replaces\n"
     "Allow-Events: talk, hold, conference, refer\n"
     "Content-Type: application/sdp\n"
     "Content-Disposition: session\n"
     "X-FS-Support: update_display,send_info\n"
     "\n"
     "v=0\no=FreeSWITCH 17{d8} 17{d8} IN IP4 203.0.113.4\ns=FreeSWITCH\nc=IN IP4 203.0.113.4\n"
     "t=0 0\nm=audio 2{d4} RTP/AVP 9 0 8 101\na=rtpmap:9 G722/8000\na=rtpmap:0 PCMU/8000\n"
     "a=rtpmap:8 PCMA/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=ptime:20\n"},
    {"sipp",
     "INVITE sip:77{d9}@192.0.2.10:5060 SIP/2.0\n"
     "Via: SIP/2.0/UDP 198.51.100.77:5061;branch=z9hG4bK-{d5}-{d2}-0\n"
     "From: sipp <sip:{d9}@198.51.100.77:5061>;tag={d5}SIPpTag00{d2}\n"
     "To: <sip:77{d9}@192.0.2.10:5060>\n"
     "Call-ID: {d2}-{d5}@198.51.100.77\n"
     "CSeq: 1 INVITE\n"
     "Contact: sip:sipp@198.51.100.77:5061\n"
     "Max-Forwards: 70\n"
     "Subject: Performance Test\n"
     "Content-Type: application/sdp\n"
     "\n"
     "v=0\no=user1 53655765 2353687637 IN IP4 198.51.100.77\ns=-\nc=IN IP4 198.51.100.77\nt=0 0\n"
     "m=audio {d4} RTP/AVP 0\na=rtpmap:0 PCMU/8000\n"},
    {"cisco",
     "INVITE sip:+77{d9}@192.0.2.10:5060 SIP/2.0\n"
     "Via: SIP/2.0/UDP 203.0.113.30:5060;branch=z9hG4bK{X6}\n"
     "Remote-Party-ID: <sip:+44{d9}@203.0.113.30>;party=calling;screen=no;privacy=off\n"
     "From: <sip:+44{d9}@203.0.113.30>;tag={X8}-{X4}\n"
     "To: <sip:+77{d9}@192.0.2.10>\n"
     "Date: Mon, 0{d1} Jan 2026 10:00:0{d1} GMT\n"
     "Call-ID: {X8}-{X4}11EB-8{X3}{d1}-{X8}@203.0.113.30\n"
     "Supported: 100rel,timer,resource-priority,replaces,sdp-anat\n"
     "Min-SE:  1800\n"
     "Cisco-Guid: {d9}-{d9}-{d9}-{d9}\n"
     "User-Agent: Cisco-SIPGateway/IOS-15.4.3.M{d1}\n"
     "Allow: INVITE, OPTIONS, BYE, CANCEL, ACK, PRACK, UPDATE, REFER, SUBSCRIBE, NOTIFY, INFO\n"
     "CSeq: 101 INVITE\n"
     "Timestamp: 17{d8}\n"
     "Contact: <sip:+44{d9}@203.0.113.30:5060>\n"
     "Expires: 180\n"
     "Allow-Events: telephone-event\n"
     "Max-Forwards: 68\n"
     "Content-Type: application/sdp\n"
     "\n"
     "v=0\no=CiscoSystemsSIP-GW-UserAgent {d4} {d4} IN IP4 203.0.113.30\ns=SIP Call\n"
     "c=IN IP4 203.0.113.30\nt=0 0\nm=audio 1{d4} RTP/AVP 18 0 8 101\nc=IN IP4 203.0.113.30\n"
     "a=rtpmap:18 G729/8000\na=fmtp:18 annexb=no\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\n"
     "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-16\n"},
    {"pjsip",
     "INVITE sip:77{d9}@192.0.2.10 SIP/2.0\n"
     "Via: SIP/2.0/UDP 203.0.113.90:1{d4};rport;branch=z9hG4bKPj{x8}{x8}{x8}{x8}\n"
     "Max-Forwards: 70\n"
     "From: <sip:{d9}@203.0.113.90>;tag={x8}{x8}{x8}{x8}\n"
     "To: <sip:77{d9}@192.0.2.10>\n"
     "Contact: <sip:{d9}@203.0.113.90:1{d4};ob>\n"
     "Call-ID: {x8}{x8}{x8}{x8}\n"
     "CSeq: {d5} INVITE\n"
     "Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE\n"
     "Supported: replaces, 100rel, timer, norefersub\n"
     "Session-Expires: 1800\n"
     "Min-SE: 90\n"
     "User-Agent: MicroSIP/3.20.{d1}\n"
     "Content-Type: application/sdp\n"
     "\n"
     "v=0\no=- 38{d8} 38{d8} IN IP4 203.0.113.90\ns=pjmedia\nb=AS:84\nt=0 0\na=X-nat:0\n"
     "m=audio {d4} RTP/AVP 8 0 101\nc=IN IP4 203.0.113.90\nb=TIAS:64000\n"
     "a=rtcp:{d4} IN IP4 203.0.113.90\na=sendrecv\na=rtpmap:8 PCMA/8000\n"
     "a=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-16\n"},
};

char random_character(char kind, std::mt19937_64& random) {
  constexpr std::string_view kAll =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (kind == 'd') return static_cast<char>('1' + random() % 9);
  if (kind == 'w') return kAll[random() % kAll.size()];
  return (kind == 'x' ? "0123456789abcdef" : "0123456789ABCDEF")[random() % 16];
}

/// Fills the fields in, ends lines with CRLF.
std::string render(std::string_view pattern, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\n') {
      out += "\r\n";
    } else if (pattern[i] == '{') {
      const std::size_t close = pattern.find('}', i);
      const int count = std::stoi(std::string(pattern.substr(i + 2, close - i - 2)));
      for (int n = 0; n < count; ++n) out += random_character(pattern[i + 1], random);
      i = close;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::uint64_t fingerprint_of(std::string_view bytes) {
  message m;
  const auto result = parse(bytes, m);
  EXPECT_TRUE(result.has_value()) << to_string(result.error()) << "\n" << bytes;
  return fingerprint(m);
}

/// The sample without Content-Length, so that the body may change.
std::string sample() {
  std::string text(samples::kCarrierInvite);
  constexpr std::string_view kLine = "Content-Length: 223\r\n";
  return text.erase(text.find(kLine), kLine.size());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(fingerprint, calls_of_one_equipment_agree) {
  constexpr std::uint64_t kCalls = 2'000;
  for (const auto& [name, pattern] : kStacks) {
    std::map<std::uint64_t, std::uint64_t> seen;
    for (std::uint64_t seed = 0; seed < kCalls; ++seed)
      ++seen[fingerprint_of(render(pattern, seed))];
    std::uint64_t most = 0;
    for (const auto& [value, count] : seen) most = std::max(most, count);
    EXPECT_GE(most, kCalls - kCalls / 200) << name;
  }
}

TEST(fingerprint, different_equipment_differs) {
  std::set<std::uint64_t> seen;
  for (const auto& [name, pattern] : kStacks) seen.insert(fingerprint_of(render(pattern, 1)));
  EXPECT_EQ(seen.size(), kStacks.size());
}

TEST(fingerprint, sees_how_it_is_said) {
  const std::string base = sample();
  const std::uint64_t known = fingerprint_of(base);
  const auto changed = [&](std::string_view from, std::string_view to) {
    return fingerprint_of(replaced(base, from, to)) != known;
  };
  EXPECT_TRUE(changed("Max-Forwards:", "max-forwards:"));
  EXPECT_TRUE(changed("Call-ID:", "i:"));
  EXPECT_TRUE(changed("RTP/AVP 8 18 101", "RTP/AVP 18 8 101"));
  EXPECT_TRUE(changed("timer,100rel", "100rel,timer"));
  EXPECT_TRUE(changed("Border-9000", "Gate-9000"));
  EXPECT_TRUE(
      changed("rport;branch=z9hG4bK2d8f4a6b9c01e7f3", "branch=z9hG4bK2d8f4a6b9c01e7f3;rport"));
  EXPECT_TRUE(changed("tag=gK0c8a1f22", "tag=0c8a1f22-1"));
  EXPECT_TRUE(changed("135628991_84721066@198.51.100.7", "135628991-84721066@198.51.100.7"));
  EXPECT_TRUE(changed("a=ptime:20", "a=maxptime:20"));
  EXPECT_TRUE(changed("o=Border", "o=root"));
}

TEST(fingerprint, does_not_see_what_is_said) {
  const std::string base = sample();
  const std::uint64_t known = fingerprint_of(base);
  const auto same = [&](std::string_view from, std::string_view to) {
    return fingerprint_of(replaced(base, from, to)) == known;
  };
  EXPECT_TRUE(same("INVITE sip:+77012345678", "INVITE sip:+77059999999"));
  EXPECT_TRUE(same("\"+442079460000\" <sip:+442079460000@", "<sip:+12025550143@"));
  EXPECT_TRUE(same("Border-9000/7.2.1", "Border-9000/8.0"));  // an update
  EXPECT_TRUE(same("Max-Forwards: 69", "Max-Forwards: 12"));
  EXPECT_TRUE(same("CSeq: 416", "CSeq: 999416"));
  EXPECT_TRUE(same("audio 31544", "audio 9"));
  EXPECT_TRUE(same("Via: ", "Via: SIP/2.0/UDP 198.51.100.9;rport;branch=z9hG4bK9d8f4a6b9c01e7f3,"));
  EXPECT_TRUE(same("Content-Type:", "Privacy: id\r\nContent-Type:"));
}

// Written to records: must not change between versions by accident. Computed once, from the sample.
TEST(fingerprint, is_the_same_in_every_version) {
  EXPECT_EQ(fingerprint_of(samples::kCarrierInvite), 6402687594298284186u);
}

}  // namespace
}  // namespace qorgan::sip
