#include "app/exposition.h"

#include <prometheus/text_serializer.h>

#include <utility>

namespace qorgan::app {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily& exposition::family(const char* name, const char* help, MetricType type) {
  for (MetricFamily& known : families_) {
    if (known.name == name) return known;
  }
  return families_.emplace_back(MetricFamily{name, help, type, {}});
}

void exposition::counter(const char* name, const char* help, double value, labels with) {
  ClientMetric metric;
  metric.label = std::move(with);
  metric.counter.value = value;
  family(name, help, MetricType::Counter).metric.push_back(std::move(metric));
}

void exposition::gauge(const char* name, const char* help, double value, labels with) {
  ClientMetric metric;
  metric.label = std::move(with);
  metric.gauge.value = value;
  family(name, help, MetricType::Gauge).metric.push_back(std::move(metric));
}

void exposition::histogram(const char* name, const char* help, const latency_histogram& of) {
  ClientMetric metric;
  metric.histogram.sample_count = of.total();
  metric.histogram.sample_sum = number(of.sum_us) / 1e6;
  std::uint64_t upto = 0;
  for (std::size_t i = 0; i < of.kBounds_us.size(); ++i) {
    upto += of.counts[i];
    metric.histogram.bucket.push_back({upto, static_cast<double>(of.kBounds_us[i]) / 1e6});
  }
  family(name, help, MetricType::Histogram).metric.push_back(std::move(metric));
}

std::string exposition::text() const {
  return prometheus::TextSerializer().Serialize(families_);
}

void add_screening(exposition& out, const centre_status& status) {
  const screening_figures& http = status.screening;
  if (!http.enabled) return;
  const asked_figures& asked = status.gateway.asked;
  out.counter("qorgan_screen_requests_total", "Requests of switches over HTTP",
              number(http.requests));
  const auto answers = [&](const char* result, std::uint64_t count) {
    out.counter("qorgan_screen_answers_total", "How they were answered", number(count),
                {{"result", result}});
  };
  answers("answered", http.answered);
  answers("refused", http.refused);
  const auto refused = [&](const char* why, std::uint64_t count) {
    out.counter("qorgan_screen_refused_total", "Of those refused", number(count), {{"why", why}});
  };
  refused("bad_token", http.bad_tokens);
  refused("rate_limited", http.rate_limited);
  const auto open = [&](const char* why, std::uint64_t count) {
    out.counter("qorgan_screen_open_total", "Calls that passed for want of an answer in time",
                number(count), {{"why", why}});
  };
  open("no_record", http.no_record);
  open("late", http.late);
  open("no_answer", http.no_answer);
  open("queue_full", http.queue_full);
  out.counter("qorgan_screen_answers_too_late_total", "Answers nobody waited for any more",
              number(http.answers_too_late));
  out.counter("qorgan_screen_emergency_total", "Emergency calls passed at once",
              number(http.emergency));
  out.counter("qorgan_screen_calls_total", "New calls asked about", number(asked.calls));
  out.counter("qorgan_screen_repeated_total", "Calls asked about again", number(asked.repeated));
  out.counter("qorgan_screen_events_total", "Tellings of ringing, answer and end",
              number(asked.news));
  out.counter("qorgan_screen_unheard_total", "Calls taken as ended because nothing was told",
              number(asked.unheard));
  out.counter("qorgan_screen_not_followed_total", "Calls there was no room to follow",
              number(asked.not_followed));
  out.gauge("qorgan_screen_live_calls", "Calls asked about that are up", number(asked.live));
  out.gauge("qorgan_screen_waiting", "Requests whose answer is owed", number(http.waiting));
  out.gauge("qorgan_screen_connections", "Connections open", number(http.connections));
  out.histogram("qorgan_screen_answer_seconds", "From the whole request to its answer",
                http.latency);
  for (const asking_client_figures& one : http.clients) {
    out.counter("qorgan_screen_client_questions_total", "Questions by client", number(one.asked),
                {{"client", one.name}});
    out.counter("qorgan_screen_client_rate_limited_total", "Requests beyond the client's rate",
                number(one.rate_limited), {{"client", one.name}});
  }
}

}  // namespace qorgan::app
