#include <algorithm>
#include <unordered_map>

#include "casework/desk_case.h"
#include "store/desk_rows.h"
#include "store/row_text.h"
#include "store/store.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

using answer = std::expected<desk_case, desk_refusal>;

constexpr unsigned kSweptAtOnce = 100;

enum class seen_before : std::uint8_t { no, same, other };

/// With the case locked, so that two equal orders come one after the other.
seen_before look_up(soci::session& session, case_id id, const case_act& act) {
  if (act.idempotency_key.empty()) return seen_before::no;
  const std::string actor = clean(act.actor), key = clean(act.idempotency_key);
  long long of_case = 0;
  std::string action, words;
  session << "SELECT case_id, action, words FROM desk_events WHERE actor = :actor AND "
             "idempotency_key = :key AND idempotency_key <> ''",
      soci::use(actor), soci::use(key), soci::into(of_case), soci::into(action), soci::into(words);
  if (!session.got_data()) return seen_before::no;
  const bool same = static_cast<std::uint64_t>(of_case) == id.value && action == act.action &&
                    words == clean(act.words);
  return same ? seen_before::same : seen_before::other;
}

std::vector<case_id> ids(soci::session& session, const std::string& sql) {
  long long id = 0;
  soci::statement query = (session.prepare << sql, soci::into(id));
  query.execute();
  std::vector<case_id> out;
  while (query.fetch()) out.push_back({static_cast<std::uint64_t>(id)});
  return out;
}

const char* word_of(case_state before) {
  switch (before) {
    case case_state::claimed: return "lease_over";
    case case_state::shelved: return "shelf_over";
    case case_state::waiting:
    case case_state::closed: break;
  }
  return "unattended";
}

}  // namespace

answer store::act(case_id id, const case_act& act, const change& with) {
  return state_->pool.use([&](soci::session& session) -> answer {
    transaction all(session, state_->pool.spoken());
    auto it = lock_case(session, state_->pool.spoken(), id);
    if (!it) return std::unexpected(desk_refusal::no_such_case);
    switch (look_up(session, id, act)) {
      case seen_before::same: return std::move(*it);
      case seen_before::other: return std::unexpected(desk_refusal::key_reused);
      case seen_before::no: break;
    }
    if (const auto changed = with(*it); !changed) return std::unexpected(changed.error());
    save_case(session, *it);
    write_event(session, id, act);
    all.commit();
    return std::move(*it);
  });
}

answer store::work(case_id id, const std::string& actor, timestamp until) {
  return state_->pool.use([&](soci::session& session) -> answer {
    transaction all(session, state_->pool.spoken());
    auto it = lock_case(session, state_->pool.spoken(), id);
    if (!it) return std::unexpected(desk_refusal::no_such_case);
    if (it->state != case_state::claimed || it->holder != actor) {
      return std::unexpected(desk_refusal::not_held);
    }
    it->lease_until = std::max(it->lease_until, until);
    save_case(session, *it);
    session << "UPDATE desk_position SET changes = changes + 1";
    all.commit();
    return std::move(*it);
  });
}

unsigned store::sweep(timestamp now, timestamp abandoned) {
  return state_->pool.use([&](soci::session& session) -> unsigned {
    const std::string moment = std::to_string(to_us(now));
    const auto due =
        ids(session, "SELECT id FROM desk_cases WHERE state <> 3 AND ((state = 1 AND lease_us <= " +
                         moment + ") OR (state = 2 AND shelved_us <= " + moment +
                         ") OR (state = 0 AND latest_us <= " + std::to_string(to_us(abandoned)) +
                         ")) LIMIT " + std::to_string(kSweptAtOnce));
    if (due.empty()) return 0;
    transaction all(session, state_->pool.spoken());
    unsigned changed = 0;
    for (const case_id id : due) {
      auto it = lock_case(session, state_->pool.spoken(), id);
      if (!it) continue;
      const case_state before = it->state;
      const std::string holder = it->holder;
      if (!casework::pass_time(*it, now, abandoned)) continue;
      save_case(session, *it);
      write_event(session, id, {now, "system", word_of(before), holder, {}});
      ++changed;
    }
    all.commit();
    return changed;
  });
}

std::uint64_t store::changes() {
  return state_->pool.use([](soci::session& session) {
    long long changes = 0;
    session << "SELECT changes FROM desk_position", soci::into(changes);
    return static_cast<std::uint64_t>(changes);
  });
}

std::vector<open_case> store::open_cases() {
  return state_->pool.use([](soci::session& session) {
    std::vector<open_case> out;
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (desk_case& each :
         select_cases(session, "WHERE state <> 3 ORDER BY level DESC, id DESC LIMIT " +
                                   std::to_string(kOpenCases))) {
      places[each.id.value] = out.size();
      out.push_back({std::move(each), {}});
    }
    if (out.empty()) return out;
    long long id = 0, key = 0;
    soci::statement query =
        (session.prepare << "SELECT m.case_id, m.key FROM desk_calls m JOIN desk_cases d ON d.id = "
                            "m.case_id WHERE d.state <> 3 AND m.key <> 0 ORDER BY m.key DESC "
                            "LIMIT " +
                                std::to_string(kFollowedCalls),
         soci::into(id), soci::into(key));
    query.execute();
    while (query.fetch()) {
      const auto place = places.find(static_cast<std::uint64_t>(id));
      if (place == places.end()) continue;
      auto& calls = out[place->second].calls;
      if (calls.size() < kCallsPerCase) calls.push_back({static_cast<std::uint64_t>(key)});
    }
    return out;
  });
}

std::optional<desk_case> store::find_case(case_id id) {
  return state_->pool.use([&](soci::session& session) -> std::optional<desk_case> {
    auto found = select_cases(session, "WHERE id = " + std::to_string(id.value));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

std::vector<case_call> store::calls_of(case_id id, unsigned limit) {
  return state_->pool.use(
      [&](soci::session& session) { return select_case_calls(session, id, limit); });
}

std::vector<case_event> store::history_of(case_id id, unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    long long at = 0;
    case_event row;
    soci::statement query =
        (session.prepare << "SELECT at_us, actor, action, words FROM desk_events WHERE case_id = " +
                                std::to_string(id.value) + " ORDER BY id DESC LIMIT " +
                                std::to_string(limit),
         soci::into(at), soci::into(row.actor), soci::into(row.action), soci::into(row.words));
    query.execute();
    std::vector<case_event> out;
    while (query.fetch()) {
      row.at = from_us(at);
      out.push_back(row);
    }
    std::ranges::reverse(out);
    return out;
  });
}

std::vector<desk_case> store::past_cases(const desk_case& like, unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    return select_cases(
        session,
        "WHERE state = 3 AND id <> " + std::to_string(like.id.value) +
            " AND (caller = :first OR (signature <> '' AND signature = :second) OR id "
            "IN (SELECT case_id FROM desk_calls WHERE callee = :third)) ORDER BY id "
            "DESC LIMIT " +
            std::to_string(limit),
        like.first.caller, like.signature, like.first.callee);
  });
}

std::vector<desk_case> store::closed_cases(unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    return select_cases(session,
                        "WHERE state = 3 ORDER BY closed_us DESC LIMIT " + std::to_string(limit));
  });
}

unsigned store::alerts_since(timestamp from) {
  return state_->pool.use([&](soci::session& session) {
    int count = 0;
    session << "SELECT count(*) FROM desk_calls WHERE at_us >= " + std::to_string(to_us(from)),
        soci::into(count);
    return static_cast<unsigned>(count);
  });
}

desk_tally store::tally_since(timestamp from, const std::int64_t (&red_us)[kDeskLevels]) {
  return state_->pool.use([&](soci::session& session) {
    std::string in_time;
    for (unsigned level = 0; level < kDeskLevels; ++level) {
      in_time += " WHEN level = " + std::to_string(level) +
                 " THEN claimed_us - detected_us <= " + std::to_string(red_us[level]);
    }
    const auto sum = [](const std::string& when) {
      return "coalesce(sum(CASE WHEN " + when + " THEN 1 ELSE 0 END), 0), ";
    };
    int n[9] = {};
    session << "SELECT " + sum("claimed_us <> 0") +
                   sum("claimed_us <> 0 AND (CASE" + in_time + " END)") + sum("warnings > 0") +
                   sum("outcome = 1") + sum("outcome = 4") + sum("outcome = 5") +
                   sum("outcome = 7") + sum("state = 3") +
                   "count(*) FROM desk_cases WHERE detected_us >= " + std::to_string(to_us(from)),
        soci::into(n[0]), soci::into(n[1]), soci::into(n[2]), soci::into(n[3]), soci::into(n[4]),
        soci::into(n[5]), soci::into(n[6]), soci::into(n[7]), soci::into(n[8]);
    const auto at = [&](int i) { return static_cast<unsigned>(n[i]); };
    return desk_tally{.detected = at(8),
                      .claimed = at(0),
                      .claimed_in_time = at(1),
                      .warned = at(2),
                      .dissuaded = at(3),
                      .paid = at(4),
                      .false_alarms = at(5),
                      .unattended = at(6),
                      .closed = at(7)};
  });
}

}  // namespace qorgan::store
