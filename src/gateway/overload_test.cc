// What is left out under overload, and for whom nothing is: through the call path.
#include "gateway/batch.h"
#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

/// Screening is closed, and all but a few new calls are refused; the few have been.
void choke(rig& r) {
  r.path->load.note(0, {1'000, 0.9, false});
  while (r.path->load.admit(0)) {
  }
}

std::string tag_line(const std::string& invite) {
  return field(invite, "To") + ";tag=callee";
}

TEST(Overload, CallsPassUnscreenedAndTheRecordSaysSo) {
  rig_options with;
  with.policy =
      "version: 1\nrules:\n  - name: everything\n    when: {trunk_kind: [international]}\n"
      "    verdict: block\n    legal_basis: test\n";
  rig r(with);
  r.path->load.note(0, {1'000, 0.6, false});
  r.send(r.carrier, r.invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_TRUE(r.journal.all<call_started>().at(0).unscreened);
  EXPECT_EQ(r.path->trunks.at(0).figures.unscreened, 1u);
  EXPECT_EQ(r.path->trunks.at(0).figures.refused_overload, 0u);
}

TEST(Overload, NewCallsGet503AndNoState) {
  rig r;
  choke(r);
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  const std::string answer = r.carrier.take();
  EXPECT_EQ(first_line(answer), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(field(answer, "Retry-After"), "5");
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.path->calls.size(), 0u);
  EXPECT_EQ(r.path->trunks.at(0).figures.refused_overload, 1u);
  EXPECT_EQ(r.callee().take(), "");
  r.pass(2'000);
  // Calm again: a copy of the refused INVITE that was still under way is no new call …
  r.send(r.carrier, invite);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(r.callee().take(), "");
  // … and the ACK of the refusal goes nowhere.
  std::string ack = invite;
  ack.replace(0, 6, "ACK");
  ack.replace(ack.find("1 INVITE"), 8, "1 ACK");
  ack.replace(ack.find("@" + r.centre()), r.centre().size() + 1, "@" + r.callee().address());
  ack.replace(ack.find(field(ack, "To")), field(ack, "To").size(), field(answer, "To"));
  r.send(r.carrier, ack);
  EXPECT_EQ(r.callee().take(), "");
  r.send(r.carrier, r.invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
}

TEST(Overload, AnEmergencyCallIsNeverRefusedNorUnscreened) {
  rig r;
  choke(r);
  r.send(r.carrier, r.invite("+442079460001", "112"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_FALSE(r.journal.all<call_started>().at(0).unscreened);
}

TEST(Overload, WhatBelongsToACallIsNeverRefused) {
  rig r;
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  const std::string invite = r.callee().take();
  choke(r);
  r.send(r.callee(), answer_to(invite, "200 OK", "callee", "sip:phone@" + r.callee().address()));
  const std::string ok = r.carrier.take();
  EXPECT_EQ(first_line(ok), "SIP/2.0 200 OK");
  choke(r);
  r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 ACK");
  r.send(r.carrier, inside("INVITE", 2, ok, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "2 INVITE");
  r.send(r.carrier, inside("BYE", 3, ok, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "3 BYE");
}

TEST(Overload, InAHurryEmergenciesAndLiveCallsComeFirst) {
  rig r;
  const std::string ordinary = r.invite();
  const std::string emergency = r.invite("+442079460001", "112");
  std::string again = r.invite();
  again.replace(again.find(field(again, "To")), field(again, "To").size(), tag_line(again));
  std::string cancel = ordinary;
  cancel.replace(0, 6, "CANCEL");
  const std::vector<std::string> texts{ordinary, cancel, emergency, again, "SIP/2.0 200 OK\r\n"};
  std::vector<net::datagram> batch;
  for (const std::string& text : texts) batch.push_back({text, r.carrier.at()});
  const auto places = [](std::span<const std::uint16_t> of) {
    return std::vector<int>(of.begin(), of.end());
  };
  EXPECT_EQ(places(plan_of(*r.path, batch).at_once), (std::vector{0, 1, 2, 3, 4}));
  choke(r);
  EXPECT_EQ(places(plan_of(*r.path, batch).at_once), (std::vector{2, 3, 4}));
  EXPECT_EQ(places(plan_of(*r.path, batch).later), (std::vector{0, 1}));
}

TEST(Overload, NewCallsThatWaitKeepTheirOrderAndAreCalledLater) {
  rig r;
  const std::string first = r.invite(), second = r.invite();
  for (const std::string* each : {&first, &second}) {
    EXPECT_TRUE(put_off(*r.path, {*each, r.carrier.at()}, 0));
  }
  // Calm again, but nobody may overtake them.
  const std::vector<net::datagram> batch{{first, r.carrier.at()}};
  EXPECT_EQ(plan_of(*r.path, batch).later.size(), 1u);
  EXPECT_TRUE(work_off_one(*r.path));
  EXPECT_TRUE(work_off_one(*r.path));
  EXPECT_FALSE(work_off_one(*r.path));
  r.path->sockets.flush();
  EXPECT_EQ(field(r.callee().take(), "Call-ID"), field(first, "Call-ID"));
  EXPECT_EQ(field(r.callee().take(), "Call-ID"), field(second, "Call-ID"));
  EXPECT_EQ(plan_of(*r.path, batch).at_once.size(), 1u);
}

TEST(Overload, TheQueueOfWaitingCallsIsBoundedAndItsAgeIsOverload) {
  rig r;
  const std::string invite = r.invite();
  while (put_off(*r.path, {invite, r.carrier.at()}, 0)) {
  }
  EXPECT_LE(r.path->bytes.bytes_in_use(), limits::kWaitingCalls * 1'024);
  for (int window = 0; window < 4; ++window) {
    r.path->now_ms += 100;
    note_reading(*r.path, 0);
    r.path->load.advance(r.path->now_ms, false);
  }
  EXPECT_NE(r.path->load.stage(), load_stage::calm);
}

TEST(Overload, TheStageAndItsBeginAreShown) {
  rig r;
  choke(r);
  r.pass(10);
  EXPECT_EQ(r.path->figures.load, load_stage::refusing);
  const timestamp since = r.path->figures.load_since;
  EXPECT_TRUE(happened(since));
  r.pass(5'000);
  EXPECT_EQ(r.path->figures.load, load_stage::calm);
  EXPECT_GT(r.path->figures.load_since, since);
}

}  // namespace
}  // namespace qorgan::gateway
