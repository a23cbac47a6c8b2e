#include "casework/desk_case.h"

namespace qorgan::casework {
namespace {

std::unexpected<desk_refusal> no(desk_refusal why) {
  return std::unexpected(why);
}

bool holds(const desk_case& it, const person& by) {
  return it.state == case_state::claimed && it.holder == by.actor;
}

result need_holder(const desk_case& it, const person& by) {
  if (!it.open()) return no(desk_refusal::closed);
  if (!holds(it, by)) return no(desk_refusal::not_held);
  return {};
}

void give_back(desk_case& it) {
  it.state = case_state::waiting;
  it.holder.clear();
  it.lease_until = kNever;
}

void hold(desk_case& it, const person& by, duration lease) {
  it.state = case_state::claimed;
  it.holder = by.actor;
  it.lease_until = by.at + lease;
  it.shelved_until = kNever;
  it.shelf_reason.clear();
  if (!happened(it.claimed_at)) it.claimed_at = by.at;
}

}  // namespace

result claim(desk_case& it, const person& by, duration lease, std::string_view takeover_reason) {
  if (!it.open()) return no(desk_refusal::closed);
  const bool others = it.state == case_state::claimed && it.holder != by.actor;
  if (others && it.lease_until > by.at && takeover_reason.empty()) {
    return no(desk_refusal::held_by_other);
  }
  hold(it, by, lease);
  return {};
}

result release(desk_case& it, const person& by) {
  if (auto good = need_holder(it, by); !good) return good;
  give_back(it);
  return {};
}

result acted(desk_case& it, const person& by, duration lease) {
  if (auto good = need_holder(it, by); !good) return good;
  if (!happened(it.acted_at)) it.acted_at = by.at;
  it.lease_until = by.at + lease;
  return {};
}

result warned(desk_case& it, const person& by, duration lease) {
  if (auto good = acted(it, by, lease); !good) return good;
  ++it.warnings;
  return {};
}

result shelve(desk_case& it, const person& by, timestamp until, std::string_view reason) {
  if (auto good = need_holder(it, by); !good) return good;
  if (it.level == desk_level::urgent) return no(desk_refusal::too_urgent);
  give_back(it);
  it.state = case_state::shelved;
  it.shelved_until = until;
  it.shelf_reason = reason;
  return {};
}

result unshelve(desk_case& it) {
  if (!it.open()) return no(desk_refusal::closed);
  if (it.state != case_state::shelved) return no(desk_refusal::not_shelved);
  give_back(it);
  it.shelved_until = kNever;
  it.shelf_reason.clear();
  return {};
}

result escalate(desk_case& it, const person& by, std::string_view why) {
  if (auto good = need_holder(it, by); !good) return good;
  if (happened(it.escalated_at)) return no(desk_refusal::escalated_already);
  if (!happened(it.acted_at)) it.acted_at = by.at;
  it.escalated_at = by.at;
  it.escalated_by = by.actor;
  it.escalation = why;
  return {};
}

// Also after the case is closed: the clock of the escalation runs on without it.
result acknowledge(desk_case& it, const person& by) {
  if (!happened(it.escalated_at)) return no(desk_refusal::not_escalated);
  if (happened(it.acknowledged_at)) return no(desk_refusal::acknowledged_already);
  it.acknowledged_at = by.at;
  it.acknowledged_by = by.actor;
  return {};
}

result finish(desk_case& it, const person& by, const verdict_of_people& said) {
  if (auto good = need_holder(it, by); !good) return good;
  if (!happened(it.acted_at)) it.acted_at = by.at;
  it.outcome = said.outcome;
  it.outcome_at = by.at;
  it.outcome_by = by.actor;
  const bool paid = said.outcome == case_outcome::paid;
  it.amount = paid ? said.amount : 0;
  it.bank = paid ? said.bank : std::string{};
  give_back(it);
  it.state = case_state::closed;
  it.closed_at = by.at;
  return {};
}

result reopen(desk_case& it, const person& by, duration lease) {
  if (it.open()) return no(desk_refusal::not_held);
  if (by.at - it.closed_at > kReopenWithin) return no(desk_refusal::too_late);
  it.outcome = case_outcome::none;
  it.outcome_at = it.closed_at = kNever;
  it.outcome_by.clear();
  it.amount = 0;
  it.bank.clear();
  hold(it, by, lease);
  return {};
}

bool pass_time(desk_case& it, timestamp now, timestamp abandoned) {
  switch (it.state) {
    case case_state::claimed:
      if (it.lease_until > now) return false;
      give_back(it);
      return true;
    case case_state::shelved: return it.shelved_until <= now && unshelve(it).has_value();
    case case_state::waiting:
      if (it.latest_at > abandoned) return false;
      it.state = case_state::closed;
      it.outcome = case_outcome::unattended;
      it.outcome_at = it.closed_at = now;
      return true;
    case case_state::closed: return false;
  }
  return false;
}

}  // namespace qorgan::casework
