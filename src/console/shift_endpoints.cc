// Shifts at the desk: who is on, whose console can be neither heard nor seen, what is handed over.

#include <algorithm>
#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr unsigned kShownHandovers = 5;
constexpr std::size_t kMostRisks = 20;
constexpr std::size_t kMostStanding = 200;

/// Midnight in Kazakhstan (UTC+5 all year).
timestamp today(timestamp now) {
  constexpr duration kZone = 5h;
  const duration since = now.time_since_epoch() + kZone;
  return timestamp{since - since % duration{24h} - kZone};
}

json::object tally_json(exchange& x, timestamp now) {
  std::int64_t red_us[kDeskLevels];
  for (unsigned level = 0; level < kDeskLevels; ++level) {
    red_us[level] = 1'000'000 * x.needs.options.desk.limits
                                    .at(casework::desk_clock::claim, static_cast<desk_level>(level))
                                    .red_s;
  }
  const desk_tally day = x.needs.outside.desk.tally_since(today(now), red_us);
  return {{"since", to_rfc3339(today(now))},
          {"detected", day.detected},
          {"claimed", day.claimed},
          {"claimed_in_time", day.claimed_in_time},
          {"warned", day.warned},
          {"dissuaded", day.dissuaded},
          {"paid", day.paid},
          {"false_alarms", day.false_alarms},
          {"unattended", day.unattended},
          {"closed", day.closed}};
}

/// The consoles of one person, each with what is wrong with it.
json::array consoles_json(const std::vector<seen_console>& all, const std::string& actor) {
  json::array out;
  for (const seen_console& each : all) {
    if (each.actor != actor) continue;
    json::array trouble;
    if (each.frozen) trouble.emplace_back("frozen");
    if (each.hidden) trouble.emplace_back("hidden");
    if (each.sound != "on") trouble.emplace_back("mute");
    out.push_back(json::object{{"trouble", std::move(trouble)}});
  }
  return out;
}

json::array members_json(exchange& x) {
  const std::vector<seen_console> consoles = x.needs.consoles();
  json::array out;
  for (const shift_member& each : x.needs.outside.roster.on_shift()) {
    json::object item{{"actor", each.actor},
                      {"name", clean_text(each.display_name, 64)},
                      {"started_at", to_rfc3339(each.started_at)},
                      {"consoles", consoles_json(consoles, each.actor)}};
    if (happened(each.break_since)) item["break_since"] = to_rfc3339(each.break_since);
    out.push_back(std::move(item));
  }
  return out;
}

json::object handover_json(const handover& it) {
  json::array risks;
  for (const handover_risk& risk : it.risks) {
    risks.push_back(json::object{{"what", clean_text(risk.what, 200)},
                                 {"owner", clean_text(risk.owner, 96)},
                                 {"next_check", to_rfc3339(risk.next_check)}});
  }
  json::object out{{"id", to_string(call_key{static_cast<std::uint64_t>(it.id.value)})},
                   {"at", to_rfc3339(it.at)},
                   {"from", clean_text(it.from, 96)},
                   {"note", clean_text(it.note, 400)},
                   {"risks", std::move(risks)}};
  json::error_code error;
  json::value standing = json::parse(it.standing, error);
  if (error || !standing.is_object()) standing.emplace_object();
  out["standing"] = std::move(standing);
  if (happened(it.accepted_at)) {
    out["accepted_by"] = clean_text(it.accepted_by, 96);
    out["accepted_at"] = to_rfc3339(it.accepted_at);
  }
  return out;
}

/// Open cases as they stand now.
json::object standing_json(exchange& x) {
  json::array cases;
  for (const open_case& each : x.needs.outside.desk.open_cases()) {
    if (cases.size() >= kMostStanding) break;
    json::object item{{"id", to_string(each.about.id)},
                      {"level", to_string(each.about.level)},
                      {"state", to_string(each.about.state)}};
    if (!each.about.holder.empty()) item["holder"] = clean_text(each.about.holder, 96);
    cases.push_back(std::move(item));
  }
  return {{"cases", std::move(cases)}};
}

std::vector<handover_risk> read_risks(body_reader& read, const json::object& body) {
  std::vector<handover_risk> out;
  if (!body.contains("risks")) return out;
  const json::value* const list = read.list("risks", 0, kMostRisks);
  if (list == nullptr) return out;
  for (const json::value& each : list->get_array()) {
    if (!each.is_object()) {
      read.mistake("risks", "must be objects");
      return {};
    }
    body_reader of{each.get_object()};
    handover_risk risk{of.text("what", 3, 200), of.text("owner", 1, 96), kNever};
    const auto next = of.parsed("next_check", parse_rfc3339);
    if (!next) of.mistake("next_check", "is needed");
    if (const auto wrong = of.finish(problem_code::invalid_body)) {
      read.mistake("risks", "each needs what, owner and next_check");
      return {};
    }
    risk.next_check = *next;
    out.push_back(std::move(risk));
  }
  return out;
}

problem problem_of(shift_refusal why) {
  switch (why) {
    case shift_refusal::not_on_shift: return {problem_code::not_on_shift, {}};
    case shift_refusal::no_such_handover: return {problem_code::not_found, "No such handover"};
    case shift_refusal::own_handover: return {problem_code::own_handover, {}};
    case shift_refusal::accepted_already:
      return {problem_code::case_changed, "It was accepted by somebody else"};
  }
  return {problem_code::internal_error, {}};
}

}  // namespace

answer get_shift(exchange& x) {
  const timestamp now = x.needs.outside.clock.now();
  json::array handovers;
  for (const handover& each : x.needs.outside.roster.handovers(kShownHandovers)) {
    handovers.push_back(handover_json(each));
  }
  return json_answer(200, {{"on_shift", members_json(x)},
                           {"tally", tally_json(x, now)},
                           {"handovers", std::move(handovers)}});
}

answer change_shift(exchange& x) {
  body_reader read{x.body};
  const std::string step = read.text("step", 3, 8);
  if (step != "start" && step != "break" && step != "end") {
    read.mistake("step", "must be start, break or end");
  }
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  desk_roster& roster = x.needs.outside.roster;
  const timestamp now = x.needs.outside.clock.now();
  const std::string actor = x.who->actor();
  if (step == "start") {
    roster.start_shift({actor, x.who->person.display_name, now, kNever});
  } else if (step == "end") {
    roster.end_shift(actor, now);
    x.needs.desk.nudge();
  } else if (const auto done = roster.take_break(actor, now); !done) {
    return std::unexpected(problem_of(done.error()));
  }
  return get_shift(x);
}

answer quiet_alarm(exchange& x) {
  audit(x, "quiet_alarm", "desk", {});
  x.needs.board.quiet(x.needs.outside.clock.now());
  x.needs.desk.nudge();
  return json_answer(200, {{"quiet", true}});
}

answer offer_handover(exchange& x) {
  body_reader read{x.body};
  handover value;
  value.note = read.optional_text("note", 400);
  value.risks = read_risks(read, x.body);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  value.at = x.needs.outside.clock.now();
  value.from = x.who->actor();
  value.standing = json::serialize(standing_json(x));
  x.needs.outside.roster.offer_handover(value);
  return get_shift(x);
}

answer accept_handover(exchange& x) {
  const auto done = x.needs.outside.roster.accept_handover(
      {static_cast<std::int64_t>(x.id.value)}, x.who->actor(), x.needs.outside.clock.now());
  if (!done) return std::unexpected(problem_of(done.error()));
  return get_shift(x);
}

}  // namespace qorgan::console
