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

}  // namespace
}  // namespace qorgan::gateway
