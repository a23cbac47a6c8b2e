#include "domain/decision.h"

#include <array>

#include "domain/call.h"

namespace qorgan {

std::string_view to_string(verdict value) {
  switch (value) {
    case verdict::pass: return "pass";
    case verdict::alert: return "alert";
    case verdict::label: return "label";
    case verdict::withhold: return "withhold";
    case verdict::divert: return "divert";
    case verdict::block: return "block";
  }
  return "pass";
}

std::expected<verdict, std::string> parse_verdict(std::string_view text) {
  constexpr std::array kAll{verdict::pass,     verdict::alert,  verdict::label,
                            verdict::withhold, verdict::divert, verdict::block};
  for (const verdict value : kAll) {
    if (to_string(value) == text) return value;
  }
  return std::unexpected("'" + std::string(text) +
                         "' is not one of pass, alert, label, withhold, divert, block");
}

std::string_view to_string(alert_level value) {
  switch (value) {
    case alert_level::medium: return "medium";
    case alert_level::high: return "high";
    case alert_level::urgent: return "urgent";
  }
  return "medium";
}

std::string_view to_string(trunk_kind kind) {
  switch (kind) {
    case trunk_kind::international: return "international";
    case trunk_kind::domestic: return "domestic";
    case trunk_kind::roaming_hub: return "roaming_hub";
  }
  return "international";
}

std::string_view to_string(enforcement value) {
  return value == enforcement::enforce ? "enforce" : "shadow";
}

std::string_view to_string(seen_by value) {
  switch (value) {
    case seen_by::unknown: return "unknown";
    case seen_by::proxy: return "proxy";
    case seen_by::redirect: return "redirect";
    case seen_by::watched: return "watched";
    case seen_by::screened: return "screened";
  }
  return "unknown";
}

std::string_view to_string(ended_by value) {
  switch (value) {
    case ended_by::unknown: return "unknown";
    case ended_by::caller: return "caller";
    case ended_by::callee: return "callee";
    case ended_by::network: return "network";
    case ended_by::centre: return "centre";
  }
  return "unknown";
}

}  // namespace qorgan
