#include "casework/order_steps.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace qorgan::casework {
namespace {

constexpr timestamp kMorning = from_us(1'772'359'200'000'000);  // 2026-03-01T10:00:00Z

timestamp hours(int after) {
  return kMorning + std::chrono::hours{after};
}

legal_bases law() {
  legal_bases out;
  out.version = "v1";
  out.ratify_hours = 24;
  out.bases.push_back({.id = "rules",
                       .title = {},
                       .article = "art. 1",
                       .kinds = {order_kind::number, order_kind::range},
                       .actions = {verdict::block, verdict::divert},
                       .proposed_by = {role::operator_, role::shift_lead, role::prosecutor},
                       .issued_by = {role::prosecutor},
                       .emergency_by = {role::shift_lead},
                       .longest_hours = 720,
                       .notices = {}});
  return out;
}

order draft() {
  order out;
  out.id = {17};
  out.target = "+4915112345678";
  out.basis = "rules";
  out.note = "forty complaints in a day";
  out.proposer = "desk";
  out.valid_to = hours(100);
  return out;
}

order_actor desk(int after = 0) {
  return {"desk", role::operator_, hours(after)};
}
order_actor lead(int after = 0) {
  return {"lead", role::shift_lead, hours(after)};
}
order_actor prosecutor(int after = 0) {
  return {"law", role::prosecutor, hours(after)};
}

order_refusal why(const order_result& result) {
  EXPECT_FALSE(result);
  return result ? order_refusal::unlawful : result.error().why;
}

std::vector<std::string> wrong_fields(const order& value) {
  std::vector<std::string> out;
  for (const order_mistake& each : mistakes_of(value, law(), kMorning)) out.push_back(each.field);
  return out;
}

TEST(order_steps, from_draft_to_its_end_by_two_people_and_the_clock) {
  const order submitted = submit(draft(), desk(), law()).value();
  EXPECT_EQ(submitted.state, order_state::submitted);
  EXPECT_EQ(submitted.basis_version, "v1");
  const order active = approve(submitted, prosecutor(1), law()).value();
  EXPECT_EQ(active.state, order_state::active);
  EXPECT_EQ(active.valid_from, hours(1));
  EXPECT_EQ(active.approver, "law");
  EXPECT_EQ(why(pass_time(active, hours(99))), order_refusal::wrong_state);
  const order expired = pass_time(active, hours(100)).value();
  EXPECT_EQ(expired.state, order_state::expired);
  EXPECT_EQ(expired.ended_by, "system");
}

TEST(order_steps, nobody_decides_about_his_own_proposal) {
  order own = draft();
  own.proposer = "law";
  const order submitted = submit(own, prosecutor(), law()).value();
  EXPECT_EQ(why(approve(submitted, prosecutor(1), law())), order_refusal::own_proposal);
  EXPECT_EQ(why(refuse(submitted, prosecutor(1), law(), "no")), order_refusal::own_proposal);
  order_actor other = prosecutor(1);
  other.name = "law-2";
  EXPECT_TRUE(approve(submitted, other, law()));
}

TEST(order_steps, only_who_the_legal_basis_names_proposes_issues_or_hurries) {
  const order submitted = submit(draft(), desk(), law()).value();
  EXPECT_EQ(why(approve(submitted, lead(1), law())), order_refusal::not_for_role);
  EXPECT_EQ(why(enact(draft(), desk(), law())), order_refusal::not_for_role);
  order engineers = draft();
  EXPECT_EQ(why(submit(engineers, {"desk", role::engineer, kMorning}, law())),
            order_refusal::not_for_role);
  EXPECT_EQ(why(submit(draft(), lead(), law())), order_refusal::not_the_proposer);
}

TEST(order_steps, every_order_has_an_end_within_its_legal_basis) {
  order value = draft();
  EXPECT_TRUE(wrong_fields(value).empty());
  value.valid_to = kNever;
  EXPECT_EQ(wrong_fields(value), std::vector<std::string>{"valid_to"});
  value.valid_to = hours(721);
  EXPECT_EQ(wrong_fields(value), std::vector<std::string>{"valid_to"});
  value.valid_from = hours(10);
  EXPECT_TRUE(wrong_fields(value).empty()) << "counted from its beginning";
  value.valid_to = hours(10);
  EXPECT_EQ(wrong_fields(value), std::vector<std::string>{"valid_to"});
}

TEST(order_steps, what_the_legal_basis_does_not_allow_is_named_field_by_field) {
  order value = draft();
  value.kind = order_kind::trunk;
  value.target = "carrier-north";
  value.does = verdict::withhold;
  value.note.clear();
  EXPECT_EQ(wrong_fields(value), (std::vector<std::string>{"note", "kind", "does"}));
  value = draft();
  value.basis = "unknown";
  value.target = "12";
  value.divert_to = "sip:a@b";
  EXPECT_EQ(wrong_fields(value), (std::vector<std::string>{"target", "divert_to", "basis"}));
  value = draft();
  value.does = verdict::divert;
  EXPECT_EQ(wrong_fields(value), std::vector<std::string>{"divert_to"});
  value.does = verdict::pass;
  EXPECT_EQ(wrong_fields(value), (std::vector<std::string>{"does", "does"}));
  EXPECT_EQ(why(submit(value, desk(), law())), order_refusal::unlawful);
}

TEST(order_steps, an_order_is_looked_at_again_when_it_is_approved) {
  const order submitted = submit(draft(), desk(), law()).value();
  EXPECT_EQ(why(approve(submitted, prosecutor(100), law())), order_refusal::unlawful)
      << "its end is over";
  legal_bases stricter = law();
  stricter.bases[0].longest_hours = 1;
  EXPECT_EQ(why(approve(submitted, prosecutor(1), stricter)), order_refusal::unlawful);
}

TEST(order_steps, an_order_for_later_begins_by_the_clock) {
  order value = draft();
  value.valid_from = hours(10);
  const order approved =
      approve(submit(value, desk(), law()).value(), prosecutor(1), law()).value();
  EXPECT_EQ(approved.state, order_state::approved);
  EXPECT_FALSE(change_of(approved).in_force);
  EXPECT_EQ(why(pass_time(approved, hours(9))), order_refusal::wrong_state);
  EXPECT_EQ(pass_time(approved, hours(10)).value().state, order_state::active);
  EXPECT_EQ(pass_time(approved, hours(100)).value().state, order_state::expired);
}

TEST(order_steps, an_emergency_measure_lapses_unless_it_is_ratified_in_time) {
  order value = draft();
  value.proposer = "lead";
  const order hot = enact(value, lead(), law()).value();
  EXPECT_EQ(hot.state, order_state::emergency);
  EXPECT_EQ(hot.ratify_by, hours(24));
  EXPECT_EQ(change_of(hot).until, hours(24)) << "also without the server's timer";
  EXPECT_EQ(why(pass_time(hot, hours(23))), order_refusal::wrong_state);
  const order lapsed = pass_time(hot, hours(24)).value();
  EXPECT_EQ(lapsed.state, order_state::lifted);
  EXPECT_EQ(lapsed.ended_by, "system");
  EXPECT_EQ(why(ratify(hot, prosecutor(24), law())), order_refusal::wrong_state);
  const order ratified = ratify(hot, prosecutor(23), law()).value();
  EXPECT_EQ(ratified.state, order_state::active);
  EXPECT_EQ(change_of(ratified).until, hours(100));
}

TEST(order_steps, steps_from_the_wrong_state_are_refused) {
  const order submitted = submit(draft(), desk(), law()).value();
  const order active = approve(submitted, prosecutor(1), law()).value();
  EXPECT_EQ(why(submit(submitted, desk(), law())), order_refusal::wrong_state);
  EXPECT_EQ(why(approve(draft(), prosecutor(), law())), order_refusal::wrong_state);
  EXPECT_EQ(why(approve(active, prosecutor(), law())), order_refusal::wrong_state);
  EXPECT_EQ(why(refuse(active, prosecutor(), law(), "no")), order_refusal::wrong_state);
  EXPECT_EQ(why(ratify(active, prosecutor(), law())), order_refusal::wrong_state);
  EXPECT_EQ(why(lift(submitted, prosecutor(), "x")), order_refusal::wrong_state);
  EXPECT_EQ(why(retract(active, desk())), order_refusal::wrong_state);
  EXPECT_EQ(why(retract(submitted, lead())), order_refusal::not_the_proposer);
  EXPECT_EQ(why(replace(submitted, prosecutor())), order_refusal::wrong_state);
  EXPECT_EQ(retract(submitted, desk()).value().state, order_state::retracted);
  EXPECT_EQ(refuse(submitted, prosecutor(), law(), "no").value().reason, "no");
  const order lifted = lift(active, prosecutor(2), "an honest caller").value();
  EXPECT_EQ(lifted.state, order_state::lifted);
  EXPECT_EQ(lifted.end_reason, "an honest caller");
  EXPECT_EQ(replace(active, prosecutor(2)).value().state, order_state::replaced);
}

TEST(order_steps, a_day_before_the_end_somebody_is_asked) {
  order active = approve(submit(draft(), desk(), law()).value(), prosecutor(1), law()).value();
  EXPECT_FALSE(renewal_due(active, hours(75)));
  EXPECT_TRUE(renewal_due(active, hours(76)));
  active.renewal_asked_at = hours(76);
  EXPECT_FALSE(renewal_due(active, hours(77)));
}

TEST(legal_bases, the_catalogue_that_ships_is_good) {
  const std::string path = QORGAN_SOURCE_DIR "/policy/legal-bases.yaml";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const auto read = parse_legal_bases(path, text.str());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bases.size(), 2u);
  ASSERT_NE(read->find("service-rules"), nullptr);
  EXPECT_EQ(read->find("service-rules")->notices.size(), 2u);
  EXPECT_EQ(read->find("nothing"), nullptr);
}

TEST(legal_bases, every_mistake_is_named_with_its_line) {
  const auto read = parse_legal_bases("law.yaml", R"(version: ""
colour: red
bases:
  - id: one
    title: {en: One, ru: Один}
    article: "1"
    kinds: [number, planet]
    actions: [pass]
    proposed_by: [operator]
    issued_by: [king]
    longest_hours: 0
  - id: one
    title: {en: One, ru: Один, kk: Бір}
    kinds: []
    actions: [block]
    proposed_by: [operator]
    issued_by: [prosecutor]
)");
  ASSERT_FALSE(read);
  std::vector<std::string> said;
  for (const config_error& each : read.error()) {
    said.push_back(std::to_string(each.line) + " " + each.message);
    EXPECT_EQ(each.file, "law.yaml");
  }
  const auto has = [&](std::string_view start) {
    return std::ranges::any_of(said, [&](const auto& one) { return one.starts_with(start); });
  };
  for (const char* wanted :
       {"1 version must", "2 ", "5 title has no words in kk", "7 'planet' cannot stand in kinds",
        "8 'pass' cannot stand in actions", "10 'king' cannot stand in issued_by", "11 ",
        "12 the id 'one' is given twice", "12 article must", "12 longest_hours must"}) {
    EXPECT_TRUE(has(wanted)) << wanted << "\n" << ::testing::PrintToString(said);
  }
  EXPECT_FALSE(parse_legal_bases("law.yaml", "version: x\n"));
  EXPECT_FALSE(parse_legal_bases("law.yaml", "- a\n"));
  EXPECT_FALSE(parse_legal_bases("law.yaml", "a: [\n"));
}

}  // namespace
}  // namespace qorgan::casework
