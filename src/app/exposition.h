#pragma once

#include <prometheus/metric_family.h>

#include <string>
#include <vector>

#include "domain/centre_status.h"

namespace qorgan::app {

using labels = std::vector<prometheus::ClientMetric::Label>;

/// Metrics as they are collected, in the order of their first mention.
class exposition {
 public:
  void counter(const char* name, const char* help, double value, labels with = {});
  void gauge(const char* name, const char* help, double value, labels with = {});
  void histogram(const char* name, const char* help, const latency_histogram& of);
  std::string text() const;

 private:
  prometheus::MetricFamily& family(const char* name, const char* help, prometheus::MetricType type);

  std::vector<prometheus::MetricFamily> families_;
};

inline double number(std::uint64_t value) {
  return static_cast<double>(value);
}

/// Reports at the door and what they changed.
void add_reports(exposition& out, const centre_status& status);
void add_models(exposition& out, const model_comparison& models);
/// Questions over HTTP; nothing when nobody may ask.
void add_screening(exposition& out, const centre_status& status);

}  // namespace qorgan::app
