// The conformance suite, second half: people, sessions, audit.

#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

class people_test : public store_test {};

audit_entry entry(std::string action, std::string subject = {}) {
  return {script::at(kMorning), "system", std::move(action), std::move(subject), "detail"};
}

user somebody(std::string name) {
  user out;
  out.name = std::move(name);
  out.display_name = "Оператор";
  out.password_hash = "$argon2id$v=19$…";
  return out;
}

session session_of(user_id who, std::string token, std::uint64_t until) {
  return {std::move(token), who, "csrf", script::at(kMorning), script::at(until)};
}

std::vector<std::string> actions(store& from) {
  std::vector<std::string> out;
  for (const audit_entry& found : from.newest_audit(100)) out.push_back(found.action);
  return out;
}

TEST_P(people_test, a_user_is_saved_found_and_replaced) {
  user value = somebody("operator");
  const user_id id = store_->save_user(value, entry("create_user", "operator"));
  EXPECT_NE(id.value, 0);
  const auto found = store_->find_user("operator");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->display_name, "Оператор");
  EXPECT_EQ(found->password_hash, value.password_hash);
  EXPECT_FALSE(found->disabled);
  value.acts_as = role::engineer;
  value.disabled = value.demonstration = true;
  EXPECT_EQ(store_->save_user(value, entry("change_user")), id);
  EXPECT_EQ(store_->find_user(id)->acts_as, role::engineer);
  EXPECT_TRUE(store_->find_user(id)->disabled);
  EXPECT_TRUE(store_->find_user(id)->demonstration);
  for (const role each : kRoles) {
    value.acts_as = each;
    store_->save_user(value, entry("change_user"));
    EXPECT_EQ(store_->find_user(id)->acts_as, each) << to_string(each);
  }
  EXPECT_FALSE(store_->find_user("Operator"));
  EXPECT_FALSE(store_->find_user(user_id{id.value + 1}));
}

TEST_P(people_test, users_are_listed_by_name) {
  store_->save_user(somebody("second"), entry("create_user"));
  store_->save_user(somebody("first"), entry("create_user"));
  const auto all = store_->users();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "first");
  EXPECT_EQ(all[1].name, "second");
}

TEST_P(people_test, a_session_ends_by_time_or_by_hand) {
  const user_id who = store_->save_user(somebody("operator"), entry("create_user"));
  store_->add_session(session_of(who, "one", kMorning + 100), entry("sign_in"));
  store_->add_session(session_of(who, "two", kMorning + 100), entry("sign_in"));
  const auto found = store_->find_session("one", script::at(kMorning + 99));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->who, who);
  EXPECT_EQ(found->csrf_token, "csrf");
  EXPECT_EQ(found->created_at, script::at(kMorning));
  EXPECT_EQ(found->expires_at, script::at(kMorning + 100));
  EXPECT_FALSE(store_->find_session("one", script::at(kMorning + 100)));
  store_->remove_session("two", entry("sign_out"));
  EXPECT_FALSE(store_->find_session("two", script::at(kMorning)));
  EXPECT_EQ(actions(*store_),
            (std::vector<std::string>{"sign_out", "sign_in", "sign_in", "create_user"}));
}

TEST_P(people_test, what_fails_leaves_no_audit_entry_either) {
  store_->add_session(session_of({1}, "one", kMorning + 100), entry("sign_in"));
  EXPECT_THROW(store_->add_session(session_of({1}, "one", kMorning + 100), entry("again")),
               std::runtime_error);
  EXPECT_EQ(actions(*store_), std::vector<std::string>{"sign_in"});
  execute("ALTER TABLE audit RENAME TO audit_away");
  EXPECT_THROW(store_->save_user(somebody("operator"), entry("create_user")), std::runtime_error);
  execute("ALTER TABLE audit_away RENAME TO audit");
  EXPECT_FALSE(store_->find_user("operator"));
}

TEST_P(people_test, a_receipt_is_found_by_its_key_and_by_its_order_and_kept_for_a_day) {
  drop_receipt value{{kMorning},     script::at(kMorning), "operator:desk-1",
                     "key-number-1", "00 00 cause",        R"({"state":"requested"})"};
  store_->keep_receipt(value, entry("drop_calls"));
  EXPECT_EQ(actions(*store_), std::vector<std::string>{"drop_calls"});
  const auto found = store_->find_receipt("operator:desk-1", "key-number-1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, value.id);
  EXPECT_EQ(found->at, value.at);
  EXPECT_EQ(found->order, value.order);
  EXPECT_EQ(found->answer, value.answer);
  EXPECT_TRUE(store_->find_receipt(value.id));
  EXPECT_FALSE(store_->find_receipt("operator:desk-2", "key-number-1"));
  EXPECT_FALSE(store_->find_receipt(call_key{1}));
  EXPECT_THROW(store_->keep_receipt(value, entry("drop_calls")), std::exception) << "twice";

  drop_receipt other = value;
  other.id = {kMorning + 1};
  other.idempotency_key = "key-number-2";
  store_->keep_receipt(other, entry("drop_calls"));
  store_->forget_receipt(other, entry("drop_not_taken"));
  EXPECT_FALSE(store_->find_receipt(other.id));
  EXPECT_TRUE(store_->find_receipt(value.id));

  constexpr std::uint64_t kDay = 24ULL * 3'600 * 1'000'000;
  other.id = {kMorning + kDay + 1};
  other.at = script::at(kMorning + kDay + 1);
  store_->keep_receipt(other, entry("drop_calls"));
  EXPECT_FALSE(store_->find_receipt(value.id)) << "a day old";
}

TEST_P(people_test, the_audit_keeps_who_did_what_newest_first) {
  store_->add_audit({script::at(kMorning), "operator:one", "drop_call", "0123", "both legs"});
  store_->add_audit({script::at(kMorning + 1), "system", "refused", "who\xff\0", "'\"\\"});
  const auto found = store_->newest_audit(1);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].action, "refused");
  EXPECT_EQ(found[0].subject, "who?");
  EXPECT_EQ(found[0].detail, "'\"\\");
  EXPECT_EQ(store_->newest_audit(9)[1].actor, "operator:one");
  EXPECT_EQ(store_->newest_audit(9)[1].at, script::at(kMorning));
}

TEST_P(people_test, a_client_that_may_ask_is_saved_replaced_and_revoked) {
  EXPECT_TRUE(store_->clients().empty());
  api_client value{"switch-1", "hash-1", {"carrier-north", "carrier-south"},
                   2'000,      false,    script::at(kMorning)};
  store_->save_client(value, entry("save_client", "switch-1"));
  store_->save_client({"bank", "hash-2", {}, 5, false, script::at(kMorning)}, entry("save_client"));
  auto all = store_->clients();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "bank") << "in order of names";
  EXPECT_TRUE(all[0].trunks.empty());
  EXPECT_EQ(all[1].trunks, value.trunks);
  EXPECT_EQ(all[1].per_second, 2'000u);
  EXPECT_EQ(all[1].created_at, value.created_at);
  value.token_hash = "hash-3";
  value.revoked = true;
  store_->save_client(value, entry("revoke_client", "switch-1"));
  all = store_->clients();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].token_hash, "hash-3");
  EXPECT_TRUE(all[1].revoked);
  EXPECT_EQ(actions(*store_).front(), "revoke_client");
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(people_test);

}  // namespace qorgan::store
