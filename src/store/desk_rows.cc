#include "store/desk_rows.h"

#include "store/audit.h"
#include "store/row_text.h"

namespace qorgan::store {
namespace {

/// The cells of desk_cases, named once for reading and writing.
struct case_cells {
  long long id = 0, detected = 0, latest = 0, lease = 0, claimed = 0, acted = 0, shelved = 0;
  long long escalated = 0, acknowledged = 0, outcome_us = 0, amount = 0, closed = 0;
  long long first_call = 0, first_us = 0, fingerprint = 0;
  int state = 0, level = 0, origin = 0, alerts = 0, calls = 0, victims = 0, warnings = 0;
  int outcome = 0, first_level = 0;
  double score = 0, first_score = 0;
  std::string signature, holder, shelf_reason, escalated_by, escalation, acknowledged_by;
  std::string outcome_by, bank, kind, caller, callee, caller_country, trunk, reasons;

  template <typename Visit>
  void each(Visit visit) {
    visit("id", id);
    visit("state", state);
    visit("level", level);
    visit("origin", origin);
    visit("signature", signature);
    visit("score", score);
    visit("alerts", alerts);
    visit("calls", calls);
    visit("victims", victims);
    visit("detected_us", detected);
    visit("latest_us", latest);
    visit("holder", holder);
    visit("lease_us", lease);
    visit("claimed_us", claimed);
    visit("acted_us", acted);
    visit("warnings", warnings);
    visit("shelved_us", shelved);
    visit("shelf_reason", shelf_reason);
    visit("escalated_us", escalated);
    visit("escalated_by", escalated_by);
    visit("escalation", escalation);
    visit("acknowledged_us", acknowledged);
    visit("acknowledged_by", acknowledged_by);
    visit("outcome", outcome);
    visit("outcome_us", outcome_us);
    visit("outcome_by", outcome_by);
    visit("amount", amount);
    visit("bank", bank);
    visit("closed_us", closed);
    visit("first_call", first_call);
    visit("first_us", first_us);
    visit("first_level", first_level);
    visit("first_score", first_score);
    visit("kind", kind);
    visit("caller", caller);
    visit("callee", callee);
    visit("caller_country", caller_country);
    visit("trunk", trunk);
    visit("fingerprint", fingerprint);
    visit("reasons", reasons);
  }
};

std::string reasons_text(const case_call& call) {
  std::string out;
  append_reasons(out, call.reasons);
  return out;
}

case_cells cells_of(const desk_case& it) {
  case_cells out;
  out.id = static_cast<long long>(it.id.value);
  out.state = static_cast<int>(it.state);
  out.level = static_cast<int>(it.level);
  out.origin = static_cast<int>(it.origin);
  out.signature = clean(it.signature);
  out.score = static_cast<double>(it.score);
  out.alerts = static_cast<int>(it.alerts);
  out.calls = static_cast<int>(it.calls);
  out.victims = static_cast<int>(it.victims);
  out.detected = to_us(it.detected_at);
  out.latest = to_us(it.latest_at);
  out.holder = clean(it.holder);
  out.lease = to_us(it.lease_until);
  out.claimed = to_us(it.claimed_at);
  out.acted = to_us(it.acted_at);
  out.warnings = static_cast<int>(it.warnings);
  out.shelved = to_us(it.shelved_until);
  out.shelf_reason = clean(it.shelf_reason);
  out.escalated = to_us(it.escalated_at);
  out.escalated_by = clean(it.escalated_by);
  out.escalation = clean(it.escalation);
  out.acknowledged = to_us(it.acknowledged_at);
  out.acknowledged_by = clean(it.acknowledged_by);
  out.outcome = static_cast<int>(it.outcome);
  out.outcome_us = to_us(it.outcome_at);
  out.outcome_by = clean(it.outcome_by);
  out.amount = it.amount;
  out.bank = clean(it.bank);
  out.closed = to_us(it.closed_at);
  out.first_call = static_cast<long long>(it.first.key.value);
  out.first_us = to_us(it.first.at);
  out.first_level = static_cast<int>(it.first.level);
  out.first_score = static_cast<double>(it.first.score);
  out.kind = clean(it.first.kind);
  out.caller = clean(it.first.caller);
  out.callee = clean(it.first.callee);
  out.caller_country = clean(it.first.caller_country);
  out.trunk = clean(it.first.trunk);
  out.fingerprint = static_cast<long long>(it.first.fingerprint);
  out.reasons = reasons_text(it.first);
  return out;
}

desk_case case_of(const case_cells& from) {
  desk_case out;
  out.id = {static_cast<std::uint64_t>(from.id)};
  out.state = static_cast<case_state>(from.state);
  out.level = static_cast<desk_level>(from.level);
  out.origin = static_cast<case_origin>(from.origin);
  out.signature = from.signature;
  out.score = static_cast<float>(from.score);
  out.alerts = static_cast<unsigned>(from.alerts);
  out.calls = static_cast<unsigned>(from.calls);
  out.victims = static_cast<unsigned>(from.victims);
  out.detected_at = from_us(from.detected);
  out.latest_at = from_us(from.latest);
  out.holder = from.holder;
  out.lease_until = from_us(from.lease);
  out.claimed_at = from_us(from.claimed);
  out.acted_at = from_us(from.acted);
  out.warnings = static_cast<unsigned>(from.warnings);
  out.shelved_until = from_us(from.shelved);
  out.shelf_reason = from.shelf_reason;
  out.escalated_at = from_us(from.escalated);
  out.escalated_by = from.escalated_by;
  out.escalation = from.escalation;
  out.acknowledged_at = from_us(from.acknowledged);
  out.acknowledged_by = from.acknowledged_by;
  out.outcome = static_cast<case_outcome>(from.outcome);
  out.outcome_at = from_us(from.outcome_us);
  out.outcome_by = from.outcome_by;
  out.amount = from.amount;
  out.bank = from.bank;
  out.closed_at = from_us(from.closed);
  out.first.key = {static_cast<std::uint64_t>(from.first_call)};
  out.first.at = from_us(from.first_us);
  out.first.level = static_cast<desk_level>(from.first_level);
  out.first.score = static_cast<float>(from.first_score);
  out.first.kind = from.kind;
  out.first.caller = from.caller;
  out.first.callee = from.callee;
  out.first.caller_country = from.caller_country;
  out.first.trunk = from.trunk;
  out.first.fingerprint = static_cast<std::uint64_t>(from.fingerprint);
  out.first.reasons = parse_reasons(from.reasons);
  return out;
}

std::string columns() {
  std::string out;
  case_cells{}.each([&](const char* name, const auto&) {
    if (!out.empty()) out += ", ";
    out += name;
  });
  return out;
}

std::string save_sql() {
  std::string places, changes;
  case_cells{}.each([&](const std::string& name, const auto&) {
    if (!places.empty()) places += ", ";
    places += ":" + name;
    if (name == "id") return;
    if (!changes.empty()) changes += ", ";
    changes += name + " = excluded." + name;
  });
  return "INSERT INTO desk_cases (" + columns() + ") VALUES (" + places +
         ") ON CONFLICT (id) DO UPDATE SET " + changes;
}

constexpr const char* kPlaceholders[] = {":first", ":second", ":third"};

}  // namespace

std::vector<desk_case> select_cases(soci::session& session, const std::string& rest,
                                    std::string_view first, std::string_view second,
                                    std::string_view third) {
  static const std::string kSelect = "SELECT " + columns() + " FROM desk_cases ";
  const std::string texts[] = {clean(first), clean(second), clean(third)};
  case_cells cells;
  soci::statement query(session);
  cells.each([&](const char*, auto& cell) { query.exchange(soci::into(cell)); });
  for (std::size_t i = 0; i < std::size(kPlaceholders); ++i) {
    if (rest.find(kPlaceholders[i]) != std::string::npos) query.exchange(soci::use(texts[i]));
  }
  query.alloc();
  query.prepare(kSelect + rest);
  query.define_and_bind();
  query.execute();
  std::vector<desk_case> out;
  while (query.fetch()) out.push_back(case_of(cells));
  return out;
}

std::optional<desk_case> lock_case(soci::session& session, dialect spoken, case_id id) {
  // In SQLite the transaction has the whole database already.
  const char* const lock = spoken == dialect::postgresql ? " FOR UPDATE" : "";
  auto found = select_cases(session, "WHERE id = " + std::to_string(id.value) + lock);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void save_case(soci::session& session, const desk_case& value) {
  static const std::string kSave = save_sql();
  case_cells cells = cells_of(value);
  soci::statement query(session);
  cells.each([&](const char*, auto& cell) { query.exchange(soci::use(cell)); });
  query.alloc();
  query.prepare(kSave);
  query.define_and_bind();
  query.execute(true);
}

std::vector<case_call> select_case_calls(soci::session& session, case_id id, unsigned limit) {
  long long key = 0, at = 0, fingerprint = 0;
  int level = 0;
  double score = 0;
  case_call call;
  std::string reasons;
  soci::statement query =
      (session.prepare << "SELECT key, at_us, level, score, kind, caller, callee, caller_country, "
                          "trunk, fingerprint, reasons FROM desk_calls WHERE case_id = " +
                              std::to_string(id.value) + " ORDER BY key DESC LIMIT " +
                              std::to_string(limit),
       soci::into(key), soci::into(at), soci::into(level), soci::into(score), soci::into(call.kind),
       soci::into(call.caller), soci::into(call.callee), soci::into(call.caller_country),
       soci::into(call.trunk), soci::into(fingerprint), soci::into(reasons));
  query.execute();
  std::vector<case_call> out;
  while (query.fetch()) {
    call.key = {static_cast<std::uint64_t>(key)};
    call.at = from_us(at);
    call.level = static_cast<desk_level>(level);
    call.score = static_cast<float>(score);
    call.fingerprint = static_cast<std::uint64_t>(fingerprint);
    call.reasons = parse_reasons(reasons);
    out.push_back(call);
  }
  return out;
}

void save_case_call(soci::session& session, case_id id, const case_call& value) {
  const auto number = static_cast<long long>(id.value);
  const auto key = static_cast<long long>(value.key.value);
  const long long at = to_us(value.at);
  const int level = static_cast<int>(value.level);
  const double score = static_cast<double>(value.score);
  const auto fingerprint = static_cast<long long>(value.fingerprint);
  const std::string kind = clean(value.kind), caller = clean(value.caller);
  const std::string callee = clean(value.callee), country = clean(value.caller_country);
  const std::string trunk = clean(value.trunk), reasons = reasons_text(value);
  session << "INSERT INTO desk_calls (case_id, key, at_us, level, score, kind, caller, callee, "
             "caller_country, trunk, fingerprint, reasons) VALUES (:id, :key, :at, :level, :score, "
             ":kind, :caller, :callee, :country, :trunk, :fingerprint, :reasons) ON CONFLICT "
             "(case_id, key) DO UPDATE SET at_us = excluded.at_us, level = excluded.level, score = "
             "excluded.score, kind = excluded.kind, reasons = excluded.reasons",
      soci::use(number), soci::use(key), soci::use(at), soci::use(level), soci::use(score),
      soci::use(kind), soci::use(caller), soci::use(callee), soci::use(country), soci::use(trunk),
      soci::use(fingerprint), soci::use(reasons);
}

void write_event(soci::session& session, case_id id, const case_act& act) {
  const auto number = static_cast<long long>(id.value);
  const long long at = to_us(act.at);
  const std::string actor = clean(act.actor), action = clean(act.action);
  const std::string words = clean(act.words), key = clean(act.idempotency_key);
  session << "INSERT INTO desk_events (case_id, at_us, actor, action, words, idempotency_key) "
             "VALUES (:id, :at, :actor, :action, :words, :key)",
      soci::use(number), soci::use(at), soci::use(actor), soci::use(action), soci::use(words),
      soci::use(key);
  session << "UPDATE desk_position SET changes = changes + 1";
  write_audit(session, {.at = act.at,
                        .actor = act.actor,
                        .action = "case_" + act.action,
                        .subject = to_string(id),
                        .detail = act.action == "note" ? std::string{} : act.words});
}

}  // namespace qorgan::store
