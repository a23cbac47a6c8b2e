#include "app/replay_capture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "app/config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

constexpr const char* kPolicy = R"(
version: 1
lists: {roaming: roaming.txt}
rules:
  - name: spoofed
    when: {evidence_any: [domestic_mobile_not_roaming]}
    verdict: block
    legal_basis: test
)";

template <typename T>
std::string raw(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
std::string network16(unsigned value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

/// A pcap file of raw IPv4 packets, written by the test itself.
class capture {
 public:
  explicit capture(std::uint32_t link = 101) {
    bytes_ = raw<std::uint32_t>(0xa1b2c3d4) + raw<std::uint16_t>(2) + raw<std::uint16_t>(4) +
             raw<std::uint32_t>(0) + raw<std::uint32_t>(0) + raw<std::uint32_t>(262'144) +
             raw<std::uint32_t>(link);
  }
  void add(std::uint32_t ms, std::string_view from, std::string_view to, const std::string& sip) {
    const std::string udp = network16(5060) + network16(5060) +
                            network16(static_cast<unsigned>(8 + sip.size())) + network16(0) + sip;
    std::string ip = "\x45";
    ip += '\0';
    ip += network16(static_cast<unsigned>(20 + udp.size())) + network16(1) + network16(0) +
          "\x40\x11";
    ip += network16(0) + address(from) + address(to) + udp;
    const auto size = static_cast<std::uint32_t>(ip.size());
    bytes_ += raw<std::uint32_t>(1'772'359'200 + ms / 1'000) +
              raw<std::uint32_t>(ms % 1'000 * 1'000) + raw(size) + raw(size) + ip;
  }
  /// A whole call of one carrier.
  void add_call(int n, const std::string& caller, std::uint32_t at_ms) {
    const std::string call = "call-" + std::to_string(n);
    const auto message = [&](const std::string& start, int cseq, const std::string& verb) {
      return start + "\r\nVia: SIP/2.0/UDP 198.51.100.20;branch=z9hG4bK" + verb + call +
             "\r\nFrom: <sip:" + caller + "@a>;tag=a\r\nTo: <sip:+77010000001@b>" +
             (start.starts_with("INVITE") ? "" : ";tag=b") + "\r\nCall-ID: " + call +
             "\r\nCSeq: " + std::to_string(cseq) + " " + verb + "\r\nContent-Length: 0\r\n\r\n";
    };
    const std::string carrier = "198.51.100.20";
    const std::string element = "192.0.2.1";
    add(at_ms, carrier, element, message("INVITE sip:+77010000001@192.0.2.1 SIP/2.0", 1, "INVITE"));
    add(at_ms + 200, element, carrier, message("SIP/2.0 180 Ringing", 1, "INVITE"));
    add(at_ms + 900, element, carrier, message("SIP/2.0 200 OK", 1, "INVITE"));
    add(at_ms + 950, carrier, element, message("ACK sip:b SIP/2.0", 1, "ACK"));
    add(at_ms + 9'000, carrier, element, message("BYE sip:b SIP/2.0", 2, "BYE"));
    add(at_ms + 9'010, element, carrier, message("SIP/2.0 200 OK", 2, "BYE"));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  static std::string address(std::string_view text) {
    const ip_endpoint at = *parse_address(text);
    return {reinterpret_cast<const char*>(at.address.data()) + 12, 4};
  }
  std::string bytes_;
};

struct played {
  int status = 0;
  std::string out;
  std::string err;
  std::string decisions;
};

class replay_pcap : public ::testing::Test {
 protected:
  played play(const std::string& bytes) {
    folder.write("a.pcap", bytes);
    replay_inputs inputs;
    inputs.policy =
        engine::parse_policy({"policy.yaml", kPolicy, {{"roaming", "roaming.txt", ""}}}).value();
    std::ostringstream out;
    std::ostringstream err;
    played result;
    result.status = replay_capture(
        inputs, {folder.file("a.pcap"), folder.file("d.csv"), folder.file("a.csv")}, out, err);
    result.out = out.str();
    result.err = err.str();
    result.decisions = read_file(folder.file("d.csv")).value_or("");
    return result;
  }
  temporary_folder folder;
};

TEST_F(replay_pcap, follows_the_calls_of_a_capture) {
  capture file;
  file.add_call(1, "+442079460001", 0);
  file.add_call(2, "+77017654321", 20'000);
  const played result = play(file.bytes());
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("packets        12\n"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("calls          2\n"), std::string::npos);
  EXPECT_NE(result.out.find("answered       2\n"), std::string::npos);
  EXPECT_NE(result.out.find("  block        1\n"), std::string::npos);
  EXPECT_NE(result.out.find("still up       0\n"), std::string::npos);
  EXPECT_NE(result.decisions.find("call-1,2026-03-01T10:00:00.000Z,pass"), std::string::npos)
      << result.decisions;
  EXPECT_NE(result.decisions.find("call-2,2026-03-01T10:00:20.000Z,block"), std::string::npos);
  EXPECT_EQ(play(file.bytes()).out, result.out) << "the same, digest included";
}

TEST_F(replay_pcap, a_capture_that_is_cut_short_says_where_it_ended) {
  capture file;
  file.add_call(1, "+442079460001", 0);
  const std::size_t whole = file.bytes().size();
  file.add_call(2, "+442079460002", 20'000);
  const played result = play(file.bytes().substr(0, whole + 100));
  EXPECT_EQ(result.status, kCaptureEndedEarly);
  EXPECT_NE(result.out.find("calls          1\n"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("answered       1\n"), std::string::npos);
  EXPECT_NE(result.err.find("ends early behind packet 6, byte " + std::to_string(whole)),
            std::string::npos)
      << result.err;
  EXPECT_NE(result.decisions.find("call-1,"), std::string::npos);
}

TEST_F(replay_pcap, what_is_no_capture_is_said_in_one_line) {
  const played result = play("this is no capture at all, it is only text");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
  EXPECT_NE(result.err.find("a.pcap"), std::string::npos);
  const played wifi = play(capture(105).bytes());
  EXPECT_EQ(wifi.status, 1);
  EXPECT_NE(wifi.err.find("IEEE802_11"), std::string::npos) << wifi.err;
}

}  // namespace
}  // namespace qorgan::app
