#include "app/screening.h"

#include <algorithm>

#include "domain/number_plan.h"

namespace qorgan::app {
bool emergency_rules::match(trunk_id trunk, std::string_view callee) const {
  return std::ranges::any_of(trunks, [&](const auto& one) {
    return (!trunk || one.first == trunk) && is_emergency(callee, one.second, numbers);
  });
}

std::shared_ptr<const emergency_rules> emergency_rules_of(
    const engine::policy_snapshot& policy, const std::vector<gateway::trunk_options>& trunks) {
  auto out = std::make_shared<emergency_rules>();
  out->numbers = engine::emergency_numbers(policy);
  for (const auto& one : trunks) out->trunks.emplace_back(one.id, one.numbers);
  return out;
}

void read_screen(yaml_reader& read, const YAML::Node& root, config& out) {
  const YAML::Node screen = read.section(root, "screen");
  read.only(screen, "screen",
            {"listen", "patience_ms", "max_calls", "unheard_ms", "retry_window_ms"});
  const std::string text = read.text(screen, "listen", "");
  auto& calls = out.gateway.enquiries;
  const auto limit = [&](const char* key, auto& value, double least, double most) {
    using number = std::remove_reference_t<decltype(value)>;
    value = static_cast<number>(read.whole(screen, key, value, {least, most}));
  };
  limit("patience_ms", out.screen.patience_ms, 10, 10'000);
  limit("max_calls", calls.max_calls, 1, 10'000'000);
  limit("unheard_ms", calls.unheard_ms, 1'000, 3'600'000);
  limit("retry_window_ms", calls.retry_window_ms, 1'000, 3'600'000);
  out.screen.enabled = calls.enabled = !text.empty();
  if (text.empty()) {
    if (screen.size() > 0) read.fail(screen, "screen.listen must name the address to be asked at");
    const auto asked = std::ranges::find(out.gateway.trunks, gateway::trunk_mode::screen,
                                         &gateway::trunk_options::mode);
    if (asked != out.gateway.trunks.end()) {
      read.fail(root, "trunk '" + asked->name + "' has mode screen, but there is no screen.listen");
    }
    return;
  }
  if (const auto at = parse_endpoint(text, 8081)) {
    out.screen.listen = *at;
  } else {
    read.fail(screen["listen"], at.error());
  }
}

std::expected<std::unique_ptr<console::screen_server>, std::string> open_screening(
    screening_needs needs) {
  const config& settings = needs.settings;
  if (!settings.screen.enabled) return nullptr;
  console::screen_options options;
  options.listen = settings.screen.listen;
  options.patience = std::chrono::milliseconds{settings.screen.patience_ms};
  options.detectors = std::move(needs.detectors);
  return console::screen_server::open(
      std::move(options),
      {.calls = needs.calls,
       .directory = needs.directory,
       .is_emergency = [&rules = needs.rules](trunk_id trunk, std::string_view callee) {
         return rules.load()->match(trunk, callee);
       }});
}

void recently_asked::look_at(const record& entry) {
  while (!found_.empty() && at_of(entry.input) - at_of(found_.front().input) > window_) {
    found_.pop_front();
  }
  const auto* const started = std::get_if<call_started>(&entry.input);
  if (started == nullptr || started->seen != seen_by::screened) return;
  if (found_.size() >= most_) found_.pop_front();
  found_.push_back(entry);
}

}  // namespace qorgan::app
