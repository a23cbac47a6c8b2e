// What people do with orders: draft, submit, enact, approve, refuse, ratify, lift, retract. Each is
// one step of casework/order_steps.h, taken only from the state it was read in, with its audit
// entry in the same transaction. Then the keeper is told, which tells the engine.

#include <boost/json.hpp>

#include "casework/order_steps.h"
#include "console/body_reader.h"
#include "console/order_json.h"
#include "console/orders.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;
using casework::order_actor;
using casework::order_result;

order_actor actor_of(const exchange& x) {
  return {x.who->person.name, x.who->person.acts_as, x.needs.outside.clock.now()};
}

std::string number_of(const order& value) {
  return std::to_string(value.id.value);
}

problem problem_of(const casework::order_fault& fault) {
  using enum casework::order_refusal;
  switch (fault.why) {
    case wrong_state: return {problem_code::order_state, {}};
    case own_proposal: return {problem_code::own_proposal, {}};
    case not_the_proposer: return {problem_code::not_the_proposer, {}};
    case not_for_role: return {problem_code::basis_not_for_role, {}};
    case unlawful: break;
  }
  problem out{problem_code::order_unlawful, {}};
  for (const casework::order_mistake& each : fault.mistakes) {
    out.errors.push_back({.field = each.field, .message = each.message});
  }
  if (!out.errors.empty()) out.detail = out.errors[0].field + " " + out.errors[0].message;
  return out;
}

audit_entry entry_of(const exchange& x, const order& value, std::string action,
                     std::string detail) {
  return {x.needs.outside.clock.now(), x.who->actor(), std::move(action), number_of(value),
          std::move(detail)};
}

/// Takes the step, and with it the one that ends an order this one replaces.
answer take(exchange& x, const order& from, const order_result& to, std::string action,
            std::string detail = {}) {
  if (!to) return std::unexpected(problem_of(to.error()));
  const law_desk& law = x.needs.outside.law;
  std::vector<order_step> steps;
  if (in_force(to->state) && !in_force(from.state) && to->replaces) {
    if (const auto former = law.orders.find_order(to->replaces);
        former && in_force(former->state)) {
      const auto ended = casework::replace(*former, actor_of(x));
      steps.push_back({*ended, former->state,
                       entry_of(x, *former, "order_replaced", "by order " + number_of(*to))});
    }
  }
  if (in_force(to->state) && !in_force(from.state) &&
      law.orders.in_force_count() >= limits::kOrdersInForce) {
    return refuse(problem_code::too_many_orders);
  }
  steps.push_back({*to, from.state, entry_of(x, *to, std::move(action), std::move(detail))});
  if (!law.orders.take_steps(steps)) return refuse(problem_code::order_state);
  law.orders_changed();
  return json_answer(200, order_json(*to, x.eyes()));
}

std::string read_reason(exchange& x, std::optional<problem>& wrong) {
  body_reader read{x.body};
  std::string out = read.text("reason", 3, 1'000);
  wrong = read.finish(problem_code::invalid_body);
  return out;
}

std::optional<problem> read_and_confirm_password(exchange& x) {
  body_reader read{x.body};
  const std::string password = read.secret("password", 256);
  if (auto mistakes = read.finish(problem_code::invalid_body)) return mistakes;
  return confirm_password(x, password);
}

order read_draft(exchange& x, body_reader& read) {
  order out;
  const auto kind = parse_order_kind(read.text("kind", 1, 16));
  if (!kind) read.mistake("kind", "is no kind of order");
  out.kind = kind.value_or(order_kind::number);
  out.target = read.text("target", 1, 64);
  const auto does = read.parsed("does", parse_verdict);
  if (!does) read.mistake("does", "must be label, withhold, divert or block");
  out.does = does.value_or(verdict::pass);
  out.divert_to = read.optional_text("divert_to", 127);
  out.basis = read.text("basis", 1, 40);
  out.addressee = read.optional_text("addressee", 200);
  out.evidence = read.optional_text("evidence", 2'000);
  out.note = read.text("note", 3, 2'000);
  out.valid_from = read.parsed("valid_from", parse_rfc3339).value_or(kNever);
  out.valid_to = read.parsed("valid_to", parse_rfc3339).value_or(kNever);
  out.replaces = {read.integer("replaces", 1, INT64_MAX).value_or(0)};
  out.proposer = x.who->person.name;
  out.proposed_as = x.who->person.acts_as;
  out.created_at = x.needs.outside.clock.now();
  return out;
}

}  // namespace

std::optional<order> find_asked_order(exchange& x) {
  return x.needs.outside.law.orders.find_order({static_cast<std::int64_t>(x.id.value)});
}

answer draft_order(exchange& x) {
  body_reader read{x.body};
  order value = read_draft(x, read);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto law = x.needs.outside.law.bases();
  auto unlawful = casework::mistakes_of(value, *law, value.created_at);
  if (!unlawful.empty()) {
    return std::unexpected(problem_of({casework::order_refusal::unlawful, std::move(unlawful)}));
  }
  value.blast = json::serialize(blast_json(measure_blast(x, value.kind, value.target), x.eyes()));
  value.id = x.needs.outside.law.orders.add_order(
      value, entry_of(x, value, "draft_order", std::string(to_string(value.kind))));
  return json_answer(201, order_json(value, x.eyes()));
}

answer submit_order(exchange& x) {
  auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  const order from = *found;
  // What the approver reads is counted now, not when somebody began to write.
  if (from.state == order_state::draft && from.proposer == x.who->person.name) {
    found->blast =
        json::serialize(blast_json(measure_blast(x, found->kind, found->target), x.eyes()));
  }
  return take(x, from, casework::submit(*found, actor_of(x), *x.needs.outside.law.bases()),
              "submit_order");
}

answer retract_order(exchange& x) {
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return take(x, *found, casework::retract(*found, actor_of(x)), "retract_order");
}

answer enact_order(exchange& x) {
  if (auto wrong = read_and_confirm_password(x)) return std::unexpected(std::move(*wrong));
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return take(x, *found, casework::enact(*found, actor_of(x), *x.needs.outside.law.bases()),
              "enact_order");
}

answer approve_order(exchange& x) {
  if (auto wrong = read_and_confirm_password(x)) return std::unexpected(std::move(*wrong));
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return take(x, *found, casework::approve(*found, actor_of(x), *x.needs.outside.law.bases()),
              "approve_order");
}

answer ratify_order(exchange& x) {
  if (auto wrong = read_and_confirm_password(x)) return std::unexpected(std::move(*wrong));
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return take(x, *found, casework::ratify(*found, actor_of(x), *x.needs.outside.law.bases()),
              "ratify_order");
}

answer refuse_order(exchange& x) {
  std::optional<problem> wrong;
  const std::string reason = read_reason(x, wrong);
  if (wrong) return std::unexpected(std::move(*wrong));
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  const auto law = x.needs.outside.law.bases();
  return take(x, *found, casework::refuse(*found, actor_of(x), *law, reason), "refuse_order",
              reason);
}

answer lift_order(exchange& x) {
  std::optional<problem> wrong;
  const std::string reason = read_reason(x, wrong);
  if (wrong) return std::unexpected(std::move(*wrong));
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return take(x, *found, casework::lift(*found, actor_of(x), reason), "lift_order", reason);
}

}  // namespace qorgan::console
