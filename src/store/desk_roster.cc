#include <algorithm>
#include <charconv>

#include "casework/desk_case.h"
#include "store/audit.h"
#include "store/desk_rows.h"
#include "store/row_text.h"
#include "store/store.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

audit_entry entry_of(timestamp at, const std::string& actor, std::string action,
                     std::string detail = {}) {
  return {at, actor, std::move(action), "desk", std::move(detail)};
}

bool is_on_shift(soci::session& session, const std::string& actor) {
  int one = 0;
  session << "SELECT 1 FROM desk_shifts WHERE actor = :actor", soci::use(actor), soci::into(one);
  return session.got_data();
}

// A line has three cells parted by tabs; `clean` has left no tab and no new line in them.
std::string risks_text(const std::vector<handover_risk>& risks) {
  std::string out;
  for (const handover_risk& each : risks) {
    out += clean(each.what) + "\t" + clean(each.owner) + "\t" +
           std::to_string(to_us(each.next_check)) + "\n";
  }
  return out;
}

std::vector<handover_risk> parse_risks(std::string_view text) {
  std::vector<handover_risk> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    std::int64_t at = 0;
    const std::string_view moment = line.substr(second + 1);
    std::from_chars(moment.data(), moment.data() + moment.size(), at);
    out.push_back({std::string(line.substr(0, first)),
                   std::string(line.substr(first + 1, second - first - 1)), from_us(at)});
  }
  return out;
}

}  // namespace

void store::start_shift(const shift_member& who) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string actor = clean(who.actor), name = clean(who.display_name);
    const long long at = to_us(who.started_at);
    const bool back = is_on_shift(session, actor);
    session << "INSERT INTO desk_shifts (actor, display_name, started_us, break_us) VALUES "
               "(:actor, :name, :at, 0) ON CONFLICT (actor) DO UPDATE SET break_us = 0",
        soci::use(actor), soci::use(name), soci::use(at);
    write_audit(session, entry_of(who.started_at, actor, back ? "shift_resume" : "shift_start"));
    all.commit();
  });
}

std::expected<void, shift_refusal> store::take_break(const std::string& actor, timestamp at) {
  return state_->pool.use([&](soci::session& session) -> std::expected<void, shift_refusal> {
    transaction all(session, state_->pool.spoken());
    const std::string who = clean(actor);
    if (!is_on_shift(session, who)) return std::unexpected(shift_refusal::not_on_shift);
    const long long since = to_us(at);
    session << "UPDATE desk_shifts SET break_us = :since WHERE actor = :actor AND break_us = 0",
        soci::use(since), soci::use(who);
    write_audit(session, entry_of(at, actor, "shift_break"));
    all.commit();
    return {};
  });
}

unsigned store::end_shift(const std::string& actor, timestamp at) {
  return state_->pool.use([&](soci::session& session) -> unsigned {
    transaction all(session, state_->pool.spoken());
    const std::string who = clean(actor);
    session << "DELETE FROM desk_shifts WHERE actor = :actor", soci::use(who);
    unsigned returned = 0;
    for (const desk_case& held :
         select_cases(session, "WHERE state <> 3 AND holder = :first", actor)) {
      auto it = lock_case(session, state_->pool.spoken(), held.id);
      if (!it || !casework::release(*it, {actor, at})) continue;
      save_case(session, *it);
      write_event(session, it->id, {at, actor, "left_shift", {}, {}});
      ++returned;
    }
    write_audit(session, entry_of(at, actor, "shift_end", std::to_string(returned) + " returned"));
    all.commit();
    return returned;
  });
}

std::vector<shift_member> store::on_shift() {
  return state_->pool.use([](soci::session& session) {
    shift_member row;
    long long started = 0, break_us = 0;
    soci::statement query =
        (session.prepare << "SELECT actor, display_name, started_us, break_us FROM desk_shifts "
                            "ORDER BY started_us, actor",
         soci::into(row.actor), soci::into(row.display_name), soci::into(started),
         soci::into(break_us));
    query.execute();
    std::vector<shift_member> out;
    while (query.fetch()) {
      row.started_at = from_us(started);
      row.break_since = from_us(break_us);
      out.push_back(row);
    }
    return out;
  });
}

handover_id store::offer_handover(const handover& value) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const long long at = to_us(value.at);
    const std::string from = clean(value.from), note = clean(value.note);
    const std::string risks = risks_text(value.risks);
    long long id = 0;
    session << "INSERT INTO desk_handovers (at_us, offered_by, note, risks, standing, accepted_by, "
               "accepted_us) VALUES (:at, :from, :note, :risks, :standing, '', 0)",
        soci::use(at), soci::use(from), soci::use(note), soci::use(risks),
        soci::use(value.standing);
    session << "SELECT max(id) FROM desk_handovers", soci::into(id);
    write_audit(session, entry_of(value.at, value.from, "handover_offer", std::to_string(id)));
    all.commit();
    return handover_id{id};
  });
}

std::expected<void, shift_refusal> store::accept_handover(handover_id id, const std::string& actor,
                                                          timestamp at) {
  return state_->pool.use([&](soci::session& session) -> std::expected<void, shift_refusal> {
    transaction all(session, state_->pool.spoken());
    const long long number = id.value;
    const long long moment = to_us(at);
    const std::string who = clean(actor);
    std::string from, accepted;
    const char* const lock = state_->pool.spoken() == dialect::postgresql ? " FOR UPDATE" : "";
    session << std::string("SELECT offered_by, accepted_by FROM desk_handovers WHERE id = :id") +
                   lock,
        soci::use(number), soci::into(from), soci::into(accepted);
    if (!session.got_data()) return std::unexpected(shift_refusal::no_such_handover);
    if (from == who) return std::unexpected(shift_refusal::own_handover);
    if (accepted == who) return {};
    if (!accepted.empty()) return std::unexpected(shift_refusal::accepted_already);
    session << "UPDATE desk_handovers SET accepted_by = :who, accepted_us = :at WHERE id = :id AND "
               "accepted_by = ''",
        soci::use(who), soci::use(moment), soci::use(number);
    write_audit(session, entry_of(at, actor, "handover_accept", std::to_string(id.value)));
    all.commit();
    return {};
  });
}

std::vector<handover> store::handovers(unsigned limit) {
  return state_->pool.use([&](soci::session& session) {
    handover row;
    long long id = 0, at = 0, accepted = 0;
    std::string risks;
    soci::statement query =
        (session.prepare << "SELECT id, at_us, offered_by, note, risks, standing, accepted_by, "
                            "accepted_us FROM desk_handovers ORDER BY id DESC LIMIT " +
                                std::to_string(std::clamp(limit, 1U, 100U)),
         soci::into(id), soci::into(at), soci::into(row.from), soci::into(row.note),
         soci::into(risks), soci::into(row.standing), soci::into(row.accepted_by),
         soci::into(accepted));
    query.execute();
    std::vector<handover> out;
    while (query.fetch()) {
      row.id = {id};
      row.at = from_us(at);
      row.risks = parse_risks(risks);
      row.accepted_at = from_us(accepted);
      out.push_back(row);
    }
    return out;
  });
}

}  // namespace qorgan::store
