#include "gateway/identity_wait.h"

#include <deque>

#include "gateway/testing.h"
#include "gateway/verstat.h"

namespace qorgan::gateway {
namespace {

using namespace testing;
using taken = identity_port::taken;

/// A verifier that answers when the test says so.
class fake_verifier : public identity_port {
 public:
  answer ask(const identity_question& question) noexcept override {
    identities.assign(question.identities.begin(), question.identities.end());
    caller = question.caller;
    callee = question.callee;
    to = question.to;
    date = question.date;
    tickets.push_back(question.ticket);
    return next;
  }
  bool take(identity_result& out) noexcept override {
    if (results.empty()) return false;
    out = results.front();
    results.pop_front();
    return true;
  }
  void wake_on_result(int) noexcept override {}
  identity_figures figures() const noexcept override { return {}; }

  void tell(std::uint64_t ticket, passport_status status, attestation attested) {
    results.push_back({ticket, {status, attested}});
  }

  answer next{taken::pending, {passport_status::unverified, attestation::unknown}};
  std::vector<std::string> identities;
  std::string caller, callee, to, date;
  std::vector<std::uint64_t> tickets;
  std::deque<identity_result> results;
};

struct signed_rig : rig {
  explicit signed_rig(const rig_options& with = {}) : rig(with) {
    path->passports = &verifier;
    path->options.identity_wait_ms = 150;
    path->trunks.at(0).options.passports.verify = true;
  }
  std::string signed_invite(std::string_view extra = "", std::string_view callee = "+77010000001") {
    return invite("+442079460001", callee,
                  "Identity: a.b.c;info=<https://cert.example.org/a.pem>;ppt=shaken\r\n" +
                      std::string(extra));
  }
  call_started started() const {
    const auto all = journal.all<call_started>();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? call_started{} : all.back();
  }
  void expect_clean() {
    pass(40'000);
    EXPECT_EQ(path->transactions.size(), 0u);
    EXPECT_EQ(path->calls.size(), 0u);
    EXPECT_EQ(path->bytes.bytes_in_use(), 0u);
    EXPECT_EQ(path->timers.size(), 0u);
    EXPECT_EQ(path->figures.parked, 0u);
  }

  fake_verifier verifier;
};

TEST(IdentityWait, WaitsForTheResultAndGoesOnWithIt) {
  signed_rig r;
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying") << "at once";
  EXPECT_EQ(r.callee().take(), "");
  EXPECT_TRUE(r.journal.all<call_started>().empty());
  EXPECT_EQ(r.path->figures.parked, 1u);
  r.pass(40);
  EXPECT_EQ(r.callee().take(), "");
  r.verifier.tell(r.verifier.tickets.at(0), passport_status::verified, attestation::a);
  r.pass(10);
  const std::string forwarded = r.callee().take();
  EXPECT_EQ(field(forwarded, "CSeq"), "1 INVITE");
  EXPECT_EQ(field(forwarded, "Identity"), "a.b.c;info=<https://cert.example.org/a.pem>;ppt=shaken");
  EXPECT_EQ(r.started().passport, passport_status::verified);
  EXPECT_EQ(r.started().attested, attestation::a);
  EXPECT_EQ(r.carrier.take(), "") << "one 100 is enough";
  r.send(r.callee(), answer_to(forwarded, "486 Busy Here"));
  const std::string busy = r.carrier.take();
  EXPECT_EQ(first_line(busy), "SIP/2.0 486 Busy Here");
  r.expect_clean();
  EXPECT_EQ(r.journal.ladder_of(r.last_call()).substr(0, 22), "INVITE> 100< INVITE>> ");
}

TEST(IdentityWait, AsksWithCanonicalNumbersAndEveryIdentity) {
  signed_rig r;
  r.send(r.carrier, r.signed_invite("y: d.e.f;info=<https://cert.example.org/b.pem>\r\n"
                                    "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n",
                                    "87010000001"));
  ASSERT_EQ(r.verifier.identities.size(), 2u);
  EXPECT_EQ(r.verifier.identities[1], "d.e.f;info=<https://cert.example.org/b.pem>");
  EXPECT_EQ(r.verifier.caller, "442079460001");
  EXPECT_EQ(r.verifier.callee, "77010000001");
  EXPECT_EQ(r.verifier.to, "77010000001");
  EXPECT_EQ(r.verifier.date, "Sun, 01 Mar 2026 10:00:00 GMT");
}

TEST(IdentityWait, NotLongerThanTheLimit) {
  signed_rig r;
  r.send(r.carrier, r.signed_invite());
  r.pass(140);
  EXPECT_EQ(r.callee().take(), "");
  r.pass(20);
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_EQ(r.started().passport, passport_status::unverified);
  EXPECT_EQ(r.path->figures.parked_timeouts, 1u);
  // A result that comes too late finds nobody.
  r.verifier.tell(r.verifier.tickets.at(0), passport_status::invalid_identity, attestation::failed);
  r.pass(10);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
}

TEST(IdentityWait, AnEmergencyCallIsNeitherAskedAboutNorParked) {
  signed_rig r;
  r.send(r.carrier, r.signed_invite("", "112"));
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_TRUE(r.verifier.tickets.empty());
  EXPECT_EQ(r.started().passport, passport_status::not_asked);
  EXPECT_TRUE(r.started().emergency);
}

TEST(IdentityWait, WithoutASignatureNothingWaits) {
  signed_rig r;
  r.send(r.carrier, r.invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_EQ(r.started().passport, passport_status::not_present);
  EXPECT_EQ(r.started().attested, attestation::none);
  EXPECT_TRUE(r.verifier.tickets.empty());
}

TEST(IdentityWait, ATrunkThatDoesNotAskIsLeftAlone) {
  signed_rig r;
  r.path->trunks.at(0).options.passports.verify = false;
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_TRUE(r.verifier.tickets.empty());
  EXPECT_EQ(r.started().passport, passport_status::not_asked);
}

TEST(IdentityWait, WithoutWaitingTheResultIsEvidenceOfTheNextTime) {
  signed_rig r;
  r.path->options.identity_wait_ms = 0;
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_EQ(r.verifier.tickets.size(), 1u) << "asked all the same";
  EXPECT_EQ(r.started().passport, passport_status::unverified);
  r.verifier.tell(r.verifier.tickets.at(0), passport_status::verified, attestation::a);
  r.pass(10);
  EXPECT_EQ(r.journal.all<call_started>().size(), 1u);
}

TEST(IdentityWait, WhatIsKnownAtOnceCostsNoTime) {
  signed_rig r;
  r.verifier.next = {taken::answered, {passport_status::verified, attestation::b}};
  r.send(r.carrier, r.signed_invite());
  const std::string forwarded = r.callee().take();
  EXPECT_EQ(field(forwarded, "CSeq"), "1 INVITE");
  EXPECT_EQ(r.started().attested, attestation::b);
  r.send(r.callee(), answer_to(forwarded, "486 Busy Here"));
  r.expect_clean();
}

TEST(IdentityWait, AFullQueueDelaysNobody) {
  signed_rig r;
  r.verifier.next = {taken::refused, {passport_status::unverified, attestation::unknown}};
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(field(r.callee().take(), "CSeq"), "1 INVITE");
  EXPECT_EQ(r.started().passport, passport_status::unverified);
}

TEST(IdentityWait, ARetransmissionIsToldThatItWasHeard) {
  signed_rig r;
  const std::string invite = r.signed_invite();
  r.send(r.carrier, invite);
  r.send(r.carrier, invite);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  EXPECT_EQ(r.verifier.tickets.size(), 1u);
  EXPECT_EQ(r.path->figures.parked, 1u);
}

std::string cancel_of(const std::string& invite) {
  std::string out = "CANCEL" + invite.substr(6);
  out.replace(out.find("1 INVITE"), 8, "1 CANCEL");
  return out;
}

TEST(IdentityWait, ACancelMeetsACallLikeAnyOther) {
  signed_rig r;
  const std::string invite = r.signed_invite();
  r.send(r.carrier, invite);
  r.carrier.forget();
  r.send(r.carrier, cancel_of(invite));
  EXPECT_EQ(field(r.carrier.take(), "CSeq"), "1 CANCEL");
  const std::string forwarded = r.callee().take();
  EXPECT_EQ(field(forwarded, "CSeq"), "1 INVITE");
  r.send(r.callee(), answer_to(forwarded, "100 Trying"));
  const std::string cancel = r.callee().take();
  EXPECT_EQ(field(cancel, "CSeq"), "1 CANCEL");
  r.send(r.callee(), answer_to(cancel, "200 OK"));
  r.send(r.callee(), answer_to(forwarded, "487 Request Terminated"));
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 487 Request Terminated");
  EXPECT_EQ(r.started().passport, passport_status::unverified);
  r.pass(2'000);
  EXPECT_EQ(r.journal.all<call_ended>().at(0).sip_code, 487);
  r.expect_clean();
}

TEST(IdentityWait, RedirectTrunksWaitToo) {
  rig_options with;
  with.kind = trunk_mode::redirect;
  with.policy = R"(version: 1
rules:
  - name: forged
    when: { passport: [invalid_identity] }
    verdict: block
    code: passport
    legal_basis: law
)";
  signed_rig r(with);
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 100 Trying");
  r.verifier.tell(r.verifier.tickets.at(0), passport_status::invalid_identity, attestation::failed);
  r.pass(20);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 438 Invalid Identity Header");
  EXPECT_EQ(r.started().passport, passport_status::invalid_identity);
  r.expect_clean();
}

TEST(IdentityWait, EveryOutcomeIsAnsweredAsThePolicyWants) {
  const std::pair<passport_status, const char*> cases[] = {
      {passport_status::stale_date, "SIP/2.0 403 Forbidden"},
      {passport_status::bad_identity_info, "SIP/2.0 436 Bad Identity Info"},
      {passport_status::unsupported_credential, "SIP/2.0 437 Unsupported Credential"},
      {passport_status::invalid_identity, "SIP/2.0 438 Invalid Identity Header"},
  };
  for (const auto& [status, line] : cases) {
    rig_options with;
    with.policy = R"(version: 1
rules:
  - name: not-believed
    when: { passport: [stale_date, bad_identity_info, unsupported_credential, invalid_identity] }
    verdict: block
    code: passport
    legal_basis: law
)";
    signed_rig r(with);
    r.verifier.next = {taken::answered, {status, attestation::failed}};
    r.send(r.carrier, r.signed_invite());
    r.carrier.take();  // 100
    r.pass(20);
    EXPECT_EQ(first_line(r.carrier.take()), line);
    EXPECT_EQ(r.callee().take(), "");
  }
}

TEST(IdentityWait, AMissingSignatureIsAnswered428WhereItIsWanted) {
  rig_options with;
  with.policy = R"(version: 1
rules:
  - name: unsigned
    when: { passport: [not_present] }
    verdict: block
    code: passport
    legal_basis: law
)";
  signed_rig r(with);
  r.send(r.carrier, r.invite());
  r.carrier.take();  // 100
  r.pass(20);
  EXPECT_EQ(first_line(r.carrier.take()), "SIP/2.0 428 Use Identity Header");
}

TEST(IdentityWait, TheTableOfWaitingCallsIsBounded) {
  rig_options with;
  with.max_live_calls = 20'000;
  with.max_transactions = 40'000;
  signed_rig r(with);
  for (int i = 0; i < 4'096; ++i) r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(r.path->figures.parked, 4'096u);
  EXPECT_TRUE(r.journal.all<call_started>().empty());
  r.send(r.carrier, r.signed_invite());
  EXPECT_EQ(r.path->figures.parked_refused, 1u);
  EXPECT_EQ(r.started().passport, passport_status::unverified) << "goes on, and is not refused";
}

// ---- verstat ----

TEST(Verstat, IsPutOnThePAssertedIdentity) {
  signed_rig r;
  r.path->trunks.at(0).options.passports.verstat = true;
  r.verifier.next = {taken::answered, {passport_status::verified, attestation::a}};
  r.send(r.carrier, r.signed_invite("P-Asserted-Identity: \"London\" "
                                    "<sip:+442079460001;verstat=x@carrier.example>\r\n"));
  const std::string forwarded = r.callee().take();
  EXPECT_EQ(field(forwarded, "P-Asserted-Identity"),
            "\"London\" <sip:+442079460001;verstat=TN-Validation-Passed@carrier.example>");
  EXPECT_EQ(field(forwarded, "From"), "<sip:+442079460001@carrier.example>;tag=caller1");
}

TEST(Verstat, OrOnFromAndTheCallerGoesOnSeeingItsOwn) {
  signed_rig r;
  r.path->trunks.at(0).options.passports.verstat = true;
  r.verifier.next = {taken::answered, {passport_status::invalid_identity, attestation::failed}};
  r.send(r.carrier, r.signed_invite());
  r.carrier.forget();
  const std::string forwarded = r.callee().take();
  EXPECT_EQ(field(forwarded, "From"),
            "<sip:+442079460001;verstat=TN-Validation-Failed@carrier.example>;tag=caller1");
  const std::string answer =
      answer_to(forwarded, "200 OK", "callee", "sip:phone@" + r.callee().address());
  r.send(r.callee(), answer);
  const std::string ok = r.carrier.take();
  EXPECT_EQ(field(ok, "From"), "<sip:+442079460001@carrier.example>;tag=caller1");
  r.send(r.carrier, inside("ACK", 1, ok, r.carrier));
  EXPECT_EQ(field(r.callee().take(), "From"),
            "<sip:+442079460001;verstat=TN-Validation-Failed@carrier.example>;tag=caller1");
}

TEST(Verstat, SaysThatNobodyLooked) {
  EXPECT_EQ(verstat_of(passport_status::not_present), "No-TN-Validation");
  EXPECT_EQ(verstat_of(passport_status::unverified), "No-TN-Validation");
  EXPECT_EQ(verstat_of(passport_status::stale_date), "TN-Validation-Failed");
  EXPECT_EQ(verstat_of(passport_status::verified), "TN-Validation-Passed");
}

}  // namespace
}  // namespace qorgan::gateway
