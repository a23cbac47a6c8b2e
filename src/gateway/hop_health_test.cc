#include "gateway/hop_health.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

rig_options pinging() {
  rig_options out;
  out.ping_ms = 10'000;
  return out;
}

TEST(HopHealth, ASilentHopIsAskedAndGoesDownAfterTwoUnansweredPings) {
  rig r(pinging());
  r.pass(10'010);
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 OPTIONS");
  r.pass(2'000);
  EXPECT_TRUE(r.path->trunks.at(0).hops[0].up);
  r.pass(13'000);
  EXPECT_FALSE(r.path->trunks.at(0).hops[0].up);
  r.callee().forget();
  r.pass(10'000);
  const std::string ping = r.callee().take();
  r.send(r.callee(), answer_to(ping, "404 Not Found"));  // any answer is a sign of life
  EXPECT_TRUE(r.path->trunks.at(0).hops[0].up);
}

TEST(HopHealth, ADrainingHopIsDown) {
  rig r(pinging());
  r.pass(10'010);
  r.send(r.callee(), answer_to(r.callee().take(), "503 Service Unavailable"));
  EXPECT_FALSE(r.path->trunks.at(0).hops[0].up);
}

TEST(HopHealth, AHopThatIsDownIsTriedLastNotNever) {
  rig_options with;
  with.switches = 2;
  rig r(with);
  r.path->trunks.at(0).hops[0].up = false;
  r.send(r.carrier, r.invite());
  EXPECT_NE(r.switches[1]->take(), "");
  r.path->trunks.at(0).hops[1].up = false;
  r.send(r.carrier, r.invite());
  const std::string invite = r.switches[0]->take();
  EXPECT_NE(invite, "");
  r.send(*r.switches[0], answer_to(invite, "180 Ringing"));
  EXPECT_TRUE(r.path->trunks.at(0).hops[0].up);
}

TEST(HopHealth, TrafficSparesThePing) {
  rig r(pinging());
  for (int i = 0; i < 4; ++i) {
    r.pass(8'000);
    r.send(r.carrier, r.invite());
    const std::string invite = r.callee().take();
    EXPECT_EQ(field(invite, "CSeq"), "1 INVITE");
    r.send(r.callee(), answer_to(invite, "486 Busy Here"));
    r.callee().forget();
  }
}

}  // namespace
}  // namespace qorgan::gateway
