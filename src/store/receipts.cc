// Receipts of orders to end calls: a key is remembered for a day.

#include <optional>

#include "store/audit.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

constexpr long long kKept_us = 24LL * 3'600 * 1'000'000;

template <typename... Uses>
std::optional<drop_receipt> select_receipt(soci::session& session, const std::string& where,
                                           const Uses&... values) {
  drop_receipt out;
  long long id = 0;
  long long at = 0;
  soci::statement query(session);
  query.exchange(soci::into(id));
  query.exchange(soci::into(at));
  query.exchange(soci::into(out.actor));
  query.exchange(soci::into(out.idempotency_key));
  query.exchange(soci::into(out.order));
  query.exchange(soci::into(out.answer));
  (query.exchange(soci::use(values)), ...);
  query.alloc();
  query.prepare("SELECT id, at_us, actor, idempotency_key, ordered, answer FROM drop_receipts " +
                where);
  query.define_and_bind();
  if (!query.execute(true)) return std::nullopt;
  out.id = {static_cast<std::uint64_t>(id)};
  out.at = from_us(at);
  return out;
}

}  // namespace

std::optional<drop_receipt> store::find_receipt(std::string_view actor,
                                                std::string_view idempotency_key) {
  const std::string who = clean(actor);
  const std::string key = clean(idempotency_key);
  return state_->pool.use([&](soci::session& session) {
    return select_receipt(session, "WHERE actor = :actor AND idempotency_key = :key", who, key);
  });
}

std::optional<drop_receipt> store::find_receipt(call_key id) {
  const auto wanted = static_cast<long long>(id.value);
  return state_->pool.use(
      [&](soci::session& session) { return select_receipt(session, "WHERE id = :id", wanted); });
}

void store::keep_receipt(const drop_receipt& value, const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const auto id = static_cast<long long>(value.id.value);
    const long long at = to_us(value.at);
    const long long oldest = at - kKept_us;
    const std::string actor = clean(value.actor);
    const std::string key = clean(value.idempotency_key);
    const std::string order = clean(value.order);
    const std::string answer = clean(value.answer);
    session << "DELETE FROM drop_receipts WHERE at_us < :oldest", soci::use(oldest);
    session << "INSERT INTO drop_receipts (id, at_us, actor, idempotency_key, ordered, answer) "
               "VALUES (:id, :at, :actor, :key, :ordered, :answer)",
        soci::use(id), soci::use(at), soci::use(actor), soci::use(key), soci::use(order),
        soci::use(answer);
    write_audit(session, entry);
    all.commit();
  });
}

void store::forget_receipt(const drop_receipt& value, const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const auto id = static_cast<long long>(value.id.value);
    session << "DELETE FROM drop_receipts WHERE id = :id", soci::use(id);
    write_audit(session, entry);
    all.commit();
  });
}

}  // namespace qorgan::store
