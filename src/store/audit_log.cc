// The audit log read as a whole: in its order, by conditions, and its signed states.

#include <algorithm>
#include <optional>

#include "store/audit.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

template <typename... Uses>
std::vector<placed_entry> select_entries(soci::session& session, const std::string& rest,
                                         const Uses&... values) {
  long long id = 0, at = 0;
  placed_entry row;
  soci::statement query(session);
  query.exchange(soci::into(id));
  query.exchange(soci::into(at));
  for (std::string* each :
       {&row.entry.actor, &row.entry.action, &row.entry.subject, &row.entry.detail}) {
    query.exchange(soci::into(*each));
  }
  (query.exchange(soci::use(values)), ...);
  query.alloc();
  query.prepare("SELECT id, at_us, actor, action, subject, detail FROM audit " + rest);
  query.define_and_bind();
  query.execute();
  std::vector<placed_entry> out;
  while (query.fetch()) {
    row.id = id;
    row.entry.at = from_us(at);
    out.push_back(row);
  }
  return out;
}

std::vector<kept_checkpoint> select_checkpoints(soci::session& session, const std::string& rest) {
  long long size = 0, at = 0;
  kept_checkpoint row;
  soci::statement query =
      (session.prepare << "SELECT size, at_us, note FROM audit_checkpoints " + rest,
       soci::into(size), soci::into(at), soci::into(row.note));
  query.execute();
  std::vector<kept_checkpoint> out;
  while (query.fetch()) {
    row.size = static_cast<std::uint64_t>(size);
    row.at = from_us(at);
    out.push_back(row);
  }
  return out;
}

}  // namespace

std::vector<placed_entry> store::audit_after(std::int64_t id, unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    const long long after = id;
    const int most = static_cast<int>(std::clamp(limit, 1u, 100'000u));
    return select_entries(session, "WHERE id > :after ORDER BY id LIMIT :most", after, most);
  });
}

std::vector<placed_entry> store::find_audit(const audit_query& query) {
  return state_->pool.use([&](soci::session& session) {
    std::string where =
        "WHERE actor LIKE :actor ESCAPE '!' AND action LIKE :action ESCAPE '!' AND (subject LIKE "
        ":words ESCAPE '!' OR detail LIKE :again ESCAPE '!')";
    if (query.before > 0) where += " AND id < " + std::to_string(query.before);
    if (happened(query.from)) where += " AND at_us >= " + std::to_string(to_us(query.from));
    if (happened(query.to)) where += " AND at_us < " + std::to_string(to_us(query.to));
    where += " ORDER BY id DESC LIMIT " + std::to_string(std::clamp(query.limit, 1u, 500u));
    const std::string actor = like_whole(query.actor);
    const std::string action = like_whole(query.action);
    const std::string words = like_part(query.words);
    return select_entries(session, where, actor, action, words, words);
  });
}

void store::keep_checkpoint(const kept_checkpoint& value) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const auto size = static_cast<long long>(value.size);
    const long long at = to_us(value.at);
    session << "INSERT INTO audit_checkpoints (size, at_us, note) VALUES (:size, :at, :note) ON "
               "CONFLICT (size) DO NOTHING",
        soci::use(size), soci::use(at), soci::use(value.note);
    all.commit();
  });
}

std::optional<kept_checkpoint> store::newest_checkpoint() {
  return state_->pool.use([](soci::session& session) -> std::optional<kept_checkpoint> {
    auto found = select_checkpoints(session, "ORDER BY size DESC LIMIT 1");
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

std::vector<kept_checkpoint> store::checkpoints() {
  return state_->pool.use(
      [](soci::session& session) { return select_checkpoints(session, "ORDER BY size"); });
}

}  // namespace qorgan::store
