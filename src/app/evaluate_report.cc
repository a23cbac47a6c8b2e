#include <boost/json.hpp>
#include <cstdio>

#include "app/evaluate.h"

namespace qorgan::app {
namespace {

using stats::interval;
using stats::outcome_counts;
using stats::proportion;

std::string text(const char* format, auto... values) {
  char out[256];
  std::snprintf(out, sizeof out, format, values...);
  return out;
}

/// "95.31 % (94.80–95.78) of 12345": mistakes in ten thousandths, so that rare ones can be read.
std::string percent(proportion counted, interval sure) {
  if (counted.of == 0) return "—";
  return text("%.2f %% (%.2f–%.2f) of %llu", 100 * counted.value(), 100 * sure.low, 100 * sure.high,
              static_cast<unsigned long long>(counted.of));
}
std::string per_10000(proportion counted) {
  if (counted.of == 0) return "—";
  const interval sure = stats::clopper_pearson_95(counted);
  return text("%.2f (%.2f–%.2f) in 10,000: %llu of %llu", 1e4 * counted.value(), 1e4 * sure.low,
              1e4 * sure.high, static_cast<unsigned long long>(counted.hits),
              static_cast<unsigned long long>(counted.of));
}

void append_counts(std::string& out, const std::string& name, const outcome_counts& of) {
  out.append(name).append("\n");
  const auto line = [&](const char* what, const std::string& value) {
    out.append(text("  %-34s", what)).append(value).append("\n");
  };
  const auto share = [&](const char* what, proportion counted) {
    if (counted.of != 0) line(what, percent(counted, stats::wilson_95(counted)));
  };
  share("fraud refused (recall)", of.recall());
  share("  of callers never seen before", of.zero_hour_recall());
  if (of.legit != 0) line("honest refused (false positives)", per_10000(of.false_positives()));
  const bool both = of.fraud != 0 && of.legit != 0;
  share("alerted calls", {of.fraud_alerted + of.legit_alerted, of.fraud + of.legit});
  if (both) share("  that were fraud (precision)", of.alert_precision());
  share("victims alerted within 60 s", of.victims_in_time());
  if (of.fraud_alerted != 0) {
    line("seconds from start to alert",
         text("median %.0f, 90 %% within %.0f", of.median_s_to_alert, of.p90_s_to_alert));
  }
}

boost::json::object share_json(proportion counted) {
  const interval wilson = stats::wilson_95(counted);
  const interval exact = stats::clopper_pearson_95(counted);
  boost::json::object out;
  out["hits"] = counted.hits;
  out["of"] = counted.of;
  if (counted.of == 0) return out;
  out["share"] = counted.value();
  out["wilson_95"] = boost::json::array{wilson.low, wilson.high};
  out["clopper_pearson_95"] = boost::json::array{exact.low, exact.high};
  return out;
}

boost::json::object counts_json(const outcome_counts& of) {
  boost::json::object out;
  out["recall"] = share_json(of.recall());
  out["false_positives"] = share_json(of.false_positives());
  out["zero_hour_recall"] = share_json(of.zero_hour_recall());
  out["alert_precision"] = share_json(of.alert_precision());
  out["victims_alerted_in_time"] = share_json(of.victims_in_time());
  if (of.fraud_alerted != 0) {
    out["seconds_to_alert"] =
        boost::json::object{{"median", of.median_s_to_alert}, {"p90", of.p90_s_to_alert}};
  }
  return out;
}

boost::json::object gaps_json(const stats::evaluation_gaps& gaps) {
  boost::json::object out;
  out["labels_of_unknown_calls"] = gaps.labels_of_unknown_calls;
  out["decisions_of_unknown_calls"] = gaps.decisions_of_unknown_calls;
  out["alerts_of_unknown_calls"] = gaps.alerts_of_unknown_calls;
  out["calls_given_twice"] = gaps.calls_given_twice;
  out["labels_given_twice"] = gaps.labels_given_twice;
  out["calls_without_label"] = gaps.calls_without_label;
  out["calls_without_decision"] = gaps.calls_without_decision;
  boost::json::array examples;
  for (const std::string& id : gaps.examples) examples.emplace_back(id);
  out["examples_of_unknown_calls"] = std::move(examples);
  return out;
}

void append_gaps(std::string& out, const stats::evaluation_gaps& gaps) {
  const auto line = [&](const char* what, std::uint64_t count) {
    if (count != 0) out.append(text("%-36s%llu\n", what, static_cast<unsigned long long>(count)));
  };
  line("labels of unknown calls", gaps.labels_of_unknown_calls);
  line("decisions of unknown calls", gaps.decisions_of_unknown_calls);
  line("alerts of unknown calls", gaps.alerts_of_unknown_calls);
  line("calls given twice", gaps.calls_given_twice);
  line("labels given twice", gaps.labels_given_twice);
  line("calls without label, not counted", gaps.calls_without_label);
  line("calls without decision, as passed", gaps.calls_without_decision);
  for (const std::string& id : gaps.examples) out.append("  unknown call ").append(id).append("\n");
}

}  // namespace

std::string evaluation_table(const stats::evaluation_result& found) {
  std::string out;
  append_counts(out, "all", found.all);
  for (const auto& [name, counts] : found.by_group) append_counts(out, name + "-*", counts);
  for (const auto& [name, counts] : found.by_kind) {
    append_counts(out, name.empty() ? "(no kind)" : name, counts);
  }
  out.append("campaigns: calls that passed before the first was stopped\n");
  for (const auto& [name, campaign] : found.by_campaign) {
    out.append(text("  %-34s%llu of %llu%s\n", name.c_str(),
                    static_cast<unsigned long long>(campaign.passed_before_stop),
                    static_cast<unsigned long long>(campaign.calls),
                    campaign.refused == 0 ? ", never stopped" : ""));
  }
  append_gaps(out, found.gaps);
  return out;
}

std::string evaluation_json(const stats::evaluation_result& found) {
  const auto named = [](const std::map<std::string, outcome_counts>& all) {
    boost::json::object out;
    for (const auto& [name, counts] : all) out[name] = counts_json(counts);
    return out;
  };
  boost::json::object campaigns;
  for (const auto& [name, campaign] : found.by_campaign) {
    campaigns[name] = boost::json::object{{"calls", campaign.calls},
                                          {"refused", campaign.refused},
                                          {"passed_before_stop", campaign.passed_before_stop}};
  }
  boost::json::object out;
  out["all"] = counts_json(found.all);
  out["groups"] = named(found.by_group);
  out["kinds"] = named(found.by_kind);
  out["campaigns"] = std::move(campaigns);
  out["gaps"] = gaps_json(found.gaps);
  return boost::json::serialize(out) + "\n";
}

}  // namespace qorgan::app
