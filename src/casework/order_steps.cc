#include "casework/order_steps.h"

#include <algorithm>

namespace qorgan::casework {
namespace {

constexpr duration kRenewalAhead = std::chrono::hours{24};
constexpr std::string_view kClock = "system";

std::unexpected<order_fault> no(order_refusal why) {
  return std::unexpected(order_fault{why});
}

bool holds(const std::vector<role>& roles, role who) {
  return std::ranges::find(roles, who) != roles.end();
}

/// When it would begin, if it were decided now.
timestamp beginning(const order& value, timestamp now) {
  return happened(value.valid_from) ? std::max(value.valid_from, now) : now;
}

void check_times(const order& value, const legal_basis* basis, timestamp now,
                 std::vector<order_mistake>& out) {
  if (!happened(value.valid_to)) {
    out.push_back({"valid_to", "every order has an end"});
    return;
  }
  const timestamp begin = beginning(value, now);
  if (value.valid_to <= begin) {
    out.push_back({"valid_to", "must lie after the beginning and in the future"});
  } else if (basis != nullptr &&
             value.valid_to - begin > std::chrono::hours{basis->longest_hours}) {
    out.push_back({"valid_to", "the legal basis allows at most " +
                                   std::to_string(basis->longest_hours) + " hours"});
  }
}

/// What approving, refusing and ratifying ask for alike.
std::expected<void, order_fault> may_decide(const order& value, const order_actor& by,
                                            const legal_bases& law) {
  if (by.name == value.proposer) return no(order_refusal::own_proposal);
  const legal_basis* const basis = law.find(value.basis);
  if (basis != nullptr && !holds(basis->issued_by, by.acts_as)) {
    return no(order_refusal::not_for_role);
  }
  return {};
}

void begin_now(order& value, timestamp now) {
  value.state = order_state::active;
  value.valid_from = now;
}

void end(order& value, order_state as, std::string_view by, timestamp at, std::string_view why) {
  value.state = as;
  value.ended_at = at;
  value.ended_by = by;
  value.end_reason = why;
}

}  // namespace

std::string_view to_string(order_refusal value) {
  switch (value) {
    case order_refusal::wrong_state: return "wrong_state";
    case order_refusal::own_proposal: return "own_proposal";
    case order_refusal::not_the_proposer: return "not_the_proposer";
    case order_refusal::not_for_role: return "not_for_role";
    case order_refusal::unlawful: return "unlawful";
  }
  return "unlawful";
}

std::vector<order_mistake> mistakes_of(const order& value, const legal_bases& law, timestamp now) {
  std::vector<order_mistake> out;
  if (const auto target = parse_order_target(value.kind, value.target); !target) {
    out.push_back({"target", target.error()});
  }
  if (value.does < verdict::label) out.push_back({"does", "is no measure"});
  const bool diverts = value.does == verdict::divert;
  if (diverts && !value.divert_to.starts_with("sip:") && !value.divert_to.starts_with("sips:")) {
    out.push_back({"divert_to", "must be a SIP URI"});
  }
  if (!diverts && !value.divert_to.empty()) out.push_back({"divert_to", "nothing is diverted"});
  if (value.note.empty()) out.push_back({"note", "say why the measure is proportionate"});
  const legal_basis* const basis = law.find(value.basis);
  if (basis == nullptr) {
    out.push_back({"basis", "is not in the catalogue"});
  } else {
    if (std::ranges::find(basis->kinds, value.kind) == basis->kinds.end()) {
      out.push_back({"kind", "the legal basis does not allow it"});
    }
    if (std::ranges::find(basis->actions, value.does) == basis->actions.end()) {
      out.push_back({"does", "the legal basis does not allow it"});
    }
  }
  check_times(value, basis, now, out);
  return out;
}

order_result submit(order value, const order_actor& by, const legal_bases& law) {
  if (value.state != order_state::draft) return no(order_refusal::wrong_state);
  if (by.name != value.proposer) return no(order_refusal::not_the_proposer);
  auto mistakes = mistakes_of(value, law, by.at);
  if (!mistakes.empty()) {
    return std::unexpected(order_fault{order_refusal::unlawful, std::move(mistakes)});
  }
  if (!holds(law.find(value.basis)->proposed_by, by.acts_as)) {
    return no(order_refusal::not_for_role);
  }
  value.state = order_state::submitted;
  value.submitted_at = by.at;
  value.basis_version = law.version;
  return value;
}

order_result enact(order value, const order_actor& by, const legal_bases& law) {
  const legal_basis* const basis = law.find(value.basis);
  if (basis != nullptr && !holds(basis->emergency_by, by.acts_as)) {
    return no(order_refusal::not_for_role);
  }
  order_result out = submit(std::move(value), by, law);
  if (!out) return out;
  out->state = order_state::emergency;
  out->valid_from = by.at;
  out->ratify_by = std::min(out->valid_to, by.at + std::chrono::hours{law.ratify_hours});
  return out;
}

order_result retract(order value, const order_actor& by) {
  if (value.state != order_state::draft && value.state != order_state::submitted) {
    return no(order_refusal::wrong_state);
  }
  if (by.name != value.proposer) return no(order_refusal::not_the_proposer);
  end(value, order_state::retracted, by.name, by.at, {});
  return value;
}

order_result approve(order value, const order_actor& by, const legal_bases& law) {
  if (value.state != order_state::submitted) return no(order_refusal::wrong_state);
  if (auto may = may_decide(value, by, law); !may) return std::unexpected(may.error());
  // The catalogue and the clock may have moved since it was submitted.
  auto mistakes = mistakes_of(value, law, by.at);
  if (!mistakes.empty()) {
    return std::unexpected(order_fault{order_refusal::unlawful, std::move(mistakes)});
  }
  value.approver = by.name;
  value.decided_at = by.at;
  value.basis_version = law.version;
  if (value.valid_from > by.at) {
    value.state = order_state::approved;
  } else {
    begin_now(value, by.at);
  }
  return value;
}

order_result refuse(order value, const order_actor& by, const legal_bases& law,
                    std::string_view reason) {
  if (value.state != order_state::submitted) return no(order_refusal::wrong_state);
  if (auto may = may_decide(value, by, law); !may) return std::unexpected(may.error());
  value.state = order_state::refused;
  value.approver = by.name;
  value.decided_at = by.at;
  value.reason = reason;
  return value;
}

order_result ratify(order value, const order_actor& by, const legal_bases& law) {
  if (value.state != order_state::emergency) return no(order_refusal::wrong_state);
  if (auto may = may_decide(value, by, law); !may) return std::unexpected(may.error());
  if (by.at >= value.ratify_by) return no(order_refusal::wrong_state);
  value.state = order_state::active;
  value.approver = by.name;
  value.decided_at = by.at;
  return value;
}

order_result lift(order value, const order_actor& by, std::string_view reason) {
  if (!in_force(value.state) && value.state != order_state::approved) {
    return no(order_refusal::wrong_state);
  }
  end(value, order_state::lifted, by.name, by.at, reason);
  return value;
}

order_result replace(order value, const order_actor& by) {
  if (!in_force(value.state)) return no(order_refusal::wrong_state);
  end(value, order_state::replaced, by.name, by.at, {});
  return value;
}

order_result pass_time(order value, timestamp now) {
  switch (value.state) {
    case order_state::approved:
      if (now >= value.valid_to) {
        end(value, order_state::expired, kClock, now, {});
      } else if (now >= value.valid_from) {
        begin_now(value, now);
      } else {
        return no(order_refusal::wrong_state);
      }
      return value;
    case order_state::active:
      if (now < value.valid_to) break;
      end(value, order_state::expired, kClock, now, {});
      return value;
    case order_state::emergency:
      if (now < value.ratify_by) break;
      end(value, order_state::lifted, kClock, now, "not ratified in time");
      return value;
    default: break;
  }
  return no(order_refusal::wrong_state);
}

bool renewal_due(const order& value, timestamp now) {
  return value.state == order_state::active && !happened(value.renewal_asked_at) &&
         now >= value.valid_to - kRenewalAhead;
}

order_changed change_of(const order& value) {
  order_changed out;
  out.order = value.id;
  out.in_force = in_force(value.state);
  out.target = parse_order_target(value.kind, value.target).value_or(order_target{});
  out.does = value.does;
  out.until = value.state == order_state::emergency ? value.ratify_by : value.valid_to;
  out.divert.assign(value.divert_to);
  return out;
}

}  // namespace qorgan::casework
