// Somebody says that a caller was a scammer, or that it was not. Who says so decides as what it
// counts: a client's source stands in its configuration, a person at the desk is an operator. The
// audit entry is written first; the report then goes to the call path, and the next call is judged
// with it. A number is looked up among the calls of the archive, so that whoever reports hears
// whether the centre knows of the call, and so that reports of one subscriber are told apart.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

/// How far the time that somebody remembers may be off.
constexpr std::chrono::minutes kMemory{30};

struct said {
  call_reported report;
  std::string note;
  timestamp call_at;
  bool by_id = false;
};

std::expected<e164, std::string> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto number = e164::from_digits(text);
  if (!number) return std::unexpected("no number");
  return *number;
}

/// As what it counts; what the body says must agree with it.
std::expected<report_source, problem> source_of(exchange& x) {
  if (!x.client) return report_source::operator_;
  if (x.client->reports) return *x.client->reports;
  return std::unexpected(
      problem{problem_code::forbidden, "The client " + x.client->name + " may not report"});
}

std::expected<said, problem> read_report(exchange& x, report_source source) {
  body_reader read{x.body};
  said out;
  out.report.source = source;
  const std::string label = read.text("label", 1, 8);
  out.report.fraud = label == "fraud";
  if (!label.empty() && label != "fraud" && label != "legit") {
    read.mistake("label", "must be fraud or legit");
  }
  const std::string named = read.optional_text("source", 16);
  if (!named.empty() && named != to_string(source)) {
    read.mistake("source", "must be " + std::string{to_string(source)} + " or left out");
  }
  const auto call = read.parsed("call_id", parse_call_key);
  const auto caller = read.parsed("caller", parse_number);
  out.call_at = read.parsed("at", [](std::string_view text) { return parse_rfc3339(text); })
                    .value_or(timestamp{});
  out.report.callee = read.parsed("callee", parse_number).value_or(e164{});
  out.note = read.optional_text("note", 200);
  out.by_id = call.has_value();
  out.report.about = call.value_or(call_key{});
  out.report.caller = caller.value_or(e164{});
  if (call.has_value() == caller.has_value()) {
    read.mistake("call_id", "either it or caller must be given");
  } else if (caller && !happened(out.call_at)) {
    read.mistake("at", "must say when the number called, about");
  }
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return out;
}

e164 number_in(const std::string& text) {
  return parse_number(text).value_or(e164{});
}

/// The call of this number next to the moment, if the archive has one; with this callee, if one is
/// named.
std::optional<call_summary> find_by_number(exchange& x, const said& what) {
  call_query query;
  query.number_prefix = to_string(what.report.caller).substr(1);
  query.from = what.call_at - kMemory;
  query.to = what.call_at + kMemory;
  query.limit = 100;
  std::optional<call_summary> found;
  const auto distance = [&](const call_summary& call) {
    return call.started_at > what.call_at ? call.started_at - what.call_at
                                          : what.call_at - call.started_at;
  };
  for (const call_summary& call : x.needs.outside.archive.find_calls(query)) {
    if (number_in(call.caller) != what.report.caller) continue;
    if (!what.report.callee.empty() && number_in(call.callee) != what.report.callee) continue;
    if (!found || distance(call) < distance(*found)) found = call;
  }
  return found;
}

/// The call the report is about, if the centre knows it; its numbers go into the report.
bool complete(exchange& x, said& what) {
  std::optional<call_summary> call;
  if (!what.by_id) {
    call = find_by_number(x, what);
  } else if (auto known = find_known(x, what.report.about)) {
    call = std::move(known->call);
  }
  if (!call) {
    x.needs.reports.count_unknown_call();
    return false;
  }
  what.report.about = call->key;
  if (what.report.caller.empty()) what.report.caller = number_in(call->caller);
  if (what.report.callee.empty()) what.report.callee = number_in(call->callee);
  return true;
}

std::unexpected<problem> refused(exchange& x, problem what) {
  x.needs.reports.count_refused();
  return std::unexpected(std::move(what));
}

}  // namespace

answer report_call(exchange& x) {
  const auto source = source_of(x);
  if (!source) return refused(x, source.error());
  const std::int64_t wait_ms = x.needs.reports.take(*source, x.needs.steady_ns() / 1'000'000);
  if (wait_ms > 0) {
    return std::unexpected(
        problem{.code = problem_code::rate_limited,
                .retry_after_s = static_cast<unsigned>((wait_ms + 999) / 1'000)});
  }
  auto what = read_report(x, *source);
  if (!what) return refused(x, what.error());
  const bool known = complete(x, *what);
  if (!known && what->by_id) return refuse(problem_code::not_found, "No such call");
  const std::string actor = x.client ? "client:" + x.client->name : x.who->actor();
  what->report.actor.assign(clean_text(actor, 63));
  const std::string label = what->report.fraud ? "fraud" : "legit";
  const std::string subject = known ? to_string(what->report.about) : "a number";
  x.needs.outside.directory.add_audit({x.needs.outside.clock.now(), actor, "report_call", subject,
                                       std::string{to_string(*source)} + ": " + label +
                                           (what->note.empty() ? "" : ": " + what->note)});
  if (x.needs.outside.reports.report(what->report) == intake_answer::overloaded) {
    x.needs.reports.count_overloaded();
    return std::unexpected(problem{.code = problem_code::busy, .retry_after_s = 1});
  }
  x.needs.reports.count_accepted(*source);
  json::object out{{"label", label},
                   {"source", to_string(*source)},
                   {"call_known", known},
                   // A call that hid its number teaches nothing about one.
                   {"counts", !what->report.caller.empty()}};
  if (known) out["call"] = to_string(what->report.about);
  return json_answer(202, out);
}

}  // namespace qorgan::console
