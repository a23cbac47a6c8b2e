#include "app/planned_restart.h"

#include "app/carried_calls.h"
#include "app/log.h"

namespace qorgan::app {

void take_over_calls(const std::string& file, const restart_parts& parts) {
  auto carried = take_carried(file, parts.log.figures().committed, parts.clock.now());
  std::expected<std::size_t, std::string> taken = 0;
  if (!carried) {
    taken = std::unexpected(carried.error());
  } else if (!carried->calls.empty()) {
    taken = parts.calls.restore_calls(carried->calls);
  }
  if (!taken) {
    log_event(log_level::warn, "calls_not_taken_over", {{"why", taken.error()}});
  } else if (*taken > 0) {
    log_event(log_level::info, "calls_taken_over", {{"calls", std::to_string(*taken)}});
  }
}

void leave_calls(const std::string& file, const restart_parts& parts, std::string calls) {
  if (calls.empty()) return;
  const journal_figures records = parts.log.figures();
  std::expected<void, std::string> left = std::unexpected("records were lost");
  if (records.healthy && records.lost == 0) {
    left = write_carried(file, {records.committed, parts.clock.now(), std::move(calls)});
  }
  if (!left) log_event(log_level::warn, "calls_not_carried_over", {{"why", left.error()}});
}

}  // namespace qorgan::app
