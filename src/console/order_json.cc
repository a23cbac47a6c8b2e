#include "console/order_json.h"

#include <boost/json.hpp>

#include "console/clean_text.h"
#include "domain/number_plan.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

std::string shown_number(const std::string& number, bool callee, const reader& who) {
  const auto parsed = number.starts_with('+')
                          ? e164::from_digits(std::string_view(number).substr(1))
                          : std::nullopt;
  if (callee || !parsed) return mask_number(number);
  return shown_caller(number, classify(*parsed).where.text(), who);
}

template <typename List, typename Word>
json::array words(const List& list, Word word) {
  json::array out;
  for (const auto& each : list) out.emplace_back(word(each));
  return out;
}

json::object told(const casework::told_in& value) {
  return {{"en", value.en}, {"ru", value.ru}, {"kk", value.kk}};
}

}  // namespace

std::string shown_target(const order& value, const reader& who) {
  switch (value.kind) {
    case order_kind::number: return shown_number(value.target, false, who);
    case order_kind::victim: return shown_number(value.target, true, who);
    case order_kind::range:
    case order_kind::trunk:
    case order_kind::equipment: break;
  }
  return clean_text(value.target, 64);
}

json::object order_json(const order& value, const reader& who) {
  json::object out{{"id", value.id.value},
                   {"state", to_string(value.state)},
                   {"in_force", in_force(value.state)},
                   {"kind", to_string(value.kind)},
                   {"target", shown_target(value, who)},
                   {"does", to_string(value.does)},
                   {"basis", value.basis},
                   {"proposer", value.proposer},
                   {"proposed_as", to_string(value.proposed_as)}};
  for (const auto& [key, text] : {std::pair{"divert_to", &value.divert_to},
                                  {"basis_version", &value.basis_version},
                                  {"addressee", &value.addressee},
                                  {"evidence", &value.evidence},
                                  {"note", &value.note},
                                  {"approver", &value.approver},
                                  {"reason", &value.reason},
                                  {"ended_by", &value.ended_by},
                                  {"end_reason", &value.end_reason}}) {
    if (!text->empty()) out[key] = *text;
  }
  for (const auto& [key, at] : {std::pair{"created_at", value.created_at},
                                {"submitted_at", value.submitted_at},
                                {"decided_at", value.decided_at},
                                {"valid_from", value.valid_from},
                                {"valid_to", value.valid_to},
                                {"ratify_by", value.ratify_by},
                                {"ended_at", value.ended_at},
                                {"enforced_at", value.enforced_at},
                                {"withdrawn_at", value.withdrawn_at},
                                {"renewal_asked_at", value.renewal_asked_at}}) {
    if (happened(at)) out[key] = to_rfc3339(at);
  }
  if (value.replaces) out["replaces"] = value.replaces.value;
  if (!value.blast.empty()) {
    json::error_code error;
    json::value counted = json::parse(value.blast, error);
    if (!error && counted.is_object()) out["blast"] = std::move(counted);
  }
  return out;
}

json::object blast_json(const blast_radius& value, const reader& who) {
  json::array most;
  for (const blast_radius::affected& each : value.most) {
    most.push_back(json::object{{"number", shown_number(each.number, value.by_callee, who)},
                                {"calls", each.calls},
                                {"over_a_minute", each.over_a_minute}});
  }
  return {{"days", 7},
          {"calls", value.calls},
          {"refused_already", value.refused_already},
          {"callers", value.callers},
          {"callees", value.callees},
          {"over_a_minute", value.over_a_minute},
          {"honest_callers", value.honest_callers},
          {"complete", value.complete},
          {"by_callee", value.by_callee},
          {"most", std::move(most)}};
}

json::object basis_json(const casework::legal_basis& value) {
  const auto name = [](auto each) { return to_string(each); };
  return {{"id", value.id},
          {"title", told(value.title)},
          {"article", value.article},
          {"kinds", words(value.kinds, name)},
          {"actions", words(value.actions, name)},
          {"proposed_by", words(value.proposed_by, name)},
          {"issued_by", words(value.issued_by, name)},
          {"emergency_by", words(value.emergency_by, name)},
          {"longest_hours", value.longest_hours},
          {"notices", words(value.notices, told)}};
}

}  // namespace qorgan::console
