#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

/// An INVITE through to 200 and ACK; the caller's view of the 200.
struct up_call {
  std::string invite_at_callee;
  std::string answer_at_callee;  ///< as the callee wrote it
  std::string answer_at_caller;
};

up_call set_up(rig& r, const std::string& invite) {
  up_call out;
  r.send(r.carrier, invite);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  out.invite_at_callee = r.callee().take();
  EXPECT_EQ(field(out.invite_at_callee, "CSeq"), "1 INVITE");
  r.send(r.callee(), answer_to(out.invite_at_callee, "180 Ringing"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 180 Ringing");
  out.answer_at_callee =
      answer_to(out.invite_at_callee, "200 OK", "callee", "sip:phone@" + r.callee().address());
  r.send(r.callee(), out.answer_at_callee);
  out.answer_at_caller = r.carrier.take();
  EXPECT_EQ(first_line(out.answer_at_caller), "SIP/2.0 200 OK");
  r.send(r.carrier, inside("ACK", 1, out.answer_at_caller, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  return out;
}

TEST(Proxy, PassesACallAndRecordsAllItsTimes) {
  rig r;
  const up_call up = set_up(r, r.invite());
  EXPECT_EQ(fields(up.invite_at_callee, "Via").size(), 2u);
  EXPECT_EQ(field(up.invite_at_callee, "Max-Forwards"), "69");
  EXPECT_EQ(field(up.invite_at_callee, "Record-Route"), "<sip:" + r.centre() + ";lr>");
  EXPECT_EQ(fields(up.answer_at_caller, "Via").size(), 1u);
  EXPECT_EQ(r.path->calls.size(), 1u);

  r.pass(1'000);
  r.send(r.carrier, inside("BYE", 2, up.answer_at_caller, r.carrier));
  const std::string bye = r.callee().take();
  EXPECT_EQ(first_line(bye), "BYE sip:phone@" + r.callee().address() + " SIP/2.0");
  EXPECT_EQ(field(bye, "Route"), "");
  r.send(r.callee(), answer_to(bye, "200 OK"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");

  const call_key key = r.last_call();
  ASSERT_EQ(r.journal.all<call_started>().size(), 1u);
  ASSERT_EQ(r.journal.all<call_ringing>().size(), 1u);
  ASSERT_EQ(r.journal.all<call_answered>().size(), 1u);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].sip_code, 200);
  EXPECT_EQ(ended[0].by, ended_by::caller);
  EXPECT_EQ(r.journal.ladder_of(key),
            "INVITE> 100< INVITE>> 180<< 180< 200<< 200< ACK> ACK>> BYE> BYE>> 200<< 200<");
  EXPECT_EQ(r.path->calls.size(), 0u);
  r.pass(40'000);
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.path->bytes.bytes_in_use(), 0u);
  EXPECT_EQ(r.path->timers.size(), 0u);
}

TEST(Proxy, CalleeMayHangUp) {
  rig r;
  const up_call up = set_up(r, r.invite());
  std::string as_callee = up.answer_at_callee;
  as_callee.replace(as_callee.find("sip:phone@"), 10 + r.callee().address().size(),
                    "sip:gw@" + r.carrier.address());
  r.send(r.callee(), inside("BYE", 1, as_callee, r.callee(), false));
  const std::string bye = r.carrier.take();
  EXPECT_EQ(first_line(bye), "BYE sip:gw@" + r.carrier.address() + " SIP/2.0");
  r.send(r.carrier, answer_to(bye, "200 OK"));
  EXPECT_EQ(first_line(r.callee().take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.journal.all<call_ended>().at(0).by, ended_by::callee);
}

std::string cancel_of(std::string invite) {
  invite.replace(0, 6, "CANCEL");
  invite.replace(invite.find("1 INVITE"), 8, "1 CANCEL");
  return invite;
}

TEST(Proxy, CancelWaitsForAProvisionalResponse) {
  rig r;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  r.carrier.forget();
  const std::string at_callee = r.callee().take();
  r.send(r.carrier, cancel_of(invite));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.callee().take(), "");  // RFC 3261 §9.1
  r.send(r.callee(), answer_to(at_callee, "180 Ringing"));
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  EXPECT_EQ(field(cancel, "Via"), fields(at_callee, "Via")[0]);
  r.send(r.callee(), answer_to(cancel, "200 OK"));
  r.send(r.callee(), answer_to(at_callee, "487 Request Terminated"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  r.carrier.take();  // 180
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
  r.pass(1'000);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].sip_code, 487);
  EXPECT_EQ(ended[0].by, ended_by::caller);
}

TEST(Proxy, AnUnknownCancelIs481) {
  rig r;
  r.send(r.carrier, cancel_of(r.invite()));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 481 Call/Transaction Does Not Exist");
}

TEST(Proxy, AnAnswerThatCrossesTheCancelStillPasses) {
  rig r;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  const std::string at_callee = r.callee().take();
  r.send(r.callee(), answer_to(at_callee, "180 Ringing"));
  r.send(r.carrier, cancel_of(invite));
  r.carrier.forget();
  r.send(r.callee(), answer_to(at_callee, "200 OK", "callee", "sip:x@" + r.callee().address()));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.journal.all<call_answered>().size(), 1u);
}

TEST(Proxy, AnInviteIsRepeatedUntilSomethingIsHeard) {
  rig r;
  r.send(r.carrier, r.invite());
  const std::string first = r.callee().take();
  r.pass(510);
  EXPECT_EQ(r.callee().take(), first);
  r.pass(1'000);
  EXPECT_EQ(r.callee().take(), first);
  r.send(r.callee(), answer_to(first, "100 Trying"));
  r.pass(10'000);
  EXPECT_EQ(r.callee().take(), "");
}

TEST(Proxy, ASilentNextHopIsA408After32Seconds) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  r.pass(31'900);
  EXPECT_EQ(r.carrier.take(), "");
  r.pass(200);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 408 Request Timeout");
  EXPECT_FALSE(r.path->trunks.at(0).hops[0].up);
  r.pass(1'000);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).by, ended_by::network);
}

TEST(Proxy, RingingForTooLongIsCancelled) {
  rig r;
  r.send(r.carrier, r.invite());
  const std::string at_callee = r.callee().take();
  r.send(r.callee(), answer_to(at_callee, "180 Ringing"));
  r.carrier.forget();
  r.pass(60'100);
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 CANCEL");
  r.send(r.callee(), answer_to(at_callee, "487 Request Terminated"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 408 Request Timeout");
}

TEST(Proxy, FailsOverTo503sAndSilentHopsNeighbour) {
  for (const bool silent : {false, true}) {
    rig_options with;
    with.switches = 2;
    rig r(with);
    r.send(r.carrier, r.invite());
    const std::string first = r.callee().take();
    if (silent) {
      r.pass(4'100);
    } else {
      r.send(r.callee(), answer_to(first, "503 Service Unavailable"));
      EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
    }
    const std::string second = r.switches[1]->take();
    EXPECT_EQ(first_line(second),
              "INVITE sip:+77010000001@" + r.switches[1]->address() + " SIP/2.0");
    EXPECT_NE(fields(first, "Via")[0], fields(second, "Via")[0]);
    EXPECT_EQ(fields(second, "Via").size(), 2u);
    r.carrier.forget();
    r.send(r.callee(), answer_to(first, "486 Busy Here"));  // late, of the abandoned branch
    EXPECT_EQ(r.carrier.take(), "");
    r.send(*r.switches[1], answer_to(second, "180 Ringing"));
    EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 180 Ringing");
    EXPECT_EQ(r.path->trunks.at(0).hops[0].up, !silent);
  }
}

TEST(Proxy, WhenEveryHopRefusesTheCallerIsToldThatThisCallFailed) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  r.send(r.callee(), answer_to(r.callee().take(), "503 Service Unavailable"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 500 Server Internal Error");
}

TEST(Proxy, InDialogRequestsPassBothWays) {
  rig r;
  const up_call up = set_up(r, r.invite());
  for (const char* verb : {"INFO", "UPDATE", "PRACK", "REFER", "SUBSCRIBE", "NOTIFY", "MESSAGE"}) {
    r.send(r.carrier, inside(verb, 2, up.answer_at_caller, r.carrier));
    const std::string there = r.callee().take();
    EXPECT_EQ(field(there, "CSeq"), std::string("2 ") + verb);
    r.send(r.callee(), answer_to(there, "200 OK"));
    EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK") << verb;
  }
  r.send(r.carrier, inside("INVITE", 3, up.answer_at_caller, r.carrier));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  const std::string again = r.callee().take();
  r.send(r.callee(), answer_to(again, "488 Not Acceptable Here"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "3 ACK");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 488 Not Acceptable Here");
  EXPECT_EQ(r.path->calls.size(), 1u);  // a refused re-INVITE ends nothing
}

TEST(Proxy, ACallerThatLeavesOutRouteIsUnderstood) {
  rig r;
  up_call up = set_up(r, r.invite());
  std::string bye = inside("BYE", 2, up.answer_at_caller, r.carrier);
  const std::size_t route = bye.find("Route: ");
  bye.erase(route, bye.find("\r\n", route) + 2 - route);
  bye.replace(4, bye.find(' ', 4) - 4, "sip:+77010000001@" + r.centre());
  r.send(r.carrier, bye);
  EXPECT_EQ(first_line(r.callee().take()), "BYE sip:phone@" + r.callee().address() + " SIP/2.0");
}

TEST(Proxy, AfterARestartRequestsOfForgottenCallsFollowTheirRoute) {
  rig before;
  const up_call up = set_up(before, before.invite());
  rig after;  // knows nothing of the call, listens elsewhere
  std::string bye = inside("BYE", 2, up.answer_at_caller, after.carrier);
  const std::string old_route = "<sip:" + before.centre() + ";lr>";
  bye.replace(bye.find(old_route), old_route.size(), "<sip:" + after.centre() + ";lr>");
  after.send(after.carrier, bye);
  const std::string there = before.callee().take();
  EXPECT_EQ(first_line(there), "BYE sip:phone@" + before.callee().address() + " SIP/2.0");
  after.send(before.callee(), answer_to(there, "200 OK"));
  EXPECT_EQ(first_line(after.carrier.take()), "SIP/2.0 200 OK");
}

TEST(Proxy, LateAndRepeated2xxPassAgain) {
  rig r;
  const up_call up = set_up(r, r.invite());
  r.send(r.callee(), up.answer_at_callee);
  EXPECT_EQ(r.carrier.take(), up.answer_at_caller);
  EXPECT_EQ(r.journal.all<call_answered>().size(), 1u);
}

TEST(Proxy, RetransmissionsCreateNothing) {
  rig r;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  r.callee().forget();
  r.carrier.forget();
  r.send(r.carrier, invite);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  EXPECT_EQ(r.callee().take(), "");
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
}

TEST(Proxy, ALoopIs482AndTheLastHop483) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  std::string back = r.callee().take();
  // It comes back as it left, but for one Via: the Request-URI is what it was at first.
  back.replace(7, back.find(' ', 7) - 7, "sip:+77010000001@" + r.centre());
  std::string via = "Via: SIP/2.0/UDP " + r.carrier.address() + ";branch=z9hG4bKback\r\n";
  back.insert(back.find("Via:"), via);
  r.send(r.carrier, back);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 482 Loop Detected");

  std::string last = r.invite();
  last.replace(last.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
  r.send(r.carrier, last);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 483 Too Many Hops");
}

TEST(Proxy, StrangersAreRefusedWithoutState) {
  rig r;
  neighbour stranger(0x7f000909);
  std::string invite = r.invite();
  invite.replace(invite.find(r.carrier.address()), r.carrier.address().size(), stranger.address());
  r.pass(1'000);
  for (int i = 0; i < 200; ++i) r.send(stranger, invite);
  int answers = 0;
  for (std::string got = stranger.take(); !got.empty(); got = stranger.take()) {
    EXPECT_EQ(first_line(got), "SIP/2.0 403 Forbidden");
    ++answers;
  }
  EXPECT_GE(answers, 1);
  EXPECT_LE(answers, 60);
  EXPECT_EQ(r.path->figures.unknown_source, 200u);
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.journal.records.size(), 0u);
}

TEST(Proxy, OptionsAndOtherMethodsAreAnswered) {
  rig r;
  const auto with_verb = [&r](const std::string& verb) {
    std::string text = r.invite();
    text.replace(0, 6, verb);
    text.replace(text.find("1 INVITE"), 8, "1 " + verb);
    r.send(r.carrier, text);
    return first_line(r.carrier.take());
  };
  EXPECT_EQ(with_verb("OPTIONS"), "SIP/2.0 200 OK");
  r.path->draining = true;
  EXPECT_EQ(with_verb("OPTIONS"), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(with_verb("REGISTER"), "SIP/2.0 405 Method Not Allowed");
  EXPECT_EQ(with_verb("FROB"), "SIP/2.0 501 Not Implemented");
  EXPECT_EQ(with_verb("BYE"), "SIP/2.0 481 Call/Transaction Does Not Exist");
  EXPECT_EQ(with_verb("ACK"), "");
}

TEST(Proxy, MalformedRequestsAre400AndGarbageIsSilence) {
  rig r;
  std::string bad = r.invite();
  bad.replace(bad.find("CSeq: 1 INVITE"), 14, "CSeq: 1 OPTIONS");
  r.send(r.carrier, bad);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 400 Bad Request");
  std::string version = r.invite();
  version.replace(version.find("SIP/2.0"), 7, "SIP/7.0");
  r.send(r.carrier, version);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 505 Version Not Supported");
  r.send(r.carrier, "hello\n\n");
  r.send(r.carrier, "SIP/2.0 200 OK\n\n");
  EXPECT_EQ(r.carrier.take(), "");
  EXPECT_EQ(r.path->figures.malformed, 4u);
}

TEST(Proxy, ABusyCalleeEndsTheCall) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  const std::string at_callee = r.callee().take();
  r.send(r.callee(), answer_to(at_callee, "486 Busy Here"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  const std::string busy = r.carrier.take();
  r.send(r.callee(), answer_to(at_callee, "486 Busy Here"));  // our ACK was lost
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  EXPECT_EQ(r.carrier.take(), "");
  r.pass(510);
  EXPECT_EQ(r.carrier.take(), busy);  // Timer G
  r.pass(600);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].sip_code, 486);
  EXPECT_EQ(ended[0].by, ended_by::callee);
}

TEST(Proxy, AFullTableAnswers503AndForgetsNothing) {
  rig_options with;
  with.max_live_calls = 1;
  rig r(with);
  set_up(r, r.invite());
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(r.path->calls.size(), 1u);
}

TEST(Proxy, ACallNobodyEndsIsTakenAsEndedByTheNetwork) {
  rig r;
  r.path->options.max_call_duration_ms = 60'000;
  set_up(r, r.invite());
  r.pass(61'000);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).by, ended_by::network);
  EXPECT_EQ(r.path->calls.size(), 0u);
}

TEST(Proxy, ACallThatPassesTwiceEndsTwice) {
  rig r;
  r.send(r.carrier, r.invite());
  const std::string first = r.callee().take();
  // The switch sends it back for another number: a spiral, no loop. It comes over the carrier's
  // trunk, as if through her.
  std::string again = first;
  again.replace(7, again.find(' ', 7) - 7, "sip:+77010000009@" + r.centre());
  again.insert(again.find("Via:"),
               "Via: SIP/2.0/UDP " + r.carrier.address() + ";branch=z9hG4bKspiral\r\n");
  r.send(r.carrier, again);
  const std::string second = r.callee().take();
  ASSERT_EQ(fields(second, "Via").size(), 4u);
  EXPECT_EQ(r.path->calls.size(), 2u);
  r.carrier.forget();
  r.send(r.callee(), answer_to(second, "200 OK", "callee", "sip:x@" + r.callee().address()));
  const std::string middle = r.carrier.take();
  r.send(r.callee(), answer_to(first, "200 OK", "callee", "sip:x@" + r.callee().address()));
  const std::string ok = r.carrier.take();
  EXPECT_EQ(r.journal.all<call_answered>().size(), 2u);
  for (int pass = 0; pass < 2; ++pass) {
    r.send(r.carrier, inside("BYE", 2, pass == 0 ? ok : middle, r.carrier));
  }
  r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
  r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
  EXPECT_EQ(r.path->calls.size(), 0u);
}

TEST(Proxy, AReInviteMovesTheTargetOfALaterDrop) {
  rig r;
  const up_call up = set_up(r, r.invite());
  neighbour moved(0x7f000101);
  std::string again = inside("INVITE", 2, up.answer_at_caller, r.carrier);
  again.insert(again.find("Content-Length"), "Contact: <sip:gw@" + moved.address() + ">\r\n");
  r.send(r.carrier, again);
  r.send(r.callee(), answer_to(r.callee().take(), "200 OK", "callee", "sip:new@127.0.2.1:9"));
  r.drop(r.last_call());
  r.path->sockets.flush();
  EXPECT_EQ(first_line(moved.take()), "BYE sip:gw@" + moved.address() + " SIP/2.0");
}

}  // namespace
}  // namespace qorgan::gateway
