#include "gateway/screening.h"

#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

std::string rule(std::string_view verdict, std::string_view more = "") {
  return "version: 1\nrules:\n  - name: everything\n"
         "    when: {trunk_kind: [international, domestic, roaming_hub]}\n    verdict: " +
         std::string(verdict) + "\n    legal_basis: test\n" + std::string(more);
}

rig_options with_policy(std::string policy, trunk_mode kind = trunk_mode::proxy) {
  rig_options out;
  out.policy = std::move(policy);
  out.kind = kind;
  return out;
}

std::string ack_for(const std::string& invite, const std::string& answer) {
  std::string out = "ACK " + invite.substr(7, invite.find(' ', 7) - 7) +
                    " SIP/2.0\r\nVia: " + field(invite, "Via") +
                    "\r\nFrom: " + field(invite, "From") + "\r\nTo: " + field(answer, "To") +
                    "\r\nCall-ID: " + field(invite, "Call-ID") +
                    "\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n";
  return out;
}

TEST(Screening, ABlockedCallNeverRingsAndIsRefusedWithItsReason) {
  rig_options with = with_policy(rule("block"));
  with.refusal_url = "https://qorgan.example/why";
  rig r(with);
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  r.pass(10);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  const std::string refusal = r.carrier.take();
  EXPECT_EQ(first_line(refusal), "SIP/2.0 603 Network Blocked");
  EXPECT_EQ(field(refusal, "Reason"),
            "SIP;cause=603;text=\"v=analytics1;url=https://qorgan.example/why;id=" +
                to_string(r.last_call()) + "\";location=LN");
  EXPECT_EQ(r.callee().take(), "");
  r.send(r.carrier, ack_for(invite, refusal));
  const auto ended = r.journal.all<call_ended>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].sip_code, 603);
  EXPECT_EQ(ended[0].by, ended_by::centre);
  EXPECT_EQ(r.journal.ladder_of(r.last_call()), "INVITE> 100< 603< ACK>");
  EXPECT_EQ(r.path->trunks.at(0).figures.blocked, 1u);
}

TEST(Screening, ARefusalLeavesOnlyAfterItsRecordIsCommitted) {
  for (const trunk_mode kind : {trunk_mode::proxy, trunk_mode::redirect}) {
    rig r(with_policy(rule("block"), kind));
    r.journal.commits_at_once = false;
    r.send(r.carrier, r.invite());
    r.pass(400);
    if (kind == trunk_mode::proxy) EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
    EXPECT_EQ(r.carrier.take(), "");
    ASSERT_EQ(r.journal.all<call_started>().size(), 1u);
    r.journal.committed_seq = r.journal.records.size();
    r.pass(10);
    EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 603 Decline");
    EXPECT_EQ(r.callee().take(), "");
  }
}

TEST(Screening, WithoutARecordThereIsNoBlock) {
  enum class fault { slow, unhealthy, full, turns_unhealthy };
  for (const trunk_mode kind : {trunk_mode::proxy, trunk_mode::redirect}) {
    for (const fault what : {fault::slow, fault::unhealthy, fault::full, fault::turns_unhealthy}) {
      rig r(with_policy(rule("block"), kind));
      r.journal.commits_at_once = false;
      r.journal.is_healthy = what != fault::unhealthy;
      r.journal.full = what == fault::full;
      r.send(r.carrier, r.invite());
      if (what == fault::turns_unhealthy) {
        r.pass(100);
        r.journal.is_healthy = false;
        r.pass(10);
      }
      if (what == fault::slow) r.pass(510);
      if (kind == trunk_mode::proxy) {
        EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE") << static_cast<int>(what);
        EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
        EXPECT_EQ(r.carrier.take(), "");
      } else {
        EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 404 Not Found") << static_cast<int>(what);
      }
      EXPECT_EQ(r.path->figures.not_enforced, 1u);
      EXPECT_EQ(r.path->trunks.at(0).figures.blocked, 0u);
      if (what == fault::full) continue;  // nothing at all can be recorded
      const auto waived = r.journal.all<refusal_waived>();
      ASSERT_EQ(waived.size(), 1u);
      EXPECT_EQ(waived[0].key, r.last_call());
      EXPECT_EQ(waived[0].why, what == fault::slow ? waiver::record_late : waiver::journal_down);
      EXPECT_EQ(waived[0].answer_code, kind == trunk_mode::redirect ? 404 : 0);
      if (kind == trunk_mode::redirect) {
        EXPECT_EQ(r.journal.ladder_of(r.last_call()), "INVITE> 404<");
      }
    }
  }
}

TEST(Screening, AnEmergencyCallIsNeverBlockedQueuedOrCounted) {
  for (const char* number : {"101", "102", "103", "104", "112"}) {
    for (const trunk_mode kind : {trunk_mode::proxy, trunk_mode::redirect}) {
      rig_options with = with_policy(rule("block"), kind);
      with.calls_per_second = 1;
      with.live_calls = 1;
      with.max_live_calls = 1;
      rig r(with);
      r.journal.commits_at_once = false;
      r.journal.full = true;
      r.send(r.carrier, r.invite());  // uses up every ceiling
      r.carrier.forget();
      r.callee().forget();
      r.send(r.carrier, r.invite("+77010000002", number));
      if (kind == trunk_mode::proxy) {
        EXPECT_EQ(first_line(r.callee().take()).substr(0, 10), "INVITE sip") << number;
      } else {
        EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 404 Not Found") << number;
      }
    }
  }
}

TEST(Screening, AnEmergencyUrnIsAnEmergencyCall) {
  rig r(with_policy(rule("block")));
  std::string invite = r.invite("+77010000002", "112");
  const std::string target = "sip:112@" + r.centre() + " SIP/2.0";
  invite.replace(invite.find(target), target.size(), "urn:service:sos.police SIP/2.0");
  r.send(r.carrier, invite);
  EXPECT_EQ(first_line(r.callee().take()), "INVITE urn:service:sos.police SIP/2.0");
  EXPECT_TRUE(r.journal.all<call_started>().at(0).emergency);
}

TEST(Screening, ShadowModeRefusesNothingAndRecordsWhatItWouldHave) {
  rig_options with = with_policy(rule("block"));
  with.mode = enforcement::shadow;
  rig r(with);
  r.send(r.carrier, r.invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_EQ(r.journal.records.at(0).decided->would, verdict::block);
  EXPECT_EQ(r.journal.records.at(0).decided->enforced, verdict::pass);
  EXPECT_EQ(r.path->trunks.at(0).figures.would_block, 1u);
}

TEST(Screening, RedirectAnswersEachVerdictWithTheTrunksCode) {
  struct {
    const char* verdict;
    const char* more;
    const char* line;
    const char* contact;
  } const cases[] = {
      {"pass", "", "SIP/2.0 404 Not Found", ""},
      {"alert", "", "SIP/2.0 405 Method Not Allowed", ""},
      {"label", "", "SIP/2.0 302 Moved Temporarily", "own"},
      {"divert", "    divert: \"sip:warning@192.0.2.9\"\n", "SIP/2.0 302 Moved Temporarily",
       "<sip:warning@192.0.2.9>"},
      {"block", "    code: 607\n", "SIP/2.0 607 Unwanted", ""},
  };
  for (const auto& each : cases) {
    rig_options with = with_policy(rule(each.verdict, each.more), trunk_mode::redirect);
    with.answers.alert = 405;
    rig r(with);
    const std::string invite = r.invite();
    r.send(r.carrier, invite);
    r.pass(10);
    const std::string answer = r.carrier.take();
    EXPECT_EQ(first_line(answer), each.line) << each.verdict;
    const std::string own = "<sip:+77010000001@" + r.centre() + ">";
    EXPECT_EQ(field(answer, "Contact"), std::string(each.contact) == "own" ? own : each.contact);
    if (std::string(each.contact) != "") {
      EXPECT_EQ(field(answer, "X-Qorgan-Verdict"), each.verdict);
      EXPECT_EQ(field(answer, "X-Qorgan-Id"), to_string(r.last_call()));
    }
  }
}

TEST(Screening, ARedirectAnswerIsRepeatedUntilItsAck) {
  rig r(with_policy("version: 1\n", trunk_mode::redirect));
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  const std::string answer = r.carrier.take();
  r.pass(1'600);  // after 0.5 s and 1.5 s
  EXPECT_EQ(r.carrier.take(), answer);
  EXPECT_EQ(r.carrier.take(), answer);
  EXPECT_EQ(r.carrier.take(), "");
  r.send(r.carrier, invite);
  EXPECT_EQ(r.carrier.take(), answer);
  r.send(r.carrier, ack_for(invite, answer));
  r.send(r.carrier, invite);  // late: absorbed
  r.pass(5'000);
  EXPECT_EQ(r.carrier.take(), "");
  EXPECT_EQ(r.path->transactions.size(), 0u);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
}

TEST(Screening, RedirectAndProxyGiveTheSameVerdicts) {
  const std::string policy =
      "version: 1\nlists: {roaming: roaming.txt}\nrules:\n  - name: spoofed\n"
      "    when: {evidence_any: [domestic_mobile_not_roaming]}\n"
      "    verdict: block\n    legal_basis: test\n";
  rig redirect(with_policy(policy, trunk_mode::redirect));
  rig proxy(with_policy(policy));
  for (const char* caller : {"+77011234567", "+442079460001", "87011234567", "+4930123456"}) {
    redirect.send(redirect.carrier, redirect.invite(caller));
    proxy.send(proxy.carrier, proxy.invite(caller));
    EXPECT_EQ(redirect.journal.records.back().decided->enforced,
              proxy.journal.records.back().decided->enforced)
        << caller;
  }
  EXPECT_EQ(redirect.journal.records.at(0).decided->enforced, verdict::block);
  EXPECT_EQ(redirect.journal.records.at(1).decided->enforced, verdict::pass);
}

TEST(Screening, IdentityComesFromTheTrunksTrustedHeader) {
  rig r;
  r.send(r.carrier, r.invite("+442079460001", "87010000001",
                             "P-Asserted-Identity: <tel:+4930123456>\r\n"
                             "User-Agent: Gateway 7\r\n"));
  const call_started event = r.journal.all<call_started>().at(0);
  EXPECT_EQ(to_string(event.caller.number), "+4930123456");
  EXPECT_EQ(to_string(event.callee.number), "+77010000001");
  EXPECT_EQ(event.user_agent.view(), "Gateway 7");
  EXPECT_EQ(event.source, r.carrier.at());
  EXPECT_NE(event.fingerprint, 0u);
}

TEST(Screening, CeilingsAnswer503WithRetryAfter) {
  rig_options with;
  with.calls_per_second = 2;
  rig r(with);
  r.pass(1'000);
  for (int i = 0; i < 3; ++i) r.send(r.carrier, r.invite());
  r.carrier.take();
  r.carrier.take();
  const std::string answer = r.carrier.take();
  EXPECT_EQ(first_line(answer), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(field(answer, "Retry-After"), "5");
  EXPECT_EQ(r.journal.all<call_started>().size(), 2u);
}

TEST(Screening, LiveCallCeilingCountsCallsThatAreUp) {
  rig_options with;
  with.live_calls = 1;
  rig r(with);
  r.send(r.carrier, r.invite());
  r.carrier.forget();
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 503 Service Unavailable");
}

TEST(Screening, ACancelledRefusalIsOver) {
  rig r(with_policy(rule("block")));
  r.journal.commits_at_once = false;
  const std::string invite = r.invite();
  r.send(r.carrier, invite);
  r.carrier.forget();
  std::string cancel = invite;
  cancel.replace(0, 6, "CANCEL");
  cancel.replace(cancel.find("1 INVITE"), 8, "1 CANCEL");
  r.send(r.carrier, cancel);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 200 OK");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
  r.journal.committed_seq = 100;
  r.pass(100);
  EXPECT_EQ(r.carrier.take(), "");
}

TEST(Screening, LabelledAndWithheldCallsAreChangedOnTheirWay) {
  rig label(with_policy(rule("label")));
  label.send(label.carrier, label.invite());
  const std::string labelled = label.callee().take();
  EXPECT_EQ(field(labelled, "From"),
            "\"Suspected scam\" <sip:+442079460001@carrier.example>;tag=caller1");
  EXPECT_EQ(field(labelled, "X-Qorgan-Label"), "suspected-scam");

  rig withhold(with_policy(rule("withhold")));
  withhold.send(withhold.carrier,
                withhold.invite("+442079460001", "+77010000001",
                                "P-Asserted-Identity: <sip:+442079460001@carrier.example>\r\n"));
  const std::string hidden = withhold.callee().take();
  EXPECT_EQ(hidden.find("442079460001"), std::string::npos) << hidden;
  EXPECT_EQ(field(hidden, "Privacy"), "id");
  EXPECT_NE(field(hidden, "From").find(";tag=caller1"), std::string::npos);
  withhold.carrier.forget();
  withhold.send(withhold.callee(), answer_to(hidden, "486 Busy Here"));
  EXPECT_EQ(field(withhold.carrier.take(), "From"),
            "<sip:+442079460001@carrier.example>;tag=caller1");
}

TEST(Screening, ADivertedCallGoesToItsTarget) {
  neighbour announcement(0x7f000301);
  rig r(
      with_policy(rule("divert", "    divert: \"sip:warning@" + announcement.address() + "\"\n")));
  r.send(r.carrier, r.invite());
  EXPECT_EQ(first_line(announcement.take()),
            "INVITE sip:warning@" + announcement.address() + " SIP/2.0");
  EXPECT_EQ(r.callee().take(), "");
}

}  // namespace
}  // namespace qorgan::gateway
