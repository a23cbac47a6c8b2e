// Alerts become cases. The desk remembers how far it has read; that, the cases and their calls
// change in one transaction, so an alert is taken exactly once, whatever crashes.

#include <algorithm>

#include "casework/desk_queue.h"
#include "store/desk_rows.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

struct alert_position {
  long long seq = 0;
  int ordinal = 0;
};

alert_position lock_position(soci::session& session, dialect spoken) {
  alert_position out;
  const std::string lock = spoken == dialect::postgresql ? " FOR UPDATE" : "";
  session << "SELECT seq, ordinal FROM desk_position" + lock, soci::into(out.seq),
      soci::into(out.ordinal);
  return out;
}

struct new_alert {
  alert_position at;
  case_call call;
};

std::vector<new_alert> alerts_after(soci::session& session, const alert_position& at,
                                    unsigned most) {
  new_alert row;
  long long key = 0, at_us = 0, fingerprint = 0, caller = 0, callee = 0;
  int level = 0;
  double score = 0;
  std::string reasons;
  case_call& call = row.call;
  soci::statement query =
      (session.prepare
           << "SELECT a.seq, a.ordinal, a.key, a.at_us, a.kind, a.level, a.score, a.reasons, "
              "a.caller, a.callee, coalesce(c.caller, ''), coalesce(c.callee, ''), "
              "coalesce(c.caller_country, ''), coalesce(t.name, ''), coalesce(c.fingerprint, 0) "
              "FROM alerts a LEFT JOIN calls c ON c.key = a.key LEFT JOIN trunks t ON t.id = "
              "c.trunk WHERE (a.seq, a.ordinal) > (" +
                  std::to_string(at.seq) + ", " + std::to_string(at.ordinal) +
                  ") ORDER BY a.seq, a.ordinal LIMIT " + std::to_string(most),
       soci::into(row.at.seq), soci::into(row.at.ordinal), soci::into(key), soci::into(at_us),
       soci::into(call.kind), soci::into(level), soci::into(score), soci::into(reasons),
       soci::into(caller), soci::into(callee), soci::into(call.caller), soci::into(call.callee),
       soci::into(call.caller_country), soci::into(call.trunk), soci::into(fingerprint));
  query.execute();
  std::vector<new_alert> out;
  while (query.fetch()) {
    call.key = {static_cast<std::uint64_t>(key)};
    call.at = from_us(at_us);
    call.score = static_cast<float>(score);
    call.level = casework::level_of(static_cast<alert_level>(level), call.score);
    call.fingerprint = static_cast<std::uint64_t>(fingerprint);
    call.reasons = parse_reasons(reasons);
    // A call that began before the archive did is known by its alert alone.
    if (call.caller.empty()) {
      call.caller = to_string(e164::from_packed(static_cast<std::uint64_t>(caller)));
    }
    if (call.callee.empty()) {
      call.callee = to_string(e164::from_packed(static_cast<std::uint64_t>(callee)));
    }
    out.push_back(row);
  }
  return out;
}

case_id id_by(soci::session& session, const std::string& sql, const std::string& text) {
  long long id = 0;
  if (!text.empty()) session << sql, soci::use(text), soci::into(id);
  return {static_cast<std::uint64_t>(id)};
}

/// The open case an alert belongs to: its victim's, else its campaign's.
case_id case_for(soci::session& session, const case_call& call, const std::string& signature) {
  const case_id victims = id_by(
      session,
      "SELECT m.case_id FROM desk_calls m JOIN desk_cases d ON d.id = m.case_id WHERE m.callee = "
      ":callee AND d.state <> 3 ORDER BY m.case_id DESC LIMIT 1",
      clean(call.callee));
  if (victims) return victims;
  return id_by(session,
               "SELECT id FROM desk_cases WHERE signature = :signature AND state <> 3 ORDER BY id "
               "DESC LIMIT 1",
               clean(signature));
}

bool exists(soci::session& session, const std::string& sql) {
  int one = 0;
  session << sql, soci::into(one);
  return session.got_data();
}

void make_id_free(soci::session& session, desk_case& it) {
  while (exists(session, "SELECT 1 FROM desk_cases WHERE id = " + std::to_string(it.id.value))) {
    ++it.id.value;
  }
}

void join(soci::session& session, desk_case& it, const case_call& call) {
  const std::string of_case = "FROM desk_calls WHERE case_id = " + std::to_string(it.id.value);
  const bool new_call =
      !exists(session, "SELECT 1 " + of_case + " AND key = " + std::to_string(call.key.value));
  int known = 0;
  const std::string callee = clean(call.callee);
  session << "SELECT count(*) " + of_case + " AND callee = :callee", soci::into(known),
      soci::use(callee);
  casework::join_case(it, call, new_call, known == 0);
}

void take(soci::session& session, dialect spoken, const case_call& call,
          const intake_options& options) {
  std::string signature = casework::signature_of(call, options.flood);
  const case_id known = case_for(session, call, signature);
  auto found = known ? lock_case(session, spoken, known) : std::nullopt;
  desk_case it;
  if (found && found->open()) {
    it = std::move(*found);
    join(session, it, call);
  } else {
    it = casework::begin_case(call, std::move(signature), case_origin::engine);
    make_id_free(session, it);
  }
  save_case(session, it);
  save_case_call(session, it.id, call);
}

}  // namespace

unsigned store::take_alerts(const intake_options& options, timestamp) {
  return state_->pool.use([&](soci::session& session) -> unsigned {
    // Looking costs nothing while there is nothing; the database is locked for writing only then.
    alert_position at;
    session << "SELECT seq, ordinal FROM desk_position", soci::into(at.seq), soci::into(at.ordinal);
    if (alerts_after(session, at, 1).empty()) return 0;
    transaction all(session, state_->pool.spoken());
    at = lock_position(session, state_->pool.spoken());
    const std::vector<new_alert> found = alerts_after(session, at, options.most);
    if (found.empty()) return 0;
    for (const new_alert& each : found) take(session, state_->pool.spoken(), each.call, options);
    at = found.back().at;
    session << "UPDATE desk_position SET seq = :seq, ordinal = :ordinal, changes = changes + 1",
        soci::use(at.seq), soci::use(at.ordinal);
    all.commit();
    return static_cast<unsigned>(found.size());
  });
}

std::expected<desk_case, desk_refusal> store::report(const case_call& told, const case_act& act) {
  return state_->pool.use([&](soci::session& session) -> std::expected<desk_case, desk_refusal> {
    transaction all(session, state_->pool.spoken());
    const std::string actor = clean(act.actor), key = clean(act.idempotency_key);
    long long known = 0;
    std::string action, words;
    session << "SELECT case_id, action, words FROM desk_events WHERE actor = :actor AND "
               "idempotency_key = :key AND idempotency_key <> ''",
        soci::use(actor), soci::use(key), soci::into(known), soci::into(action), soci::into(words);
    if (session.got_data()) {
      auto before = lock_case(session, state_->pool.spoken(), {static_cast<std::uint64_t>(known)});
      const bool same = action == act.action && words == clean(act.words) && before &&
                        before->first.caller == told.caller && before->first.callee == told.callee;
      if (!same) return std::unexpected(desk_refusal::key_reused);
      return std::move(*before);
    }
    desk_case it =
        casework::begin_case(told, casework::signature_of(told, false), case_origin::citizen);
    make_id_free(session, it);
    save_case(session, it);
    save_case_call(session, it.id, told);
    write_event(session, it.id, act);
    all.commit();
    return it;
  });
}

}  // namespace qorgan::store
