#include <algorithm>
#include <optional>

#include "store/audit.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

/// `where` has at most one placeholder, which takes `value`.
template <typename Value>
std::vector<user> select_users(soci::session& session, const std::string& where,
                               const Value& value) {
  long long id = 0;
  int disabled = 0, demonstration = 0;
  user row;
  std::string acts_as;
  soci::statement query(session);
  query.exchange(soci::into(id));
  query.exchange(soci::into(row.name));
  query.exchange(soci::into(row.display_name));
  query.exchange(soci::into(acts_as));
  query.exchange(soci::into(row.password_hash));
  query.exchange(soci::into(disabled));
  query.exchange(soci::into(demonstration));
  if (where.find(':') != std::string::npos) query.exchange(soci::use(value));
  query.alloc();
  query.prepare(
      "SELECT id, name, display_name, role, password_hash, disabled, demonstration FROM "
      "users " +
      where + " ORDER BY name");
  query.define_and_bind();
  query.execute();
  std::vector<user> out;
  while (query.fetch()) {
    row.id = {id};
    row.acts_as = parse_role(acts_as).value_or(role::operator_);
    row.disabled = disabled != 0;
    row.demonstration = demonstration != 0;
    out.push_back(row);
  }
  return out;
}

template <typename Value>
std::optional<user> only(connections& pool, const std::string& where, const Value& value) {
  return pool.use([&](soci::session& session) -> std::optional<user> {
    auto found = select_users(session, where, value);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

}  // namespace

std::optional<user> store::find_user(std::string_view name) {
  return only(state_->pool, "WHERE name = :name", clean(name));
}

std::optional<user> store::find_user(user_id id) {
  return only(state_->pool, "WHERE id = :id", static_cast<long long>(id.value));
}

std::vector<user> store::users() {
  return state_->pool.use([](soci::session& session) { return select_users(session, "", 0); });
}

user_id store::save_user(const user& value, const audit_entry& entry) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string name = clean(value.name);
    const std::string display_name = clean(value.display_name);
    const std::string acts_as{to_string(value.acts_as)};
    const int disabled = value.disabled;
    const int demonstration = value.demonstration;
    session << "INSERT INTO users (name, display_name, role, password_hash, disabled, "
               "demonstration) VALUES (:name, :display, :role, :hash, :disabled, :demo) ON "
               "CONFLICT (name) DO UPDATE SET display_name = excluded.display_name, role = "
               "excluded.role, password_hash = excluded.password_hash, disabled = "
               "excluded.disabled, demonstration = excluded.demonstration",
        soci::use(name), soci::use(display_name), soci::use(acts_as),
        soci::use(value.password_hash), soci::use(disabled), soci::use(demonstration);
    long long id = 0;
    session << "SELECT id FROM users WHERE name = :name", soci::into(id), soci::use(name);
    write_audit(session, entry);
    all.commit();
    return user_id{id};
  });
}

void store::add_session(const session& value, const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const long long who = value.who.value;
    const long long created = to_us(value.created_at);
    const long long expires = to_us(value.expires_at);
    session << "DELETE FROM sessions WHERE expires_us <= :now", soci::use(created);
    session << "INSERT INTO sessions (token_hash, user_id, csrf_token, created_us, expires_us) "
               "VALUES (:token, :who, :csrf, :created, :expires)",
        soci::use(value.token_hash), soci::use(who), soci::use(value.csrf_token),
        soci::use(created), soci::use(expires);
    write_audit(session, entry);
    all.commit();
  });
}

std::optional<session> store::find_session(std::string_view token_hash, timestamp now) {
  return state_->pool.use([&](soci::session& session) -> std::optional<qorgan::session> {
    qorgan::session out;
    const std::string token = clean(token_hash);
    const long long moment = to_us(now);
    long long who = 0, created = 0, expires = 0;
    session << "SELECT user_id, csrf_token, created_us, expires_us FROM sessions WHERE token_hash "
               "= :token AND expires_us > :now",
        soci::use(token), soci::use(moment), soci::into(who), soci::into(out.csrf_token),
        soci::into(created), soci::into(expires);
    if (!session.got_data()) return std::nullopt;
    out.token_hash = token;
    out.who = {who};
    out.created_at = from_us(created);
    out.expires_at = from_us(expires);
    return out;
  });
}

void store::remove_session(std::string_view token_hash, const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string token = clean(token_hash);
    session << "DELETE FROM sessions WHERE token_hash = :token", soci::use(token);
    write_audit(session, entry);
    all.commit();
  });
}

void store::add_audit(const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    write_audit(session, entry);
    all.commit();
  });
}

std::vector<audit_entry> store::newest_audit(unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    long long at = 0;
    audit_entry row;
    const int most = static_cast<int>(std::clamp(limit, 1u, 1000u));
    soci::statement query =
        (session.prepare << "SELECT at_us, actor, action, subject, detail FROM audit ORDER BY id "
                            "DESC LIMIT :most",
         soci::into(at), soci::into(row.actor), soci::into(row.action), soci::into(row.subject),
         soci::into(row.detail), soci::use(most));
    query.execute();
    std::vector<audit_entry> out;
    while (query.fetch()) {
      row.at = from_us(at);
      out.push_back(row);
    }
    return out;
  });
}

}  // namespace qorgan::store
