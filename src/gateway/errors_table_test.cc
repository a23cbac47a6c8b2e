// The rows of docs/sip-errors.md that errors_test.cc, proxy_test.cc and proxy_races_test.cc do not
// hold yet.
#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

std::string with_verb(std::string invite, const std::string& verb) {
  invite.replace(0, 6, verb);
  return invite.replace(invite.find("1 INVITE"), 8, "1 " + verb);
}

TEST(ErrorTable, ASwitchThatIsNoTrunkPlacesNoCalls) {
  rig r;
  std::string invite = r.invite();
  invite.replace(invite.find(r.carrier.address()), r.carrier.address().size(),
                 r.callee().address());
  r.send(r.callee(), invite);
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 403 Forbidden");
  EXPECT_EQ(r.journal.records.size(), 0u);
  r.send(r.callee(), with_verb(invite, "OPTIONS"));
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 200 OK");
}

TEST(ErrorTable, EveryMethodOutsideADialogHasItsAnswer) {
  const std::pair<const char*, const char*> cases[]{
      {"REGISTER", "405"}, {"SUBSCRIBE", "405"}, {"MESSAGE", "405"}, {"REFER", "405"},
      {"PUBLISH", "405"},  {"BYE", "481"},       {"INFO", "481"},    {"UPDATE", "481"},
      {"PRACK", "481"},    {"NOTIFY", "481"},    {"FROB", "501"},    {"CANCEL", "481"}};
  for (const auto& [verb, status] : cases) {
    rig r;
    r.send(r.carrier, with_verb(r.invite(), verb));
    const std::string answer = r.carrier.take();
    EXPECT_EQ(answer.substr(8, 3), status) << verb;
    const bool allows = std::string(status) == "405" || std::string(status) == "501";
    EXPECT_EQ(field(answer, "Allow").empty(), !allows) << verb;
  }
}

TEST(ErrorTable, WhatOutgrowsADatagramIs513) {
  rig r;
  std::string invite = r.invite("+442079460001", "+77010000001",
                                "X-Long: " + std::string(65'507 - 700, 'x') + "\r\n");
  r.send(r.carrier, invite);
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  r.carrier.forget();
  const std::size_t more = 65'500 - invite.size();
  std::string longer = r.invite("+442079460001", "+77010000001",
                                "X-Long: " + std::string(65'507 - 700 + more, 'x') + "\r\n");
  r.send(r.carrier, longer);
  EXPECT_EQ(r.callee().take(), "");
  std::string answer = r.carrier.take();
  if (first_line(answer) == "SIP/2.0 100 Trying") answer = r.carrier.take();
  EXPECT_EQ(first_line(answer), "SIP/2.0 513 Message Too Large");
}

TEST(ErrorTable, ARequestOfAForgottenCallThatLeadsNowhereIs481) {
  rig r;
  std::string bye = with_verb(r.invite(), "BYE");
  const std::string to = field(bye, "To");
  bye.replace(bye.find(to), to.size(), to + ";tag=gone");
  r.send(r.carrier, bye);  // its Request-URI is the centre itself
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 481 Call/Transaction Does Not Exist");
}

TEST(ErrorTable, AFinalAnswerThatLostTheCallersViaIsSaidInOurWords) {
  const std::pair<const char*, const char*> cases[]{{"486 Busy Here", "SIP/2.0 486 Busy Here"},
                                                    {"200 OK", "SIP/2.0 502 Bad Gateway"}};
  for (const auto& [status, expected] : cases) {
    rig r;
    r.send(r.carrier, r.invite());
    r.carrier.forget();
    std::string answer = answer_to(r.callee().take(), status, "callee", "sip:x@127.0.9.9");
    const std::size_t second = answer.find("Via:", answer.find("Via:") + 1);
    answer.erase(second, answer.find("\r\n", second) + 2 - second);
    r.send(r.callee(), answer);
    EXPECT_EQ(first_line(r.carrier.take()), expected);
    r.pass(1'100);
    EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
    EXPECT_EQ(r.journal.all<call_answered>().size(), 0u);
  }
}

TEST(ErrorTable, CeilingsNeverStandInAnEmergencyCallsWay) {
  rig_options with;
  with.max_live_calls = 1;
  with.max_transactions = 64;
  rig r(with);
  for (int i = 0; i < 80; ++i) r.send(r.carrier, r.invite());
  r.carrier.forget();
  r.callee().forget();
  r.send(r.carrier, r.invite());
  const std::string answer = r.carrier.take();
  EXPECT_EQ(first_line(answer), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(field(answer, "Retry-After"), "5");
  r.send(r.carrier, r.invite("+442079460001", "112"));
  EXPECT_EQ(first_line(r.callee().take()).substr(0, 14), "INVITE sip:112");
}

TEST(ErrorTable, AnAnswerWithoutTransactionIsSilence) {
  rig r;
  r.send(r.carrier, r.invite());
  const std::string at_callee = r.callee().take();
  r.carrier.forget();
  r.send(r.callee(), answer_to(at_callee, "486 Busy Here"));
  r.carrier.forget();
  r.callee().forget();
  r.pass(70'000);
  r.carrier.forget();
  r.callee().forget();
  r.send(r.callee(), answer_to(at_callee, "200 OK", "late", "sip:x@127.0.9.9"));
  EXPECT_EQ(r.carrier.take(), "");
  EXPECT_EQ(r.callee().take(), "");
}

}  // namespace
}  // namespace qorgan::gateway
