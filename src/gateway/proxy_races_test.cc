// What may cross what on the wire, as transcripts: CANCEL and answers, next hops given up, phones
// that answer twice, requests inside a dialog in both directions at once.
#include "gateway/proxy.h"
#include "gateway/testing.h"
#include "net/udp_errors.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

std::string cancel_of(std::string invite, std::string_view extra = "") {
  invite.replace(0, 6, "CANCEL");
  invite.replace(invite.find("1 INVITE"), 8, "1 CANCEL");
  invite.insert(invite.find("Content-Length"), extra);
  return invite;
}

/// An INVITE at the callee.
struct placed {
  explicit placed(rig& on, std::string_view extra = "")
      : r(on), invite(on.invite("+442079460001", "+77010000001", extra)) {
    r.send(r.carrier, invite);
    r.carrier.forget();
    at_callee = r.callee().take();
  }
  std::string ok(std::string_view tag = "callee") const {
    return answer_to(at_callee, "200 OK", tag, "sip:phone@" + r.callee().address());
  }
  /// Up to the caller's ACK; the 200 as the caller has it.
  std::string answered() {
    r.send(r.callee(), ok());
    const std::string at_caller = r.carrier.take();
    r.send(r.carrier, inside("ACK", 1, at_caller, r.carrier));
    r.callee().forget();
    return at_caller;
  }
  rig& r;
  std::string invite, at_callee;
};

/// A request of the callee, from the 200 as it wrote it.
std::string of_callee(rig& r, std::string_view verb, int cseq, std::string ok) {
  const std::string own = "sip:phone@" + r.callee().address();
  ok.replace(ok.find(own), own.size(), "sip:gw@" + r.carrier.address());
  return inside(verb, cseq, ok, r.callee(), false);
}

// ---- CANCEL (RFC 3261 §9, §16.10) ----

TEST(Races, ACancelThatWaitedStillSaysWhy) {
  rig r;
  const placed call(r);
  r.send(r.carrier,
         cancel_of(call.invite, "Reason: SIP;cause=200;text=\"answered elsewhere\"\r\n"));
  EXPECT_EQ(r.callee().take(), "");
  r.send(r.callee(), answer_to(call.at_callee, "100 Trying"));
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  EXPECT_EQ(field(cancel, "Reason"), "SIP;cause=200;text=\"answered elsewhere\"");
}

TEST(Races, ACancelThatCrossesARefusalChangesNothing) {
  rig r;
  const placed call(r);
  r.send(r.callee(), answer_to(call.at_callee, "180 Ringing"));
  r.carrier.forget();
  r.send(r.carrier, cancel_of(call.invite));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  const std::string cancel = r.callee().take();
  r.send(r.callee(), answer_to(call.at_callee, "486 Busy Here"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 486 Busy Here");
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  r.send(r.callee(), answer_to(cancel, "481 Call/Transaction Does Not Exist"));
  r.send(r.carrier, cancel_of(call.invite));  // too late, and again
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.callee().take(), "");
  r.pass(1'000);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).sip_code, 486);
}

TEST(Races, ACancelledInviteThatStaysSilentIs487After32Seconds) {
  rig r;
  const placed call(r);
  r.send(r.callee(), answer_to(call.at_callee, "180 Ringing"));
  r.send(r.carrier, cancel_of(call.invite));
  r.carrier.forget();
  r.pass(32'100);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
  r.pass(1'100);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).by, ended_by::caller);
}

// ---- Next hops that were given up ----

struct failed_over {
  failed_over() {
    rig_options with;
    with.switches = 2;
    r = std::make_unique<rig>(with);
    call = std::make_unique<placed>(*r);
    r->pass(4'100);
    r->callee().forget();
    second = r->switches[1]->take();
  }
  std::unique_ptr<rig> r;
  std::unique_ptr<placed> call;
  std::string second;
};

TEST(Races, AHopThatWasGivenUpIsToldNotToRing) {
  failed_over f;
  f.r->send(f.r->callee(), answer_to(f.call->at_callee, "180 Ringing"));
  EXPECT_EQ(f.r->carrier.take(), "");
  const std::string cancel = f.r->callee().take();
  EXPECT_EQ(first_line(cancel), "CANCEL sip:+77010000001@" + f.r->callee().address() + " SIP/2.0");
  EXPECT_EQ(field(cancel, "Via"), fields(f.call->at_callee, "Via")[0]);
  EXPECT_EQ(field(cancel, "To"), field(f.call->at_callee, "To"));
  f.r->send(f.r->callee(), answer_to(f.call->at_callee, "487 Request Terminated"));
  const std::string ack = f.r->callee().take();
  EXPECT_EQ(field(ack, "CSeq"), "1 ACK");
  EXPECT_NE(field(ack, "To").find(";tag=callee"), std::string::npos);
  f.r->send(*f.r->switches[1], answer_to(f.second, "180 Ringing"));
  EXPECT_EQ(first_line(f.r->carrier.take()), "SIP/2.0 180 Ringing");
}

TEST(Races, AHopThatWasGivenUpAndAnswersIsHungUp) {
  failed_over f;
  f.r->send(*f.r->switches[1], answer_to(f.second, "180 Ringing"));
  f.r->carrier.forget();
  f.r->send(f.r->callee(), f.call->ok());
  EXPECT_EQ(field(f.r->callee().take(), "CSeq"), "1 ACK");
  const std::string bye = f.r->callee().take();
  EXPECT_EQ(first_line(bye), "BYE sip:phone@" + f.r->callee().address() + " SIP/2.0");
  EXPECT_EQ(field(bye, "CSeq"), "2 BYE");
  EXPECT_EQ(field(bye, "From"), field(f.call->invite, "From"));
  EXPECT_EQ(f.r->carrier.take(), "");
  f.r->send(f.r->callee(), answer_to(bye, "200 OK"));
  EXPECT_EQ(f.r->journal.all<call_answered>().size(), 0u);
}

TEST(Races, ACalleeThatAnswersAfterTheCallerWasTold408IsHungUp) {
  rig r;
  const placed call(r);
  r.pass(32'100);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 408 Request Timeout");
  r.callee().forget();
  r.send(r.callee(), call.ok());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "2 BYE");
  EXPECT_EQ(r.carrier.take(), "");
}

TEST(Races, AfterADropThatFailedALateAnswerIsHungUp) {
  rig r;
  const placed call(r);
  r.drop(r.last_call());
  r.path->sockets.flush();
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 603 Decline");
  r.pass(5'100);
  EXPECT_EQ(r.journal.teardown_of(r.last_call()).back(), "failed");
  r.callee().forget();
  r.send(r.callee(), call.ok());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "2 BYE");
}

TEST(Races, OneCalls503IsTheTrunks503OnlyWhenNoHopIsUp) {  // RFC 3261 §16.7 step 6
  for (const bool down : {false, true}) {
    rig r;
    const placed call(r);
    r.path->trunks.at(0).hops[0].up = !down;
    r.send(r.callee(), answer_to(call.at_callee, "503 Service Unavailable"));
    EXPECT_EQ(first_line(r.carrier.take()),
              down ? "SIP/2.0 503 Service Unavailable" : "SIP/2.0 500 Server Internal Error");
    EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
    r.pass(1'100);
    EXPECT_EQ(r.journal.all<call_ended>().at(0).sip_code, down ? 503 : 500);
  }
}

TEST(Races, AHopThatIsNotThereIsLeftAtOnce) {  // RFC 3261 §16.9, by ICMP
  for (const bool another : {true, false}) {
    rig_options with;
    with.switches = another ? 2 : 1;
    rig r(with);
    r.switches[0] = std::make_unique<neighbour>(0x7f0002f0);  // its port is closed
    r.send(r.carrier, r.invite());
    r.carrier.forget();
    std::array<char, 1'024> room;
    const auto report = net::next_unreachable(r.path->sockets.at(0).socket->fd(), room);
    ASSERT_TRUE(report);
    on_unreachable(*r.path, "INVITE sip:x SIP/2.0\r\nVia: x;branch=z9hG4bKqg00000000000000000");
    on_unreachable(*r.path, report->quoted);
    on_unreachable(*r.path, report->quoted);  // said twice
    r.path->sockets.flush();
    if (another) {
      EXPECT_EQ(first_line(r.switches[1]->take()).substr(0, 7), "INVITE ");
      EXPECT_EQ(r.carrier.take(), "");
    } else {
      EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 503 Service Unavailable");
      r.pass(1'100);
      EXPECT_EQ(r.journal.all<call_ended>().at(0).by, ended_by::network);
    }
    EXPECT_FALSE(r.path->trunks.at(0).hops[0].up);
  }
}

// ---- Forks behind the next hop ----

TEST(Races, EveryPhoneThatRingsIsHeard) {
  rig r;
  const placed call(r);
  for (const char* tag : {"one", "two"}) {
    r.send(r.callee(), answer_to(call.at_callee, "180 Ringing", tag));
    EXPECT_NE(field(r.carrier.take(), "To").find(tag), std::string::npos);
  }
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
}

TEST(Races, ASecondPhoneThatAnswersIsADialogOfItsOwn) {
  for (const bool first_ends_first : {true, false}) {
    rig r;
    placed call(r);
    r.send(r.callee(), call.ok("one"));
    const std::string one = r.carrier.take();
    r.send(r.callee(), call.ok("two"));
    const std::string two = r.carrier.take();
    ASSERT_EQ(first_line(two), "SIP/2.0 200 OK");
    EXPECT_EQ(r.journal.all<call_answered>().size(), 1u);
    for (const std::string& ok : {one, two}) r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
    r.callee().forget();
    r.send(r.carrier, inside("BYE", 2, first_ends_first ? one : two, r.carrier));
    r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
    EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
    EXPECT_EQ(r.path->calls.size(), 1u) << "the other phone still talks";
    r.pass(1'000);
    r.send(r.carrier, inside("BYE", 3, first_ends_first ? two : one, r.carrier));
    r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
    ASSERT_EQ(r.journal.all<call_ended>().size(), 1u);
    EXPECT_EQ(r.path->calls.size(), 0u);
    r.pass(40'000);
    EXPECT_EQ(r.path->bytes.bytes_in_use(), 0u);
  }
}

TEST(Races, ADropEndsBothPhonesThatAnswered) {
  rig r;
  placed call(r);
  r.send(r.callee(), call.ok("one"));
  const std::string one = r.carrier.take();
  r.send(r.callee(), call.ok("two"));
  const std::string two = r.carrier.take();
  for (const std::string& ok : {one, two}) r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  r.callee().forget();
  r.drop(r.last_call());
  r.path->sockets.flush();
  std::vector<std::string> to_callee;
  for (std::string bye = r.callee().take(); !bye.empty(); bye = r.callee().take()) {
    const std::string to = field(bye, "To");
    to_callee.push_back(to.substr(to.find(";tag=") + 5));
    r.send(r.callee(), answer_to(bye, "200 OK"));
  }
  EXPECT_EQ(to_callee, (std::vector<std::string>{"two", "one"}));
  int to_caller = 0;
  for (std::string bye = r.carrier.take(); !bye.empty(); bye = r.carrier.take(), ++to_caller) {
    r.send(r.carrier, answer_to(bye, "200 OK"));
  }
  EXPECT_EQ(to_caller, 2);
  EXPECT_EQ(r.journal.teardown_of(r.last_call()).back(), "confirmed");
}

// ---- Inside a dialog ----

TEST(Races, ReInvitesThatMeetAreBothRefused491) {  // RFC 3261 §14.2
  rig r;
  placed call(r);
  const std::string ok = call.answered();
  r.send(r.carrier, inside("INVITE", 2, ok, r.carrier));
  r.send(r.callee(), of_callee(r, "INVITE", 1, call.ok()));
  const std::string at_callee = r.callee().take();
  EXPECT_EQ(field(at_callee, "CSeq"), "2 INVITE");
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 100 Trying");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  const std::string at_caller = r.carrier.take();
  EXPECT_EQ(field(at_caller, "CSeq"), "1 INVITE");
  r.send(r.callee(), answer_to(at_callee, "491 Request Pending"));
  r.send(r.carrier, answer_to(at_caller, "491 Request Pending"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "2 ACK");
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 491 Request Pending");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 491 Request Pending");
  EXPECT_EQ(field(r.carrier.take(), "CSeq"), "1 ACK");
  EXPECT_EQ(r.path->calls.size(), 1u);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 0u);
}

TEST(Races, ReliableRingingAndEarlyUpdatesPass) {  // RFC 3262, RFC 3311
  rig r;
  const placed call(r, "Supported: 100rel, timer\r\nSession-Expires: 1800;refresher=uac\r\n");
  EXPECT_EQ(field(call.at_callee, "Session-Expires"), "1800;refresher=uac");  // RFC 4028
  std::string progress = answer_to(call.at_callee, "183 Session Progress", "callee",
                                   "sip:phone@" + r.callee().address());
  progress.insert(progress.find("Content-Length"), "Require: 100rel\r\nRSeq: 1\r\n");
  r.send(r.callee(), progress);
  const std::string early = r.carrier.take();
  EXPECT_EQ(field(early, "RSeq"), "1");
  for (const auto& [verb, cseq] : {std::pair{"PRACK", 2}, {"UPDATE", 3}}) {
    std::string request = inside(verb, cseq, early, r.carrier);
    request.insert(request.find("Content-Length"), "RAck: 1 1 INVITE\r\n");
    r.send(r.carrier, request);
    const std::string there = r.callee().take();
    EXPECT_EQ(field(there, "RAck"), "1 1 INVITE");
    r.send(r.callee(), answer_to(there, "200 OK"));
    EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK") << verb;
  }
  r.send(r.callee(), call.ok());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
}

TEST(Races, SessionTimersAreTheirEndsBusiness) {  // RFC 4028 §8: a proxy need not take part
  rig r;
  placed call(r);
  const std::string ok = call.answered();
  r.send(r.carrier, inside("UPDATE", 2, ok, r.carrier));
  const std::string update = r.callee().take();
  std::string refusal = answer_to(update, "422 Session Interval Too Small");
  refusal.insert(refusal.find("Content-Length"), "Min-SE: 3600\r\n");
  r.send(r.callee(), refusal);
  const std::string back = r.carrier.take();
  EXPECT_EQ(first_line(back), "SIP/2.0 422 Session Interval Too Small");
  EXPECT_EQ(field(back, "Min-SE"), "3600");
}

TEST(Races, ASubscriptionInsideACallOutlivesIt) {  // RFC 6665 §4.2.2
  rig r;
  placed call(r);
  const std::string ok = call.answered();
  r.send(r.carrier, inside("REFER", 2, ok, r.carrier));
  r.send(r.callee(), answer_to(r.callee().take(), "202 Accepted"));
  r.carrier.forget();
  r.send(r.callee(), of_callee(r, "NOTIFY", 1, call.ok()));
  const std::string notify = r.carrier.take();
  EXPECT_EQ(field(notify, "CSeq"), "1 NOTIFY");
  r.send(r.carrier, answer_to(notify, "200 OK"));
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 200 OK");
  r.send(r.carrier, inside("BYE", 3, ok, r.carrier));
  r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
  EXPECT_EQ(r.path->calls.size(), 0u);
  r.carrier.forget();
  r.send(r.callee(), of_callee(r, "NOTIFY", 2, call.ok()));  // the transfer's last word
  EXPECT_EQ(field(r.carrier.take(), "CSeq"), "2 NOTIFY");
}

TEST(Races, ProxyRequireAndLoopsAreRefusedInsideADialogToo) {
  rig r;
  placed call(r);
  const std::string ok = call.answered();
  std::string info = inside("INFO", 2, ok, r.carrier);
  info.insert(info.find("Content-Length"), "Proxy-Require: magic\r\n");
  r.send(r.carrier, info);
  const std::string refused = r.carrier.take();
  EXPECT_EQ(first_line(refused), "SIP/2.0 420 Bad Extension");
  EXPECT_EQ(field(refused, "Unsupported"), "magic");

  const std::string first = inside("INFO", 3, ok, r.carrier);
  r.send(r.carrier, first);
  const std::string there = r.callee().take();
  std::string back = first;  // unchanged but for our Via
  back.insert(back.find("Via:"), "Via: SIP/2.0/UDP " + r.carrier.address() +
                                     ";branch=z9hG4bKback\r\nVia: " + field(there, "Via") + "\r\n");
  r.send(r.carrier, back);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 482 Loop Detected");
  EXPECT_EQ(r.callee().take(), "");
}

// ---- Answers that are the caller's business ----

TEST(Races, RedirectsAndChallengesPassAndTheNextTryIsACallOfItsOwn) {
  for (const char* status : {"302 Moved Temporarily", "401 Unauthorized",
                             "407 Proxy Authentication Required", "600 Busy Everywhere"}) {
    rig r;
    const placed call(r);
    std::string answer = answer_to(call.at_callee, status, "callee", "sip:elsewhere@192.0.2.1");
    answer.insert(answer.find("Content-Length"), "WWW-Authenticate: Digest realm=\"x\"\r\n");
    r.send(r.callee(), answer);
    const std::string back = r.carrier.take();
    EXPECT_EQ(first_line(back), std::string("SIP/2.0 ") + status);
    EXPECT_EQ(field(back, "Contact"), "<sip:elsewhere@192.0.2.1>");
    EXPECT_EQ(field(back, "WWW-Authenticate"), "Digest realm=\"x\"");
    EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
    std::string again = call.invite;  // same Call-ID and tag, with credentials
    again.replace(again.find("CSeq: 1"), 7, "CSeq: 2");
    again.replace(again.find("branch=z9hG4bKc"), 15, "branch=z9hG4bKd");
    r.send(r.carrier, again);
    EXPECT_EQ(field(r.callee().take(), "CSeq"), "2 INVITE");
    EXPECT_EQ(r.journal.all<call_started>().size(), 2u);
  }
}

// ---- Strict routers (RFC 2543, RFC 3261 §16.4, §16.6, §16.12.1.2) ----

TEST(Races, AStrictRouterBeforeUsIsUnderstood) {
  rig r;
  placed call(r);
  const std::string ok = call.answered();
  std::string bye = inside("BYE", 2, ok, r.carrier);
  const std::string target = "sip:phone@" + r.callee().address();
  bye.replace(4, bye.find(' ', 4) - 4, "sip:" + r.centre() + ";lr");
  const std::size_t route = bye.find("Route: ");
  bye.replace(route, bye.find("\r\n", route) - route, "Route: <" + target + ">");
  r.send(r.carrier, bye);
  EXPECT_EQ(first_line(r.callee().take()), "BYE " + target + " SIP/2.0");
}

TEST(Races, AStrictRouterBehindUsGetsTheTargetLast) {
  rig r;
  const std::string strict = "<sip:" + r.callee().address() + ">";
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  const std::string at_callee = r.callee().take();
  std::string ok = answer_to(at_callee, "200 OK", "callee", "sip:phone@127.0.9.9");
  ok.insert(ok.find("Record-Route:"), "Record-Route: " + strict + "\r\n");
  r.carrier.forget();
  r.send(r.callee(), ok);
  const std::string back = r.carrier.take();
  std::string bye = inside("BYE", 2, back, r.carrier);
  const std::size_t route = bye.find("Route: ");  // both, and a caller has them the other way round
  bye.replace(route, bye.find("From: ") - route,
              "Route: <sip:" + r.centre() + ";lr>\r\nRoute: " + strict + "\r\n");
  bye.replace(4, bye.find(' ', 4) - 4, "sip:phone@127.0.9.9");
  r.send(r.carrier, bye);
  const std::string there = r.callee().take();
  EXPECT_EQ(first_line(there), "BYE sip:" + r.callee().address() + " SIP/2.0");
  EXPECT_EQ(fields(there, "Route"), std::vector<std::string>{"<sip:phone@127.0.9.9>"});
}

}  // namespace
}  // namespace qorgan::gateway
