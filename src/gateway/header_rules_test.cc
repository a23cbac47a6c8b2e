#include "gateway/header_rules.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

rig_options with_rule(std::string_view verdict) {
  rig_options out;
  out.policy =
      "version: 1\nrules:\n  - name: everything\n"
      "    when: {trunk_kind: [international, domestic, roaming_hub]}\n    verdict: " +
      std::string(verdict) + "\n    legal_basis: test\n";
  return out;
}

constexpr const char* kAsserted =
    "P-Asserted-Identity: \"Bank\" <sip:+442079460001@carrier.example>\r\n"
    "X-Internal-Cost: 7\r\n"
    "s: hello\r\n";

TEST(HeaderRules, NamesOfTheCentreCannotBeSentByACarrier) {
  rig r;
  r.send(r.carrier, r.invite("+442079460001", "+77010000001",
                             "X-Qorgan-Label: trusted\r\nx-qorgan-id: 7\r\nX-Other: kept\r\n"));
  const std::string there = r.callee().take();
  EXPECT_EQ(field(there, "X-Qorgan-Label"), "");
  EXPECT_EQ(field(there, "x-qorgan-id"), "");
  EXPECT_EQ(field(there, "X-Other"), "kept");
}

TEST(HeaderRules, WhatIsStrippedDoesNotCrossInEitherDirection) {
  rig_options with;
  with.headers.strip = {"X-Internal-*", "Subject"};
  with.headers.strip_to_carrier = {"X-*", "Server"};
  rig r(with);
  r.send(r.carrier, r.invite("+442079460001", "+77010000001", kAsserted));
  const std::string there = r.callee().take();
  EXPECT_EQ(field(there, "X-Internal-Cost"), "");
  EXPECT_EQ(field(there, "s"), "");
  EXPECT_NE(field(there, "P-Asserted-Identity"), "");
  r.carrier.forget();
  std::string ok = answer_to(there, "200 OK", "callee", "sip:phone@" + r.callee().address());
  ok.insert(ok.find("Content-Length"), "X-Internal-Billing: 9\r\nServer: switch-3\r\nX: kept\r\n");
  r.send(r.callee(), ok);
  const std::string back = r.carrier.take();
  EXPECT_EQ(first_line(back), "SIP/2.0 200 OK");
  EXPECT_EQ(field(back, "X-Internal-Billing"), "");
  EXPECT_EQ(field(back, "Server"), "");
  EXPECT_EQ(field(back, "X"), "kept");

  r.send(r.carrier, inside("ACK", 1, back, r.carrier));
  r.callee().forget();
  std::string info = inside("INFO", 2, back, r.carrier);
  info.insert(info.find("Content-Length"), "X-Internal-Cost: 8\r\n");
  r.send(r.carrier, info);
  const std::string inside_there = r.callee().take();
  EXPECT_EQ(field(inside_there, "CSeq"), "2 INFO");
  EXPECT_EQ(field(inside_there, "X-Internal-Cost"), "");
}

// RFC 3325 §5 and §7.
TEST(HeaderRules, AssertedIdentitiesDoNotCrossATrunkThatIsNotTrusted) {
  rig_options with;
  with.headers.trusted = false;
  rig r(with);
  r.send(r.carrier, r.invite("+442079460001", "+77010000001", kAsserted));
  const std::string there = r.callee().take();
  EXPECT_EQ(field(there, "P-Asserted-Identity"), "");
  EXPECT_EQ(field(there, "X-Internal-Cost"), "7");
  r.carrier.forget();
  std::string ringing = answer_to(there, "180 Ringing");
  ringing.insert(ringing.find("Content-Length"),
                 "P-Asserted-Identity: <sip:+77010000001@switch.example>\r\n");
  r.send(r.callee(), ringing);
  EXPECT_EQ(r.carrier.take().find("P-Asserted"), std::string::npos);
}

TEST(HeaderRules, AddedLinesTellTheDecision) {
  rig_options with = with_rule("label");
  with.headers.add = {"X-Screened: {verdict};score={score};id={id};rule={rule}", "X-Border: north"};
  rig r(with);
  r.send(r.carrier,
         r.invite("+442079460001", "+77010000001", "X-Screened: pass\r\nX-Border: mine\r\n"));
  const std::string there = r.callee().take();
  ASSERT_EQ(fields(there, "X-Screened").size(), 1u);
  const decision& made = *r.journal.records.at(0).decided;
  char score[16];
  std::snprintf(score, sizeof score, "%.3f", static_cast<double>(made.score));
  EXPECT_EQ(field(there, "X-Screened"), std::string("label;score=") + score +
                                            ";id=" + to_string(r.last_call()) + ";rule=everything");
  EXPECT_EQ(fields(there, "X-Border"), std::vector<std::string>{"north"});
}

TEST(HeaderRules, TheLabelIsTheTrunksByDisplayNameOrByHeader) {
  rig_options by_display = with_rule("label");
  by_display.headers.label_text = "Возможно, мошенники";
  by_display.headers.label_by_header = false;
  rig display(by_display);
  display.send(display.carrier, display.invite("+442079460001", "+77010000001", kAsserted));
  std::string there = display.callee().take();
  EXPECT_EQ(field(there, "From"),
            "\"Возможно, мошенники\" <sip:+442079460001@carrier.example>;tag=caller1");
  EXPECT_EQ(field(there, "P-Asserted-Identity"),
            "\"Возможно, мошенники\" <sip:+442079460001@carrier.example>");
  EXPECT_EQ(field(there, "X-Qorgan-Label"), "");

  rig_options by_header = with_rule("label");
  by_header.headers.label_by_display = false;
  by_header.headers.label_line = "X-Warn: scam";
  rig header(by_header);
  header.send(header.carrier, header.invite("+442079460001", "+77010000001", kAsserted));
  there = header.callee().take();
  EXPECT_EQ(field(there, "From"), "<sip:+442079460001@carrier.example>;tag=caller1");
  EXPECT_EQ(field(there, "X-Warn"), "scam");
}

TEST(HeaderRules, AWithheldCallersIdentityMayStayForTheSwitchMarkedPrivate) {
  rig_options with = with_rule("withhold");
  with.headers.withhold = withholding::privacy;
  rig r(with);
  r.send(r.carrier,
         r.invite("+442079460001", "+77010000001", std::string(kAsserted) + "Privacy: none\r\n"));
  const std::string there = r.callee().take();
  EXPECT_NE(field(there, "From").find("anonymous@anonymous.invalid"), std::string::npos);
  EXPECT_NE(field(there, "P-Asserted-Identity").find("+442079460001"), std::string::npos);
  EXPECT_EQ(fields(there, "Privacy"), std::vector<std::string>{"id"});
}

TEST(HeaderRules, WhatCannotWorkIsSaidInWords) {
  for (const char* line : {"X-Screened: {verdict}", "X-A:", "Warning: 399 qorgan \"{rule}\""}) {
    EXPECT_EQ(wrong_with_line(line), "") << line;
  }
  for (const char* line : {"", "no line", "Via: x", "v: x", "Contact: <sip:a@b>", "X-A: {what}",
                           "X-A: b\r\nX-B: c", "Bad Name: x", "X-A: {verdict"}) {
    EXPECT_NE(wrong_with_line(line), "") << line;
  }
  EXPECT_EQ(wrong_with_stripped("P-Asserted-Identity"), "");
  EXPECT_EQ(wrong_with_stripped("X-*"), "");
  for (const char* name : {"", "*", "Via", "Co*", "i", "X Y", "X-*-Y", "record-route"}) {
    EXPECT_NE(wrong_with_stripped(name), "") << name;
  }
  EXPECT_EQ(wrong_with_label("Алаяқ болуы мүмкін"), "");
  for (const char* text : {"", "a \"quote\"", "line\nbreak"}) {
    EXPECT_NE(wrong_with_label(text), "") << text;
  }
}

}  // namespace
}  // namespace qorgan::gateway
