#include "app/exposition.h"
#include "domain/report.h"

namespace qorgan::app {

void add_reports(exposition& out, const centre_status& status) {
  const report_door_figures& door = status.reports;
  for (std::size_t i = 0; i < door.sources.size(); ++i) {
    const std::string source{to_string(static_cast<report_source>(i))};
    const auto came = [&](const char* answer, std::uint64_t value) {
      out.counter("qorgan_reports_total", "Reports by source and answer", number(value),
                  {{"source", source}, {"answer", answer}});
    };
    came("accepted", door.sources[i].accepted);
    came("rate_limited", door.sources[i].rate_limited);
  }
  out.counter("qorgan_reports_refused_total", "Reports with wrong fields or tokens",
              number(door.refused));
  out.counter("qorgan_reports_unknown_calls_total", "Reports about a call the centre does not know",
              number(door.unknown_calls));
  out.counter("qorgan_reports_overloaded_total", "Reports the call path had no room for",
              number(door.overloaded));
  const report_effects& made = status.gateway.reports;
  const auto effect = [&](const char* what, std::uint64_t value) {
    out.counter("qorgan_report_effects_total", "What became of reports in the engine",
                number(value), {{"effect", what}});
  };
  effect("taken", made.taken);
  effect("repeated", made.repeated);
  effect("beyond_cap", made.beyond_cap);
  effect("without_caller", made.without_caller);
}

void add_models(exposition& out, const model_comparison& models) {
  out.gauge("qorgan_model_present", "1 while a trained model gives the score",
            models.current.digest.empty() ? 0 : 1);
  if (models.challenger.digest.empty()) return;
  out.counter("qorgan_challenger_compared_total", "Calls scored by the challenger as well",
              number(models.compared));
  const auto refused = [&](const char* by, std::uint64_t value) {
    out.counter("qorgan_challenger_refusals_total", "Compared calls by whose score refuses them",
                number(value), {{"by", by}});
  };
  refused("both", models.refused_by_both);
  refused("current", models.refused_by_current);
  refused("challenger", models.refused_by_challenger);
}

}  // namespace qorgan::app
