#include <algorithm>
#include <optional>

#include "store/batch_rows.h"
#include "store/row_text.h"
#include "store/store_state.h"

namespace qorgan::store {
namespace {

constexpr const char* kCallColumns =
    "c.key, c.seq, c.started_us, c.ringing_us, c.answered_us, c.ended_us, "
    "coalesce(t.name, ''), c.caller, c.callee, c.caller_country, c.callee_country, c.source, "
    "c.sip_call_id, c.user_agent, c.enforced, c.would, c.flags, c.score, c.rule, c.reasons, "
    "c.sip_code, c.ended_by, c.messages, c.fingerprint";

/// Where SOCI puts the columns above.
struct call_row {
  long long key = 0, seq = 0, started = 0, ringing = 0, answered = 0, ended = 0, fingerprint = 0;
  std::string trunk, caller, callee, caller_country, callee_country, source, sip_call_id,
      user_agent, rule, reasons, messages;
  int enforced = 0, would = 0, flags = 0, sip_code = 0, by = 0;
  double score = 0;

  void bind(soci::statement& to) {
    using soci::into;
    for (long long* column : {&key, &seq, &started, &ringing, &answered, &ended}) {
      to.exchange(into(*column));
    }
    for (std::string* column : {&trunk, &caller, &callee, &caller_country, &callee_country, &source,
                                &sip_call_id, &user_agent}) {
      to.exchange(into(*column));
    }
    for (int* column : {&enforced, &would, &flags}) to.exchange(into(*column));
    to.exchange(into(score));
    to.exchange(into(rule));
    to.exchange(into(reasons));
    to.exchange(into(sip_code));
    to.exchange(into(by));
    to.exchange(into(messages));
    to.exchange(into(fingerprint));
  }

  call_summary summary() const {
    call_summary out;
    out.key = {static_cast<std::uint64_t>(key)};
    out.seq = static_cast<std::uint64_t>(seq);
    out.started_at = from_us(started);
    out.ringing_at = from_us(ringing);
    out.answered_at = from_us(answered);
    out.ended_at = from_us(ended);
    out.trunk = trunk;
    out.caller = caller;
    out.callee = callee;
    out.caller_country = caller_country;
    out.callee_country = callee_country;
    out.source = source;
    out.sip_call_id = sip_call_id;
    out.user_agent = user_agent;
    out.fingerprint = static_cast<std::uint64_t>(fingerprint);
    out.enforced = static_cast<verdict>(enforced);
    out.would = static_cast<verdict>(would);
    read_flags(flags, out);
    out.score = static_cast<float>(score);
    out.rule = rule;
    out.reasons = parse_reasons(reasons);
    out.sip_code = static_cast<std::uint16_t>(sip_code);
    out.by = static_cast<ended_by>(by);
    return out;
  }
};

/// Conditions of a search as SQL. Only numbers go in, all of them this program's own.
class conditions {
 public:
  void add(const std::string& condition) {
    sql_ += (sql_.empty() ? " WHERE " : " AND ") + condition;
  }
  void add(const char* column, const char* comparison, std::int64_t value) {
    add(std::string(column) + " " + comparison + " " + std::to_string(value));
  }
  const std::string& sql() const { return sql_; }

 private:
  std::string sql_;
};

conditions conditions_of(const call_query& query) {
  conditions out;
  for (const auto& [column, wanted] :
       {std::pair{"c.enforced", query.enforced}, std::pair{"c.would", query.would}}) {
    if (!wanted) continue;
    out.add(column, "=", static_cast<int>(*wanted));
    // SQLite takes a partial index only when its condition stands in the query word for word.
    if (*wanted != verdict::pass) out.add(column, "<>", 0);
  }
  if (!query.trunk.empty()) out.add("c.trunk", "=", trunk_id_of(query.trunk).value);
  if (query.before) out.add("c.key", "<", static_cast<std::int64_t>(query.before.value));
  if (happened(query.from)) {
    // The key is the time of arrival, at the least: it bounds what must be looked at.
    out.add("c.key", ">=", to_us(query.from));
    out.add("c.started_us", ">=", to_us(query.from));
  }
  if (happened(query.to)) {
    // A watched call is recorded some seconds after its begin.
    constexpr std::int64_t kKeyMayBeLaterUs = 5'000'000;
    out.add("c.key", "<", to_us(query.to) + kKeyMayBeLaterUs);
    out.add("c.started_us", "<", to_us(query.to));
  }
  return out;
}

std::vector<call_summary> select(soci::session& session, const std::string& sql) {
  std::vector<call_summary> out;
  call_row row;
  soci::statement query(session);
  row.bind(query);
  query.alloc();
  query.prepare(sql);
  query.define_and_bind();
  query.execute();
  while (query.fetch()) out.push_back(row.summary());
  return out;
}

std::string calls_from(const std::string& source, const conditions& which, unsigned limit) {
  return "SELECT " + std::string(kCallColumns) + " FROM " + source +
         " LEFT JOIN trunks t ON t.id = c.trunk" + which.sql() + " ORDER BY c.key DESC LIMIT " +
         std::to_string(limit);
}

/// Buckets `lowest` to `highest` and the calls in them.
struct bucket_window {
  long long lowest = 0;
  long long highest = 0;
};

/// The calls with a number in `range` as a table f(key), newest first, and calls beside it. CROSS
/// JOIN holds SQLite to this order of looking things up; PostgreSQL finds it by itself.
std::string keys_in(const bucket_window& window, const number_range& range, const call_query& query,
                    unsigned limit) {
  conditions which;
  which.add("n.bucket = b.id");
  which.add("b.id", ">=", window.lowest);
  which.add("b.id", "<=", window.highest);
  which.add("n.number", ">=", range.first);
  which.add("n.number", "<=", range.last);
  if (query.before) which.add("n.key", "<", static_cast<std::int64_t>(query.before.value));
  std::string keys =
      "SELECT DISTINCT n.key AS key FROM number_buckets b CROSS JOIN call_numbers n" + which.sql() +
      " ORDER BY 1 DESC";
  // Without further conditions no more keys are needed than calls are wanted.
  const bool all_belong = !query.enforced && !query.would && query.trunk.empty() &&
                          !happened(query.from) && !happened(query.to);
  if (all_belong) keys += " LIMIT " + std::to_string(limit);
  return "(" + keys + ") f CROSS JOIN calls c";
}

/// The newest bucket that can hold a call of this query; 0: none.
long long newest_bucket(soci::session& session, const call_query& query) {
  long long newest = 0;
  std::string sql = "SELECT coalesce(max(id), 0) FROM number_buckets";
  if (query.before) sql += " WHERE first_key < " + std::to_string(query.before.value);
  session << sql, soci::into(newest);
  return newest;
}

/// Calls appear in the journal in the order of their keys, but for microseconds. So buckets follow
/// one another in time, but two neighbours may overlap: a page is full only when the next older
/// bucket has nothing newer than the page's last call.
bool older_may_belong(soci::session& session, long long lowest, const call_summary& last) {
  long long newest_key = 0;
  const long long older = lowest - 1;
  session << "SELECT coalesce(max(last_key), 0) FROM number_buckets WHERE id = :id",
      soci::into(newest_key), soci::use(older);
  return newest_key > static_cast<long long>(last.key.value);
}

std::vector<call_summary> find_by_number(soci::session& session, const call_query& query,
                                         unsigned limit) {
  const number_range range = range_of(query.number_prefix);
  std::vector<call_summary> found;
  if (range.first > range.last) return found;
  bucket_window window;
  window.highest = newest_bucket(session, query);
  // Windows double, so that a number last seen long ago takes few statements.
  for (long long width = 1; window.highest > 0; width *= 2) {
    window.lowest = std::max<long long>(1, window.highest - width + 1);
    conditions which = conditions_of(query);
    which.add("c.key = f.key");
    auto part = select(session, calls_from(keys_in(window, range, query, limit), which, limit));
    found.insert(found.end(), std::make_move_iterator(part.begin()),
                 std::make_move_iterator(part.end()));
    std::ranges::sort(found, std::greater{}, [](const call_summary& c) { return c.key; });
    if (found.size() > limit) found.resize(limit);
    if (found.size() == limit && !older_may_belong(session, window.lowest, found.back())) break;
    window.highest = window.lowest - 1;
  }
  return found;
}

constexpr const char* kAlertColumns =
    "SELECT a.key, a.at_us, a.kind, a.level, a.score, a.caller, a.callee, a.reasons, "
    "coalesce(t.name, '') FROM alerts a LEFT JOIN calls c ON c.key = a.key LEFT JOIN trunks t ON "
    "t.id = c.trunk ";

std::vector<alert_summary> select_alerts(soci::session& session, const std::string& rest) {
  long long key = 0, at = 0, caller = 0, callee = 0;
  int level = 0;
  double score = 0;
  std::string kind, reasons, trunk;
  soci::statement query =
      (session.prepare << kAlertColumns + rest, soci::into(key), soci::into(at), soci::into(kind),
       soci::into(level), soci::into(score), soci::into(caller), soci::into(callee),
       soci::into(reasons), soci::into(trunk));
  query.execute();
  std::vector<alert_summary> out;
  while (query.fetch()) {
    alert raised;
    raised.key = {static_cast<std::uint64_t>(key)};
    raised.at = from_us(at);
    raised.kind.assign(kind);
    raised.level = static_cast<alert_level>(level);
    raised.score = static_cast<float>(score);
    raised.caller = e164::from_packed(static_cast<std::uint64_t>(caller));
    raised.callee = e164::from_packed(static_cast<std::uint64_t>(callee));
    for (const evidence& reason : parse_reasons(reasons)) raised.reasons.push_back(reason);
    out.push_back({raised, trunk});
  }
  return out;
}

std::vector<teardown_progress> select_teardown(soci::session& session, call_key key) {
  long long at = 0;
  int state = 0, caller_ended = 0, callee_ended = 0;
  std::string actor, cause;
  soci::statement query =
      (session.prepare << "SELECT at_us, state, caller_ended, callee_ended, actor, cause FROM "
                          "teardown WHERE key = " +
                              std::to_string(key.value) + " ORDER BY seq",
       soci::into(at), soci::into(state), soci::into(caller_ended), soci::into(callee_ended),
       soci::into(actor), soci::into(cause));
  query.execute();
  std::vector<teardown_progress> out;
  while (query.fetch()) {
    teardown_progress progress;
    progress.key = key;
    progress.at = from_us(at);
    progress.state = static_cast<teardown_state>(state);
    progress.caller_ended = caller_ended != 0;
    progress.callee_ended = callee_ended != 0;
    progress.actor.assign(actor);
    progress.cause.assign(cause);
    out.push_back(progress);
  }
  return out;
}

}  // namespace

std::vector<call_summary> store::find_calls(const call_query& query) {
  const unsigned limit = std::clamp(query.limit, 1u, 500u);
  return state_->pool.use([&](soci::session& session) {
    if (!query.number_prefix.empty()) return find_by_number(session, query, limit);
    return select(session, calls_from("calls c", conditions_of(query), limit));
  });
}

std::optional<call_detail> store::call(call_key key) {
  return state_->pool.use([&](soci::session& session) -> std::optional<call_detail> {
    conditions which;
    which.add("c.key", "=", static_cast<std::int64_t>(key.value));
    call_row row;
    soci::statement query(session);
    row.bind(query);
    query.alloc();
    query.prepare(calls_from("calls c", which, 1));
    query.define_and_bind();
    query.execute();
    if (!query.fetch()) return std::nullopt;
    call_detail out;
    out.call = row.summary();
    out.messages = parse_messages(row.messages, key);
    const std::string own =
        "WHERE a.key = " + std::to_string(key.value) + " ORDER BY a.seq, a.ordinal";
    for (alert_summary& raised : select_alerts(session, own)) out.alerts.push_back(raised.raised);
    out.teardown = select_teardown(session, key);
    return out;
  });
}

std::vector<alert_summary> store::newest_alerts(unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    return select_alerts(session, "ORDER BY a.seq DESC, a.ordinal DESC LIMIT " +
                                      std::to_string(std::clamp(limit, 1u, 500u)));
  });
}

}  // namespace qorgan::store
