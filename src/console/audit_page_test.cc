// The audit log and the reviews of refused calls over HTTP.

#include <gtest/gtest.h>

#include "audit/log_check.h"
#include "audit/signed_note.h"
#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

TEST(audit_page, entries_are_found_and_the_reading_is_an_entry_too) {
  centre here;
  here.log.entries = {{1, {kStart, "operator:desk-1", "drop_call", "01", "why"}},
                      {4, {kStart, "system", "order_ends", "7", ""}}};
  browser law{here};
  ASSERT_TRUE(law.sign_in("law-1"));
  const json::value page = json::parse(
      law.post("/api/v1/audit/search", R"({"actor":"operator:desk-1","words":"why"})").body);
  EXPECT_EQ(page.at("items").at(0).at("id").to_number<int>(), 4) << "newest first";
  EXPECT_EQ(here.log.asked[0].actor, "operator:desk-1");
  EXPECT_EQ(here.log.asked[0].words, "why");
  EXPECT_EQ(here.directory.entries("read_audit").at(0).subject, "operator:desk-1");
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  EXPECT_EQ(code_of(desk.post("/api/v1/audit/search", "{}")), "forbidden");
}

TEST(audit_page, the_proof_shows_that_the_log_extends_what_was_seen) {
  centre here;
  const audit::signer_key key = audit::new_signer_key("qorgan/centre", {1});
  audit::growing_tree tree;
  audit::tree_state seen;
  for (int i = 1; i <= 7; ++i) {
    const audit_entry entry{kStart, "system", "note", std::to_string(i), ""};
    here.log.entries.push_back({i * 2, entry});
    tree.add(audit::leaf_hash(audit::leaf_of(entry)));
    if (i == 3) seen = {3, tree.root()};
  }
  here.log.kept = {
      {7, kStart, audit::sign_note(audit::to_text({"qorgan/centre", {7, tree.root()}}), key)}};
  here.log.entries.push_back({99, {kStart, "system", "note", "later", ""}});
  browser law{here};
  ASSERT_TRUE(law.sign_in("law-1"));
  const json::value told = law.json_of("/api/v1/audit/proof?from=3");
  EXPECT_EQ(told.at("key").as_string(), "qorgan/centre+00+key");
  std::vector<std::string> wanted;
  std::vector<audit::tree_hash> leaves;
  for (int i = 0; i < 7; ++i) {
    leaves.push_back(
        audit::leaf_hash(audit::leaf_of(here.log.entries[static_cast<std::size_t>(i)].entry)));
  }
  const auto proof = audit::consistency_proof(leaves, 3);
  ASSERT_TRUE(audit::extends(seen, {7, tree.root()}, proof));
  for (const auto& each : proof) wanted.push_back(audit::to_base64(each));
  std::vector<std::string> got;
  for (const json::value& each : told.at("proof").as_array()) {
    got.emplace_back(each.as_string());
  }
  EXPECT_EQ(got, wanted);
  EXPECT_TRUE(law.json_of("/api/v1/audit/proof?from=8").at("proof").as_array().empty());
  EXPECT_EQ(code_of(law.get("/api/v1/audit/proof?from=x")), "bad_parameter");
  here.log.kept.clear();
  EXPECT_EQ(code_of(law.get("/api/v1/audit/proof")), "not_found");
}

TEST(reviews, a_sample_is_drawn_and_judged_and_the_share_has_its_bounds) {
  centre here;
  call_detail refused;
  refused.call.key = {0xabc};
  refused.call.started_at = kStart;
  refused.call.enforced = verdict::block;
  refused.call.callee = "+77011234567";
  here.archive.add(refused);
  here.reviews.drawn = {{0xabc}, {0xdef}};
  browser law{here};
  ASSERT_TRUE(law.sign_in("law-1"));
  const json::value sample = law.json_of("/api/v1/reviews/sample");
  ASSERT_EQ(sample.at("items").as_array().size(), 1u) << "the other call is gone";
  EXPECT_EQ(sample.at("items").at(0).at("callee").as_string(), "+7701•••••67");
  const json::value& estimate = sample.at("estimate");
  EXPECT_EQ(estimate.at("judged").to_number<int>(), 100);
  EXPECT_NEAR(estimate.at("share").to_number<double>(), 0.02, 1e-9);
  EXPECT_NEAR(estimate.at("low").to_number<double>(), 0.0055, 0.0005);
  EXPECT_NEAR(estimate.at("high").to_number<double>(), 0.0700, 0.0005);
  const char* const path = "/api/v1/calls/0000000000000abc/review";
  EXPECT_EQ(code_of(law.post(path, R"({"verdict":"perhaps"})")), "invalid_body");
  EXPECT_EQ(law.post(path, R"({"verdict":"wrong"})").status, 200);
  EXPECT_EQ(here.reviews.said.at(0).verdict, "wrong");
  EXPECT_EQ(here.reviews.entries.at(0).actor, "prosecutor:law-1");
  EXPECT_EQ(code_of(law.post("/api/v1/calls/0000000000000123/review", R"({"verdict":"wrong"})")),
            "not_found");
}

}  // namespace
}  // namespace qorgan::console::test
