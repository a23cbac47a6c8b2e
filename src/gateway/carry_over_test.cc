// A planned restart: one call path saves, a second one, with the same addresses, goes on.
#include "gateway/carry_over.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

/// The process ends and another takes over: a fresh call path on the same sockets' addresses.
void restart(rig& r) {
  const std::string saved = save_calls(*r.path);
  gateway_options options = r.path->options;
  const ip_endpoint at = r.path->sockets.at(0).name.at;
  const timestamp now = r.path->now + std::chrono::seconds{2};
  const std::int64_t now_ms = r.path->now_ms + 2'000;
  r.path.reset();
  options.listen = {{transport::udp, at}};
  auto sockets = listeners::open(options.listen, {at}, options.streams);
  r.path = std::make_unique<call_path>(std::move(options), std::move(sockets.value()), *r.screening,
                                       r.journal, r.clock);
  r.path->now = now;
  r.path->now_ms = r.path->next_tick_ms = now_ms;
  r.path->timers.advance(now_ms, [](std::uint64_t) {});
  const auto restored = restore_calls(*r.path, saved);
  ASSERT_TRUE(restored.has_value()) << restored.error();
  r.path->sockets.flush();
}

std::string set_up(rig& r) {
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  r.send(r.callee(),
         answer_to(r.callee().take(), "200 OK", "callee", "sip:phone@" + r.callee().address()));
  const std::string ok = r.carrier.take();
  r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  r.callee().forget();
  return ok;
}

TEST(CarryOver, AHangUpIsFollowedAndRecorded) {
  rig r;
  const std::string ok = set_up(r);
  const call_key key = r.last_call();
  restart(r);
  EXPECT_EQ(r.path->calls.size(), 1u);
  EXPECT_EQ(r.path->trunks.at(0).figures.live, 1u);
  r.send(r.carrier, inside("BYE", 2, ok, r.carrier));
  const std::string bye = r.callee().take();
  EXPECT_EQ(field(bye, "CSeq"), "2 BYE");
  r.send(r.callee(), answer_to(bye, "200 OK"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].key, key);
  EXPECT_EQ(ended[0].by, ended_by::caller);
  EXPECT_EQ(r.journal.ladder_of(key),
            "INVITE> 100< INVITE>> 200<< 200< ACK> ACK>> BYE> BYE>> 200<< 200<");
  r.pass(40'000);
  EXPECT_EQ(r.path->calls.size(), 0u);
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.path->bytes.bytes_in_use(), 0u);
}

TEST(CarryOver, ADropEndsBothLegs) {
  rig r;
  set_up(r);
  restart(r);
  r.drop(r.last_call());
  r.path->sockets.flush();
  const std::string to_callee = r.callee().take();
  const std::string to_caller = r.carrier.take();
  EXPECT_EQ(field(to_callee, "CSeq"), "2 BYE");
  EXPECT_EQ(field(to_caller, "CSeq"), "1 BYE");
  r.send(r.callee(), answer_to(to_callee, "200 OK"));
  r.send(r.carrier, answer_to(to_caller, "200 OK"));
  EXPECT_EQ(r.journal.teardown_of(r.last_call()).back(), "confirmed");
}

TEST(CarryOver, ADropUnderWayBeginsAgain) {
  rig r;
  set_up(r);
  r.drop(r.last_call());
  r.path->sockets.flush();
  r.callee().forget();
  r.carrier.forget();
  restart(r);
  const std::string to_callee = r.callee().take();
  const std::string to_caller = r.carrier.take();
  EXPECT_EQ(field(to_callee, "CSeq"), "3 BYE");
  r.send(r.callee(), answer_to(to_callee, "481 Call/Transaction Does Not Exist"));
  r.send(r.carrier, answer_to(to_caller, "200 OK"));
  EXPECT_EQ(r.journal.teardown_of(r.last_call()).back(), "confirmed");
  EXPECT_EQ(r.journal.all<teardown_progress>().back().actor.view(), "operator:desk");
}

TEST(CarryOver, ACallThatRangIsAnswered) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  const std::string invite = r.callee().take();
  r.send(r.callee(), answer_to(invite, "180 Ringing"));
  r.carrier.forget();
  restart(r);
  r.send(r.callee(), answer_to(invite, "200 OK", "callee", "sip:phone@" + r.callee().address()));
  const std::string ok = r.carrier.take();
  EXPECT_EQ(first_line(ok), "SIP/2.0 200 OK");
  EXPECT_EQ(fields(ok, "Via").size(), 1u);
  r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  EXPECT_EQ(r.journal.all<call_ringing>().size(), 1u);
  EXPECT_EQ(r.journal.all<call_answered>().size(), 1u);
}

TEST(CarryOver, ACallThatRangIsCancelled) {
  rig r;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  r.carrier.forget();
  const std::string at_callee = r.callee().take();
  r.send(r.callee(), answer_to(at_callee, "180 Ringing"));
  r.carrier.forget();
  restart(r);
  std::string cancel = invite;
  cancel.replace(0, 6, "CANCEL");
  cancel.replace(cancel.find("1 INVITE"), 8, "1 CANCEL");
  r.send(r.carrier, cancel);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  const std::string onwards = r.callee().take();
  EXPECT_EQ(field(onwards, "CSeq"), "1 CANCEL");
  EXPECT_EQ(field(onwards, "Via"), fields(at_callee, "Via")[0]);
  r.send(r.callee(), answer_to(at_callee, "487 Request Terminated"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
}

// What lay before it in the table is not carried, so the INVITE has another place in the second
// process and is found by the branch that the first one gave it.
TEST(CarryOver, TwoRestartsInARow) {
  rig r;
  std::string refused = r.invite();
  refused.replace(refused.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
  r.send(r.carrier, refused);
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  const std::string invite = r.callee().take();
  r.send(r.callee(), answer_to(invite, "180 Ringing"));
  r.carrier.forget();
  restart(r);
  EXPECT_EQ(r.path->transactions.size(), 1u);
  restart(r);
  r.send(r.callee(), answer_to(invite, "486 Busy Here"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 486 Busy Here");
  r.pass(1'100);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).sip_code, 486);
}

TEST(CarryOver, AWithheldCallerStaysHidden) {
  rig_options with;
  with.policy =
      "version: 1\nrules:\n  - name: everything\n    when: {trunk_kind: [international]}\n"
      "    verdict: withhold\n    legal_basis: test\n";
  rig r(with);
  const std::string ok = set_up(r);
  restart(r);
  r.send(r.carrier, inside("BYE", 2, ok, r.carrier));
  const std::string bye = r.callee().take();
  EXPECT_EQ(field(bye, "CSeq"), "2 BYE");
  EXPECT_EQ(bye.find("442079460001"), std::string::npos);
}

TEST(CarryOver, ACallOfATrunkThatIsGoneEndsUnknown) {
  rig r;
  set_up(r);
  const std::string saved = save_calls(*r.path);
  rig other;
  other.path->trunks.at(0).options.id = trunk_id_of("another");
  const auto restored = restore_calls(*other.path, saved);
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(*restored, 0u);
  EXPECT_EQ(other.journal.all<call_ended>().at(0).by, ended_by::unknown);
  EXPECT_EQ(other.path->calls.size(), 0u);
}

TEST(CarryOver, CutOrForeignBytesAreRefusedWhole) {
  rig r;
  set_up(r);
  r.send(r.carrier, r.invite());
  const std::string saved = save_calls(*r.path);
  for (std::size_t length = 0; length < saved.size(); ++length) {
    rig other;
    EXPECT_FALSE(restore_calls(*other.path, saved.substr(0, length)).has_value()) << length;
    EXPECT_EQ(other.path->calls.size(), 0u);
    length += saved.size() / 40;
  }
  std::string newer = saved;
  newer[0] = 99;
  rig other;
  EXPECT_EQ(restore_calls(*other.path, newer).error(), "written by another version");
}

}  // namespace
}  // namespace qorgan::gateway
