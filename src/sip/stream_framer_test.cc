#include "sip/stream_framer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "sip/sample_messages.h"

namespace qorgan::sip {
namespace {

struct cut {
  frame_kind kind;
  std::string bytes;
  frame_fault fault;
  bool operator==(const cut&) const = default;
};
void PrintTo(const cut& one, std::ostream* out) {
  *out << static_cast<int>(one.kind) << " '" << one.bytes << "' " << to_string(one.fault);
}

/// What comes out of a stream that arrives in these segments; ends with the first fault.
std::vector<cut> frames_of(const std::vector<std::string>& segments) {
  std::vector<cut> out;
  stream_framer framer;
  std::string held;
  for (const std::string& segment : segments) {
    held += segment;
    for (;;) {
      const frame next = framer.next(held);
      if (next.kind == frame_kind::incomplete) break;
      out.push_back({next.kind, held.substr(0, next.size), next.fault});
      if (next.kind == frame_kind::fault) return out;
      held.erase(0, next.size);
    }
  }
  if (!held.empty()) out.push_back({frame_kind::incomplete, held, frame_fault::none});
  return out;
}

std::vector<cut> whole(const std::string& bytes) {
  return frames_of({bytes});
}

const std::string kInvite(samples::kCarrierInvite);
const std::string kOptions =
    "OPTIONS sip:a@x SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\nl: 0\r\n\r\n";
const std::string kAnswer =
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\nSubject: a\r\n l: 7\r\n"
    "CONTENT-LENGTH :\r\n  4\r\n\r\n\r\n\r\n";

std::string request_with(const std::string& line) {
  return "OPTIONS sip:a@x SIP/2.0\r\n" + line + "\r\n";
}

TEST(StreamFramer, CutsByContentLength) {
  const auto got = whole(kInvite + kOptions + "\r\n\r\n" + kAnswer + "\r\n");
  ASSERT_EQ(got.size(), 6u);
  EXPECT_EQ(got[0], (cut{frame_kind::message, kInvite, {}}));
  EXPECT_EQ(got[1], (cut{frame_kind::message, kOptions, {}}));
  EXPECT_EQ(got[2], (cut{frame_kind::line_end, "\r\n", {}}));
  EXPECT_EQ(got[3], (cut{frame_kind::line_end, "\r\n", {}}));
  EXPECT_EQ(got[4], (cut{frame_kind::message, kAnswer, {}})) << "folded, spaced, upper case";
  EXPECT_EQ(got[5], (cut{frame_kind::line_end, "\r\n", {}}));
}

TEST(StreamFramer, EverySplitPointGivesTheSame) {
  const std::string stream = "\r\n\r\n" + kAnswer + kInvite + "\r\n" + kOptions;
  const auto expected = whole(stream);
  for (std::size_t i = 0; i <= stream.size(); ++i) {
    ASSERT_EQ(frames_of({stream.substr(0, i), stream.substr(i)}), expected) << "cut at " << i;
  }
  std::vector<std::string> bytes;
  for (const char c : stream) bytes.emplace_back(1, c);
  EXPECT_EQ(frames_of(bytes), expected);
}

TEST(StreamFramer, AnyBytesInAnySegmentsGiveTheSame) {
  const std::vector<std::string> parts{kInvite,
                                       kOptions,
                                       kAnswer,
                                       "\r\n",
                                       "\r",
                                       "\n",
                                       " ",
                                       "l: 3",
                                       "\r\n\r\n",
                                       "SIP/2.0 ",
                                       "X",
                                       request_with("l: 3\r\n"),
                                       request_with("l: -1\r\n"),
                                       request_with("")};
  rc::check([&] {
    std::string stream;
    const auto which = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, parts.size()));
    for (const std::size_t each : which) stream += parts[each];
    std::vector<std::string> segments;
    for (std::size_t at = 0; at < stream.size();) {
      const auto length = *rc::gen::inRange<std::size_t>(1, 200);
      segments.push_back(stream.substr(at, length));
      at += length;
    }
    RC_ASSERT(frames_of(segments) == whole(stream));
  });
}

TEST(StreamFramer, SaysWhatCannotBeFramed) {
  const auto fault_of = [](const std::string& bytes) {
    const auto got = whole(bytes);
    return got.empty() ? frame_fault::none : got.back().fault;
  };
  EXPECT_EQ(fault_of("\x16\x03\x01"), frame_fault::not_sip) << "TLS on a TCP port";
  EXPECT_EQ(fault_of("\nOPTIONS"), frame_fault::not_sip);
  EXPECT_EQ(fault_of("\rX"), frame_fault::not_sip);
  EXPECT_EQ(fault_of("GET / HTTP/1.1\r\n"), frame_fault::not_sip) << "before its head is complete";
  EXPECT_EQ(fault_of(request_with("To: <sip:a@x>\r\n")), frame_fault::no_length);
  EXPECT_EQ(fault_of(request_with("l: 1x\r\n")), frame_fault::bad_length);
  EXPECT_EQ(fault_of(request_with("l: -1\r\n")), frame_fault::bad_length);
  EXPECT_EQ(fault_of(request_with("l: 99999999999999999999\r\n")), frame_fault::bad_length);
  EXPECT_EQ(fault_of(request_with("l: 1\r\nContent-Length: 2\r\n")), frame_fault::bad_length);
  EXPECT_EQ(fault_of(request_with("l: 65535\r\n")), frame_fault::too_large);
  const auto two_equal = whole(request_with("l: 0\r\nContent-Length: 0\r\n"));
  ASSERT_EQ(two_equal.size(), 1u);
  EXPECT_EQ(two_equal[0].kind, frame_kind::message) << "the parser's to refuse";
  EXPECT_EQ(whole(request_with("l: 1x\r\n"))[0].bytes, request_with("l: 1x\r\n"))
      << "a fault behind the head gives the head, for the answer";
}

TEST(StreamFramer, TheHeadIsBounded) {
  std::string head = "OPTIONS sip:a@x SIP/2.0\r\n";
  while (head.size() + 100 < limits::kStreamHeadBytes)
    head += "Subject: " + std::string(80, 'x') + "\r\n";
  const auto good = whole(head + "l: 0\r\n\r\n");
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(good[0].kind, frame_kind::message);
  head += "Subject: " + std::string(200, 'x') + "\r\n";
  EXPECT_EQ(whole(head + "l: 0\r\n\r\n")[0].fault, frame_fault::head_too_large);
  EXPECT_EQ(whole(std::string(limits::kStreamHeadBytes, 'x'))[0].fault,
            frame_fault::head_too_large);
  EXPECT_EQ(whole(std::string(limits::kStreamHeadBytes - 1, 'x'))[0].kind, frame_kind::incomplete);
}

}  // namespace
}  // namespace qorgan::sip
