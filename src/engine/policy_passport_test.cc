#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started with(passport_status status, attestation attested = attestation::unknown) {
  call_started call = foreign_call();
  call.passport = status;
  call.attested = attested;
  return call;
}

constexpr std::string_view kStrict = R"(version: 1
rules:
  - name: signature-wrong
    when: { passport: [stale_date, bad_identity_info, unsupported_credential, invalid_identity] }
    verdict: block
    code: passport
    legal_basis: "law"
  - name: signature-missing
    when: { passport: [not_present], caller_country: [GB] }
    verdict: block
    code: passport
    legal_basis: "law"
  - name: gateway-attestation
    when: { attestation: [C] }
    verdict: label
)";

TEST(policy_passport, a_rule_answers_with_the_status_of_the_failure) {
  engine judge{small(), policy_of(kStrict)};
  const std::pair<passport_status, int> cases[] = {{passport_status::stale_date, 403},
                                                   {passport_status::not_present, 428},
                                                   {passport_status::bad_identity_info, 436},
                                                   {passport_status::unsupported_credential, 437},
                                                   {passport_status::invalid_identity, 438}};
  for (const auto& [status, code] : cases) {
    const decision made = *judge.apply(with(status)).decided;
    EXPECT_EQ(made.enforced, verdict::block) << to_string(status);
    EXPECT_EQ(made.answer_code, code) << to_string(status);
  }
}

TEST(policy_passport, what_is_not_asked_for_passes) {
  engine judge{small(), policy_of(kStrict)};
  for (const passport_status status :
       {passport_status::not_asked, passport_status::unverified, passport_status::verified}) {
    EXPECT_EQ(judge.apply(with(status)).decided->enforced, verdict::pass) << to_string(status);
  }
  EXPECT_EQ(judge.apply(with(passport_status::verified, attestation::c)).decided->enforced,
            verdict::label);
  EXPECT_EQ(judge.apply(with(passport_status::verified, attestation::b)).decided->enforced,
            verdict::pass);
}

TEST(policy_passport, by_default_it_is_evidence_and_nothing_more) {
  engine judge{small(), policy_of("version: 1\n")};
  const decision made = *judge.apply(with(passport_status::invalid_identity)).decided;
  EXPECT_EQ(made.enforced, verdict::pass);
  EXPECT_EQ(made.reasons.size(), 1u);
}

TEST(policy_passport, an_emergency_call_passes_whatever_its_signature) {
  engine judge{small(), policy_of(kStrict)};
  call_started call = with(passport_status::invalid_identity);
  call.callee.signalled = std::string_view("112");
  EXPECT_EQ(judge.apply(call).decided->enforced, verdict::pass);
}

TEST(policy_passport, unknown_words_are_reported_where_they_stand) {
  const auto parsed = parse_policy({"p.yaml",
                                    "version: 1\n"
                                    "rules:\n"
                                    "  - name: a\n"
                                    "    verdict: alert\n"
                                    "    when:\n"
                                    "      passport: [forged]\n"
                                    "      attestation: [a]\n",
                                    {}});
  ASSERT_FALSE(parsed);
  ASSERT_EQ(parsed.error().size(), 2u);
  EXPECT_EQ(parsed.error()[0].line, 6);
  EXPECT_TRUE(
      parsed.error()[0].message.starts_with("'forged' is not one of not_asked, not_present"));
  EXPECT_EQ(parsed.error()[1].line, 7);
  EXPECT_EQ(parsed.error()[1].message, "'a' is not one of unknown, none, A, B, C, failed");
}

}  // namespace
}  // namespace qorgan::engine
