// Appeals: the rows, and their end together with the order's.

#include <algorithm>
#include <optional>

#include "store/audit.h"
#include "store/order_rows.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

template <typename... Uses>
std::vector<appeal> select_appeals(soci::session& session, const std::string& rest,
                                   const Uses&... values) {
  appeal row;
  std::string state;
  long long id = 0, key = 0, called = 0, order = 0, created = 0, answer_by = 0, decided = 0;
  soci::statement query(session);
  for (long long* each : {&id, &key, &called, &order, &created, &answer_by, &decided}) {
    query.exchange(soci::into(*each));
  }
  for (std::string* each : {&row.case_number, &state, &row.caller, &row.contact, &row.words,
                            &row.decided_by, &row.reason}) {
    query.exchange(soci::into(*each));
  }
  (query.exchange(soci::use(values)), ...);
  query.alloc();
  query.prepare(
      "SELECT id, call_key, called_us, order_id, created_us, answer_by_us, decided_us, "
      "case_number, state, caller, contact, words, decided_by, reason FROM appeals " +
      rest);
  query.define_and_bind();
  query.execute();
  std::vector<appeal> out;
  while (query.fetch()) {
    row.id = {id};
    row.call = {static_cast<std::uint64_t>(key)};
    row.called_at = from_us(called);
    row.order = {order};
    row.created_at = from_us(created);
    row.answer_by = from_us(answer_by);
    row.decided_at = from_us(decided);
    row.state = parse_appeal_state(state).value_or(appeal_state::dismissed);
    out.push_back(row);
  }
  return out;
}

template <typename Value>
std::optional<appeal> only(connections& pool, const std::string& where, const Value& value) {
  return pool.use([&](soci::session& session) -> std::optional<appeal> {
    auto found = select_appeals(session, where, value);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

}  // namespace

appeal_id store::add_appeal(const appeal& value, audit_entry entry) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string number = clean(value.case_number);
    const std::string state{to_string(value.state)};
    const std::string caller = clean(value.caller);
    const std::string contact = clean(value.contact);
    const std::string words = clean(value.words);
    const auto key = static_cast<long long>(value.call.value);
    const long long called = to_us(value.called_at);
    const long long order = value.order.value;
    const long long created = to_us(value.created_at);
    const long long answer_by = to_us(value.answer_by);
    session << "INSERT INTO appeals (case_number, state, caller, call_key, called_us, contact, "
               "words, order_id, created_us, answer_by_us, decided_us, decided_by, reason) VALUES "
               "(:number, :state, :caller, :key, :called, :contact, :words, :order_id, :created, "
               ":answer_by, 0, '', '')",
        soci::use(number), soci::use(state), soci::use(caller), soci::use(key), soci::use(called),
        soci::use(contact), soci::use(words), soci::use(order), soci::use(created),
        soci::use(answer_by);
    long long id = 0;
    session << "SELECT id FROM appeals WHERE case_number = :number", soci::use(number),
        soci::into(id);
    entry.subject = "appeal " + std::to_string(id);
    write_audit(session, entry);
    all.commit();
    return appeal_id{id};
  });
}

std::optional<appeal> store::find_appeal(appeal_id id) {
  return only(state_->pool, "WHERE id = :id", static_cast<long long>(id.value));
}

std::optional<appeal> store::find_appeal(std::string_view case_number) {
  return only(state_->pool, "WHERE case_number = :number", clean(case_number));
}

std::vector<appeal> store::appeals(unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    const int most = static_cast<int>(std::clamp(limit, 1u, 500u));
    return select_appeals(session,
                          "ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, CASE state WHEN "
                          "'open' THEN answer_by_us ELSE -decided_us END, id LIMIT :most",
                          most);
  });
}

std::uint64_t store::open_appeals() {
  return state_->pool.use([](soci::session& session) {
    long long count = 0;
    session << "SELECT count(*) FROM appeals WHERE state = 'open'", soci::into(count);
    return static_cast<std::uint64_t>(count);
  });
}

std::vector<appeal> store::overdue_appeals(timestamp now) {
  return state_->pool.use([&](soci::session& session) {
    const long long moment = to_us(now);
    return select_appeals(
        session, "WHERE state = 'open' AND answer_by_us <= :now ORDER BY id LIMIT 100", moment);
  });
}

bool store::decide_appeal(const appeal& value, const audit_entry& entry,
                          const std::optional<order_step>& lifted) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string state{to_string(value.state)};
    const std::string by = clean(value.decided_by);
    const std::string reason = clean(value.reason);
    const long long decided = to_us(value.decided_at);
    const long long id = value.id.value;
    soci::statement ending =
        (session.prepare << "UPDATE appeals SET state = :state, decided_by = :by, reason = "
                            ":reason, decided_us = :decided WHERE id = :id AND state = 'open'",
         soci::use(state), soci::use(by), soci::use(reason), soci::use(decided), soci::use(id));
    ending.execute(true);
    if (ending.get_affected_rows() != 1) return false;
    if (lifted && !take_order_step(session, *lifted)) return false;
    write_audit(session, entry);
    all.commit();
    return true;
  });
}

}  // namespace qorgan::store
