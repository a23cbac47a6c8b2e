// Orders: the rows, and steps that are taken only from the state they were read in.

#include <algorithm>
#include <optional>

#include "store/audit.h"
#include "store/order_rows.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

constexpr const char* kColumns =
    "state, kind, target, does, divert_to, basis, basis_version, addressee, evidence, note, "
    "proposer, proposed_as, approver, reason, ended_by, end_reason, replaces, blast, created_us, "
    "submitted_us, decided_us, valid_from_us, valid_to_us, ratify_by_us, ended_us, enforced_us, "
    "withdrawn_us, renewal_asked_us";
constexpr const char* kPlaces =
    ":state, :kind, :target, :does, :divert, :basis, :version, :addressee, :evidence, :note, "
    ":proposer, :proposed_as, :approver, :reason, :ended_by, :end_reason, :replaces, :blast, "
    ":created, :submitted, :decided, :from, :to, :ratify, :ended, :enforced, :withdrawn, :renewal";

/// An order as its columns, both ways.
struct order_row {
  long long id = 0, replaces = 0;
  std::string state, kind, does, proposed_as;
  order value;
  std::vector<long long> times = std::vector<long long>(10);

  static std::vector<timestamp*> moments(order& of) {
    return {&of.created_at,   &of.submitted_at,    &of.decided_at, &of.valid_from,
            &of.valid_to,     &of.ratify_by,       &of.ended_at,   &of.enforced_at,
            &of.withdrawn_at, &of.renewal_asked_at};
  }
  std::vector<std::string*> texts() {
    return {&state,           &kind,         &value.target,        &does,
            &value.divert_to, &value.basis,  &value.basis_version, &value.addressee,
            &value.evidence,  &value.note,   &value.proposer,      &proposed_as,
            &value.approver,  &value.reason, &value.ended_by,      &value.end_reason};
  }

  order_row() = default;
  explicit order_row(const order& from) : value{from} {
    id = from.id.value;
    replaces = from.replaces.value;
    state = to_string(from.state);
    kind = to_string(from.kind);
    does = to_string(from.does);
    proposed_as = to_string(from.proposed_as);
    for (std::string* text : texts()) *text = clean(*text);
    const auto all = moments(value);
    for (std::size_t i = 0; i < all.size(); ++i) times[i] = to_us(*all[i]);
  }

  void read_into(soci::statement& query) {
    for (std::string* text : texts()) query.exchange(soci::into(*text));
    query.exchange(soci::into(replaces));
    query.exchange(soci::into(value.blast));
    for (long long& time : times) query.exchange(soci::into(time));
  }
  void use_in(soci::statement& query) {
    for (std::string* text : texts()) query.exchange(soci::use(*text));
    query.exchange(soci::use(replaces));
    query.exchange(soci::use(value.blast));
    for (long long& time : times) query.exchange(soci::use(time));
  }
  order read() {
    value.id = {id};
    value.replaces = {replaces};
    value.state = parse_order_state(state).value_or(order_state::refused);
    value.kind = parse_order_kind(kind).value_or(order_kind::number);
    value.does = parse_verdict(does).value_or(verdict::pass);
    value.proposed_as = parse_role(proposed_as).value_or(role::operator_);
    const auto all = moments(value);
    for (std::size_t i = 0; i < all.size(); ++i) *all[i] = from_us(times[i]);
    return value;
  }
};

template <typename... Uses>
std::vector<order> select_orders(soci::session& session, const std::string& rest,
                                 const Uses&... values) {
  order_row row;
  soci::statement query(session);
  query.exchange(soci::into(row.id));
  row.read_into(query);
  (query.exchange(soci::use(values)), ...);
  query.alloc();
  query.prepare("SELECT id, " + std::string(kColumns) + " FROM orders " + rest);
  query.define_and_bind();
  query.execute();
  std::vector<order> out;
  while (query.fetch()) out.push_back(row.read());
  return out;
}

long long run(soci::statement& query, const std::string& sql) {
  query.alloc();
  query.prepare(sql);
  query.define_and_bind();
  query.execute(true);
  return query.get_affected_rows();
}

std::string quoted_states(const std::vector<order_state>& states) {
  std::string out;
  for (const order_state each : states) {
    out += (out.empty() ? "'" : ", '") + std::string(to_string(each)) + "'";
  }
  return "(" + out + ")";
}

/// Whether another order already stands where this step leads.
bool target_taken(soci::session& session, const order& value) {
  if (!in_force(value.state)) return false;
  const std::string kind{to_string(value.kind)};
  const std::string target = clean(value.target);
  const long long id = value.id.value;
  long long others = 0;
  session << "SELECT count(*) FROM orders WHERE kind = :kind AND target = :target AND id <> :id "
             "AND state IN ('active', 'emergency')",
      soci::use(kind), soci::use(target), soci::use(id), soci::into(others);
  return others > 0;
}

long long insert_order(soci::session& session, order_row& row) {
  long long id = 0;
  soci::statement query(session);  // must be over before the transaction is
  query.exchange(soci::into(id));
  row.use_in(query);
  run(query,
      "INSERT INTO orders (" + std::string(kColumns) + ") VALUES (" + kPlaces + ") RETURNING id");
  return id;
}

}  // namespace

bool take_order_step(soci::session& session, const order_step& step) {
  if (target_taken(session, step.value)) return false;
  order_row row(step.value);
  std::string was{to_string(step.was)};
  soci::statement query(session);
  row.use_in(query);
  query.exchange(soci::use(row.id));
  query.exchange(soci::use(was));
  const bool taken = run(query, "UPDATE orders SET (" + std::string(kColumns) + ") = (" + kPlaces +
                                    ") WHERE id = :id AND state = :was") == 1;
  if (taken) write_audit(session, step.entry);
  return taken;
}

order_id store::add_order(const order& value, audit_entry entry) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    order_row row(value);
    const long long id = insert_order(session, row);
    entry.subject = std::to_string(id);
    write_audit(session, entry);
    all.commit();
    return order_id{id};
  });
}

bool store::take_steps(std::span<const order_step> steps) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    for (const order_step& step : steps) {
      if (!take_order_step(session, step)) return false;
    }
    all.commit();
    return true;
  });
}

std::optional<order> store::find_order(order_id id) {
  return state_->pool.use([&](soci::session& session) -> std::optional<order> {
    const long long wanted = id.value;
    auto found = select_orders(session, "WHERE id = :id", wanted);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

std::vector<order> store::find_orders(const order_query& query) {
  return state_->pool.use([&](soci::session& session) {
    std::string where =
        "WHERE target LIKE :target ESCAPE '!' AND proposer LIKE :proposer ESCAPE '!' AND approver "
        "LIKE :approver ESCAPE '!'";
    if (!query.states.empty()) where += " AND state IN " + quoted_states(query.states);
    if (query.before) where += " AND id < " + std::to_string(query.before.value);
    where += " ORDER BY id DESC LIMIT " + std::to_string(std::clamp(query.limit, 1u, 500u));
    const std::string target = like_part(query.target);
    const std::string proposer = like_whole(query.proposer);
    const std::string approver = like_whole(query.approver);
    return select_orders(session, where, target, proposer, approver);
  });
}

std::vector<order> store::unacknowledged() {
  return state_->pool.use([](soci::session& session) {
    return select_orders(session,
                         "WHERE (state IN ('active', 'emergency') AND enforced_us = 0) OR (state "
                         "IN ('expired', 'lifted', 'replaced') AND withdrawn_us = 0) ORDER BY id");
  });
}

std::vector<order> store::standing() {
  return state_->pool.use([](soci::session& session) {
    return select_orders(session, "WHERE state IN ('active', 'emergency', 'approved') ORDER BY id");
  });
}

std::uint64_t store::in_force_count() {
  return state_->pool.use([](soci::session& session) {
    long long count = 0;
    session << "SELECT count(*) FROM orders WHERE state IN ('active', 'emergency')",
        soci::into(count);
    return static_cast<std::uint64_t>(count);
  });
}

void store::acknowledge(order_id id, bool in_force, timestamp at) {
  state_->pool.use([&](soci::session& session) {
    const long long which = id.value;
    const long long moment = to_us(at);
    if (in_force) {
      session << "UPDATE orders SET enforced_us = :at WHERE id = :id AND enforced_us = 0",
          soci::use(moment), soci::use(which);
    } else {
      session << "UPDATE orders SET withdrawn_us = :at WHERE id = :id AND state IN ('expired', "
                 "'lifted', 'replaced') AND withdrawn_us = 0",
          soci::use(moment), soci::use(which);
    }
  });
}

void store::forget_acknowledgements() {
  state_->pool.use([](soci::session& session) {
    session << "UPDATE orders SET enforced_us = 0 WHERE state IN ('active', 'emergency')";
  });
}

std::vector<order_effect> store::effects(timestamp from, timestamp to) {
  return state_->pool.use([&](soci::session& session) {
    std::string rule;
    long long calls = 0, callers = 0;
    const long long first = to_us(from);
    const long long last = to_us(to);
    soci::statement query =
        (session.prepare << "SELECT rule, count(*), count(DISTINCT caller) FROM calls WHERE rule "
                            "LIKE 'order:%' AND key >= :first AND key < :last GROUP BY rule ORDER "
                            "BY 2 DESC LIMIT 100",
         soci::into(rule), soci::into(calls), soci::into(callers), soci::use(first),
         soci::use(last));
    query.execute();
    std::vector<order_effect> out;
    while (query.fetch()) {
      const auto id = order_of_rule(rule);
      if (!id) continue;
      out.push_back({*id, static_cast<std::uint64_t>(calls), static_cast<std::uint64_t>(callers)});
    }
    return out;
  });
}

}  // namespace qorgan::store
