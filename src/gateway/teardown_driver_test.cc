#include "gateway/teardown_driver.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;
using states = std::vector<std::string>;

const states kConfirmedCalleeFirst{"requested", "sent", "callee_ended", "caller_ended",
                                   "confirmed"};

/// A call on its way: INVITE at the callee, 180 back.
struct ringing {
  explicit ringing(rig& on) : r(on) {
    invite = r.invite();
    r.send(r.carrier, invite);
    at_callee = r.callee().take();
    r.send(r.callee(), answer_to(at_callee, "180 Ringing"));
    r.carrier.forget();
    key = r.last_call();
  }
  void answer() {
    ok = answer_to(at_callee, "200 OK", "callee", "sip:phone@" + r.callee().address());
    r.send(r.callee(), ok);
    ok_at_caller = r.carrier.take();
  }
  void ack() {
    r.send(r.carrier, inside("ACK", 1, ok_at_caller, r.carrier));
    r.callee().forget();
  }
  std::string ack_of_refusal(const std::string& refusal) const {
    return "ACK " + invite.substr(7, invite.find(' ', 7) - 7) +
           " SIP/2.0\r\nVia: " + field(invite, "Via") + "\r\nFrom: " + field(invite, "From") +
           "\r\nTo: " + field(refusal, "To") + "\r\nCall-ID: " + field(invite, "Call-ID") +
           "\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n";
  }

  rig& r;
  std::string invite, at_callee, ok, ok_at_caller;
  call_key key;
};

TEST(Drop, EndsBothLegsOfAnAnsweredCall) {
  rig r;
  ringing call(r);
  call.answer();
  call.ack();
  r.send(r.carrier, inside("INFO", 7, call.ok_at_caller, r.carrier));  // CSeq moves on
  r.send(r.callee(), answer_to(r.callee().take(), "200 OK"));
  r.carrier.forget();

  r.drop(call.key);
  r.path->sockets.flush();
  const std::string to_callee = r.callee().take();
  EXPECT_EQ(first_line(to_callee), "BYE sip:phone@" + r.callee().address() + " SIP/2.0");
  EXPECT_EQ(field(to_callee, "CSeq"), "8 BYE");
  EXPECT_EQ(field(to_callee, "From"), field(call.invite, "From"));
  EXPECT_EQ(field(to_callee, "To"), field(call.ok, "To"));
  EXPECT_EQ(field(to_callee, "Reason"), "SIP;cause=603;text=\"ended by operator alert-7\"");
  const std::string to_caller = r.carrier.take();
  EXPECT_EQ(first_line(to_caller), "BYE sip:gw@" + r.carrier.address() + " SIP/2.0");
  EXPECT_EQ(field(to_caller, "From"), field(call.ok, "To"));
  EXPECT_EQ(field(to_caller, "To"), field(call.invite, "From"));
  EXPECT_EQ(field(to_caller, "CSeq"), "1 BYE");

  r.drop(call.key);  // asked again: nothing more leaves
  r.path->sockets.flush();
  EXPECT_EQ(r.callee().take(), "");
  r.send(r.callee(), answer_to(to_callee, "200 OK"));
  r.send(r.carrier, answer_to(to_caller, "481 Call/Transaction Does Not Exist"));
  r.drop(call.key);  // nor when it is over
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].by, ended_by::centre);
  EXPECT_EQ(ended[0].sip_code, 200);
  EXPECT_EQ(r.path->figures.drops_confirmed, 1u);
  r.pass(40'000);
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.path->bytes.bytes_in_use(), 0u);
}

TEST(Drop, EndsARingingCall) {
  rig r;
  ringing call(r);
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string refusal = r.carrier.take();
  EXPECT_EQ(first_line(refusal), "SIP/2.0 603 Decline");
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  EXPECT_NE(field(cancel, "Reason").find("ended by operator"), std::string::npos);
  r.send(r.callee(), answer_to(cancel, "200 OK"));
  r.send(r.callee(), answer_to(call.at_callee, "487 Request Terminated"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  EXPECT_EQ(r.carrier.take(), "");  // the 487 is not the caller's
  r.send(r.carrier, call.ack_of_refusal(refusal));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).sip_code, 603);
  r.pass(40'000);
  EXPECT_EQ(r.path->transactions.size(), 0u);
}

TEST(Drop, BeforeAnyProvisionalTheCancelWaits) {
  rig r;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  const std::string at_callee = r.callee().take();
  r.drop(r.last_call());
  r.path->sockets.flush();
  EXPECT_EQ(r.callee().take(), "");
  r.send(r.callee(), answer_to(at_callee, "100 Trying"));
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  EXPECT_NE(field(cancel, "Reason").find("ended by operator alert-7"), std::string::npos);
}

TEST(Drop, DuringTheCallersOwnCancel) {
  rig r;
  ringing call(r);
  std::string theirs = call.invite;
  theirs.replace(0, 6, "CANCEL");
  theirs.replace(theirs.find("1 INVITE"), 8, "1 CANCEL");
  r.send(r.carrier, theirs);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  r.drop(call.key);
  r.path->sockets.flush();
  EXPECT_EQ(r.callee().take(), "");  // cancelled already
  const std::string refusal = r.carrier.take();
  EXPECT_EQ(first_line(refusal), "SIP/2.0 603 Decline");
  r.send(r.callee(), answer_to(cancel, "200 OK"));
  r.send(r.callee(), answer_to(call.at_callee, "487 Request Terminated"));
  r.send(r.carrier, call.ack_of_refusal(refusal));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
}

TEST(Drop, WithAPrackUnderWay) {
  rig r;
  ringing call(r);
  const std::string early =
      answer_to(call.at_callee, "183 Session Progress", "callee", "sip:p@" + r.callee().address());
  r.send(r.callee(), early);
  r.send(r.carrier, inside("PRACK", 2, r.carrier.take(), r.carrier));
  const std::string prack = r.callee().take();
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string refusal = r.carrier.take();
  const std::string cancel = r.callee().take();
  r.send(r.callee(), answer_to(prack, "200 OK"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  r.send(r.callee(), answer_to(cancel, "200 OK"));
  r.send(r.callee(), answer_to(call.at_callee, "487 Request Terminated"));
  r.send(r.carrier, call.ack_of_refusal(refusal));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
  r.pass(40'000);
  EXPECT_EQ(r.path->transactions.size(), 0u);
}

TEST(Drop, The200CrossesTheCancel) {
  rig r;
  ringing call(r);
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string refusal = r.carrier.take();
  r.callee().forget();
  call.ok = answer_to(call.at_callee, "200 OK", "callee", "sip:phone@" + r.callee().address());
  r.send(r.callee(), call.ok);
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  const std::string bye = r.callee().take();
  EXPECT_EQ(field(bye, "CSeq"), "2 BYE");
  EXPECT_EQ(r.carrier.take(), "");  // refused already: it never hears of the 200
  r.send(r.callee(), call.ok);      // our ACK was lost
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  r.send(r.callee(), answer_to(bye, "200 OK"));
  r.send(r.carrier, call.ack_of_refusal(refusal));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
}

TEST(Drop, ALost200IsRepeatedUntilTheCallersAckThenBye) {
  rig r;
  ringing call(r);
  call.answer();
  r.drop(call.key);
  r.path->sockets.flush();
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  const std::string bye = r.callee().take();
  r.send(r.callee(), answer_to(bye, "200 OK"));
  EXPECT_EQ(r.carrier.take(), "");  // no BYE before the ACK (RFC 3261 §15)
  r.pass(510);
  EXPECT_EQ(r.carrier.take(), call.ok_at_caller);
  r.send(r.carrier, inside("ACK", 1, call.ok_at_caller, r.carrier));
  const std::string to_caller = r.carrier.take();
  EXPECT_EQ(field(to_caller, "CSeq"), "1 BYE");
  r.send(r.carrier, answer_to(to_caller, "200 OK"));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
}

TEST(Drop, ByeCrossesBye) {
  rig r;
  ringing call(r);
  call.answer();
  call.ack();
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string to_callee = r.callee().take();
  r.carrier.forget();
  r.send(r.carrier, inside("BYE", 2, call.ok_at_caller, r.carrier));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(r.callee().take(), "");  // not forwarded: the callee has its own
  r.send(r.callee(), answer_to(to_callee, "200 OK"));
  EXPECT_EQ(r.journal.teardown_of(call.key),
            (states{"requested", "sent", "caller_ended", "callee_ended", "confirmed"}));
}

TEST(Drop, AByeOnItsWayWhenTheDropComes) {
  rig r;
  ringing call(r);
  call.answer();
  call.ack();
  r.send(r.carrier, inside("BYE", 2, call.ok_at_caller, r.carrier));
  const std::string theirs = r.callee().take();
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string ours = r.callee().take();
  EXPECT_EQ(field(ours, "CSeq"), "3 BYE");
  r.send(r.callee(), answer_to(theirs, "200 OK"));
  r.send(r.callee(), answer_to(ours, "481 Call/Transaction Does Not Exist"));
  EXPECT_EQ(field(r.carrier.take(), "CSeq"), "1 BYE");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  r.pass(5'100);
  EXPECT_EQ(r.journal.all<call_ended>().size(), 1u);
}

TEST(Drop, AReInviteInFlightDoesNotKeepTheCall) {
  rig r;
  ringing call(r);
  call.answer();
  call.ack();
  r.send(r.carrier, inside("INVITE", 2, call.ok_at_caller, r.carrier));
  const std::string again = r.callee().take();
  r.carrier.forget();
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string to_callee = r.callee().take();
  EXPECT_EQ(field(to_callee, "CSeq"), "3 BYE");
  const std::string to_caller = r.carrier.take();
  r.send(r.callee(), answer_to(to_callee, "200 OK"));
  r.send(r.callee(), answer_to(again, "487 Request Terminated"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
  r.send(r.carrier, answer_to(to_caller, "200 OK"));
  EXPECT_EQ(r.journal.teardown_of(call.key), kConfirmedCalleeFirst);
}

TEST(Drop, ALegThatNeverAnswersFailsByName) {
  rig r;
  ringing call(r);
  call.answer();
  call.ack();
  r.drop(call.key);
  r.path->sockets.flush();
  const std::string to_callee = r.callee().take();
  r.send(r.carrier, answer_to(r.carrier.take(), "200 OK"));
  r.pass(510);
  EXPECT_EQ(r.callee().take(), to_callee);  // Timer E
  r.pass(5'000);
  EXPECT_EQ(r.journal.teardown_of(call.key),
            (states{"requested", "sent", "caller_ended", "failed"}));
  const auto progress = r.journal.all<teardown_progress>();
  EXPECT_EQ(progress.back().cause.view(), "callee did not answer BYE");
  EXPECT_EQ(progress.front().cause.view(), "alert-7");
  EXPECT_EQ(progress.front().actor.view(), "operator:desk");
  EXPECT_EQ(r.path->figures.drops_failed, 1u);
  EXPECT_EQ(r.path->calls.size(), 0u);
}

TEST(Drop, AnUnknownCallFailsAtOnce) {
  rig r;
  r.drop(call_key{42});
  const auto progress = r.journal.all<teardown_progress>();
  ASSERT_EQ(progress.size(), 1u);
  EXPECT_EQ(progress[0].state, teardown_state::failed);
  EXPECT_EQ(progress[0].cause.view(), "no such live call");
}

TEST(Drop, RoutesOfBothSidesAreFollowed) {
  rig r;
  const std::string invite = r.invite("+442079460001", "+77010000001",
                                      "Record-Route: <sip:127.0.9.1:5070;lr>\r\n"
                                      "Record-Route: <sip:127.0.9.2:5070;lr>\r\n");
  r.send(r.carrier, invite);
  const std::string at_callee = r.callee().take();
  std::string ok = answer_to(at_callee, "200 OK", "callee", "sip:phone@127.0.9.9");
  ok.insert(ok.find("Record-Route:"), "Record-Route: <sip:" + r.callee().address() + ";lr>\r\n");
  r.carrier.forget();
  r.send(r.callee(), ok);
  r.send(r.carrier, inside("ACK", 1, r.carrier.take(), r.carrier));
  r.callee().forget();
  r.drop(r.last_call());
  r.path->sockets.flush();
  const std::string bye = r.callee().take();  // its Record-Route is the next element
  EXPECT_EQ(first_line(bye), "BYE sip:phone@127.0.9.9 SIP/2.0");
  EXPECT_EQ(field(bye, "Route"), "<sip:" + r.callee().address() + ";lr>");
}

}  // namespace
}  // namespace qorgan::gateway
