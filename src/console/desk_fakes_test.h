#pragma once

// The desk's book in memory, for the tests of the console. What the real one promises is tested
// with the store.

#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "casework/desk_case.h"
#include "casework/desk_queue.h"
#include "domain/call.h"
#include "domain/desk.h"
#include "domain/desk_shift.h"
#include "domain/people.h"

namespace qorgan::console::test {

struct fake_desk final : desk_book {
  using answer = std::expected<desk_case, desk_refusal>;

  unsigned take_alerts(const intake_options& options, timestamp) override {
    const std::lock_guard lock{mutex};
    flood = options.flood;
    return 0;
  }
  answer report(const case_call& told, const case_act& order) override {
    const std::lock_guard lock{mutex};
    desk_case it = casework::begin_case(told, "", case_origin::citizen);
    cases[it.id.value] = it;
    calls[it.id.value] = {told};
    acts.push_back(order);
    ++counter;
    return it;
  }
  answer act(case_id id, const case_act& order, const change& with) override {
    const std::lock_guard lock{mutex};
    if (broken) throw std::runtime_error("database is gone");
    const auto found = cases.find(id.value);
    if (found == cases.end()) return std::unexpected(desk_refusal::no_such_case);
    for (const case_act& before : acts) {
      if (before.actor != order.actor || before.idempotency_key != order.idempotency_key) continue;
      if (before.action != order.action) return std::unexpected(desk_refusal::key_reused);
      return found->second;
    }
    desk_case changed = found->second;
    if (const auto good = with(changed); !good) return std::unexpected(good.error());
    found->second = changed;
    acts.push_back(order);
    history[id.value].push_back({order.at, order.actor, order.action, order.words});
    ++counter;
    return changed;
  }
  answer work(case_id id, const std::string& actor, timestamp until) override {
    const std::lock_guard lock{mutex};
    const auto found = cases.find(id.value);
    if (found == cases.end()) return std::unexpected(desk_refusal::no_such_case);
    if (found->second.holder != actor) return std::unexpected(desk_refusal::not_held);
    found->second.lease_until = until;
    ++counter;
    return found->second;
  }
  unsigned sweep(timestamp, timestamp) override { return 0; }
  std::uint64_t changes() override {
    const std::lock_guard lock{mutex};
    if (broken) throw std::runtime_error("database is gone");
    return counter;
  }
  std::vector<open_case> open_cases() override {
    const std::lock_guard lock{mutex};
    std::vector<open_case> out;
    for (const auto& [id, it] : cases) {
      if (!it.open()) continue;
      out.push_back({it, {}});
      for (const case_call& call : calls[id]) {
        if (call.key) out.back().calls.push_back(call.key);
      }
    }
    return out;
  }
  std::optional<desk_case> find_case(case_id id) override {
    const std::lock_guard lock{mutex};
    const auto found = cases.find(id.value);
    return found == cases.end() ? std::nullopt : std::optional{found->second};
  }
  std::vector<case_call> calls_of(case_id id, unsigned) override {
    const std::lock_guard lock{mutex};
    return calls[id.value];
  }
  std::vector<case_event> history_of(case_id id, unsigned) override {
    const std::lock_guard lock{mutex};
    return history[id.value];
  }
  std::vector<desk_case> past_cases(const desk_case&, unsigned) override { return closed_cases(9); }
  std::vector<desk_case> closed_cases(unsigned) override {
    const std::lock_guard lock{mutex};
    std::vector<desk_case> out;
    for (const auto& [id, it] : cases) {
      if (!it.open()) out.push_back(it);
    }
    return out;
  }
  unsigned alerts_since(timestamp) override { return 0; }
  desk_tally tally_since(timestamp, const std::int64_t (&)[kDeskLevels]) override { return {}; }

  /// A case of this call, as an alert would make it.
  case_id add(const call_started& call, desk_level level = desk_level::high) {
    const std::lock_guard lock{mutex};
    case_call told;
    told.key = call.key;
    told.at = call.at;
    told.level = level;
    told.score = 0.9F;
    told.kind = "young_campaign";
    told.caller = to_string(call.caller.number);
    told.callee = to_string(call.callee.number);
    told.caller_country = call.caller.info.where.text();
    told.trunk = "carrier-north";
    const desk_case it = casework::begin_case(told, "s", case_origin::engine);
    cases[it.id.value] = it;
    calls[it.id.value] = {told};
    ++counter;
    return it.id;
  }

  /// The case with this id, in the state in which this person may do what the path asks for.
  void prepare(std::string_view path, case_id id, const std::string& actor, timestamp now) {
    const std::lock_guard lock{mutex};
    case_call told;
    told.key = {id.value};
    told.at = now;
    told.caller = "+4915112345678";
    told.callee = "+77011234567";
    desk_case it = casework::begin_case(told, "s", case_origin::engine);
    it.id = id;
    it.state = case_state::claimed;
    it.holder = actor;
    it.lease_until = now + std::chrono::hours{1};
    if (path.ends_with("/acknowledge")) it.escalated_at = now;
    if (path.ends_with("/unshelve")) it.state = case_state::shelved;
    if (path.ends_with("/reopen")) {
      it.state = case_state::closed;
      it.closed_at = now;
    }
    cases[id.value] = it;
    calls[id.value] = {told};
    ++counter;
  }

  std::mutex mutex;
  bool broken = false;
  bool flood = false;
  std::uint64_t counter = 1;
  std::map<std::uint64_t, desk_case> cases;
  std::map<std::uint64_t, std::vector<case_call>> calls;
  std::map<std::uint64_t, std::vector<case_event>> history;
  std::vector<case_act> acts;
};

/// What an endpoint of the desk takes; empty: it is none, or takes nothing.
inline std::string desk_body(std::string_view path) {
  if (!path.starts_with("/api/v1/desk/")) return {};
  if (path.ends_with("/cases")) {
    return R"({"subscriber":"+77011234567","caller":"+4915112345678","words":"the bank"})";
  }
  if (path.ends_with("/claim") || path.ends_with("/handovers")) return "{}";
  if (path.ends_with("/shelve")) return R"({"reason":"later","minutes":30})";
  if (path.ends_with("/note")) return R"({"text":"seen"})";
  if (path.ends_with("/outcome")) return R"({"outcome":"dissuaded"})";
  if (path.ends_with("/reopen") || path.ends_with("/escalate")) return R"({"reason":"why not"})";
  if (path.ends_with("/shift")) return R"({"step":"break"})";
  return {};
}

struct fake_roster final : desk_roster {
  void start_shift(const shift_member& who) override {
    const std::lock_guard lock{mutex};
    for (shift_member& each : members) {
      if (each.actor != who.actor) continue;
      each.break_since = kNever;
      return;
    }
    members.push_back(who);
  }
  std::expected<void, shift_refusal> take_break(const std::string& actor, timestamp at) override {
    const std::lock_guard lock{mutex};
    for (shift_member& each : members) {
      if (each.actor != actor) continue;
      each.break_since = at;
      return {};
    }
    return std::unexpected(shift_refusal::not_on_shift);
  }
  unsigned end_shift(const std::string& actor, timestamp) override {
    const std::lock_guard lock{mutex};
    std::erase_if(members, [&](const shift_member& each) { return each.actor == actor; });
    return 0;
  }
  std::vector<shift_member> on_shift() override {
    const std::lock_guard lock{mutex};
    return members;
  }
  handover_id offer_handover(const handover& value) override {
    const std::lock_guard lock{mutex};
    given.push_back(value);
    given.back().id = {static_cast<std::int64_t>(given.size())};
    return given.back().id;
  }
  std::expected<void, shift_refusal> accept_handover(handover_id id, const std::string& actor,
                                                     timestamp at) override {
    const std::lock_guard lock{mutex};
    for (handover& each : given) {
      if (each.id != id) continue;
      if (each.from == actor) return std::unexpected(shift_refusal::own_handover);
      each.accepted_by = actor;
      each.accepted_at = at;
      return {};
    }
    return std::unexpected(shift_refusal::no_such_handover);
  }
  std::vector<handover> handovers(unsigned) override {
    const std::lock_guard lock{mutex};
    return {given.rbegin(), given.rend()};
  }

  void prepare(std::uint64_t id, const std::string& actor) {
    const std::lock_guard lock{mutex};
    members.assign(1, shift_member{actor, "Somebody", timestamp{duration{1}}, kNever});
    handover before;
    before.id = {static_cast<std::int64_t>(id)};
    before.from = "shift_lead:before";
    given.assign(1, before);
  }

  std::mutex mutex;
  std::vector<shift_member> members;
  std::vector<handover> given;
};

}  // namespace qorgan::console::test
