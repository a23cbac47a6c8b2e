#include "app/heartbeat.h"

#include <algorithm>
#include <cstdio>

namespace qorgan::app {

std::chrono::milliseconds heartbeat::interval() const {
  constexpr std::int64_t kSlowest_ms = 5'000;
  const std::int64_t third_ms = manager_.watchdog_us() / 3'000;
  return std::chrono::milliseconds{
      third_ms > 0 ? std::clamp<std::int64_t>(third_ms, 100, kSlowest_ms) : kSlowest_ms};
}

void heartbeat::ready(const std::string& status) const {
  manager_.tell("READY=1\nSTATUS=" + status);
}

void heartbeat::reloading(std::int64_t monotonic_us) const {
  manager_.tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_us));
}

void heartbeat::reloaded(const std::string& status) const {
  manager_.tell("READY=1\nSTATUS=" + status);
}

void heartbeat::stopping(const std::string& status) const {
  manager_.tell("STOPPING=1\nSTATUS=" + status);
}

void heartbeat::draining(std::uint64_t live_calls, std::int64_t limit_ms) const {
  constexpr std::int64_t kToWriteOut_ms = 60'000;  // journal and projection, behind the last call
  stopping("drains, " + std::to_string(live_calls) + " live calls\nEXTEND_TIMEOUT_USEC=" +
           std::to_string((limit_ms + kToWriteOut_ms) * 1'000));
}

bool heartbeat::beat(const progress& now, std::int64_t monotonic_ms, const std::string& status) {
  const bool calls_moved = now.call_path_rounds != last_.call_path_rounds;
  if (now.journal_waits || now.journal_committed != last_.journal_committed ||
      journal_moved_ms_ < 0) {
    journal_moved_ms_ = monotonic_ms;
  }
  const bool journal_moves =
      monotonic_ms - journal_moved_ms_ <= std::chrono::milliseconds{kJournalPatience}.count();
  last_ = now;
  if (!calls_moved || !journal_moves) {
    const std::string who = calls_moved ? "journal" : "call path";
    manager_.tell("STATUS=stuck: the " + who + " makes no progress; no sign of life is given");
    return false;
  }
  std::string words = "WATCHDOG=1";
  if (status != said_) words += "\nSTATUS=" + status;
  said_ = status;
  manager_.tell(words);
  return true;
}

std::string status_line(const centre_status& status) {
  double per_second = 0;
  std::size_t shadow = 0;
  for (const trunk_figures& trunk : status.gateway.trunks) {
    per_second += trunk.calls_per_second;
    shadow += trunk.mode == enforcement::shadow ? 1 : 0;
  }
  const auto down = std::ranges::count(status.gateway.next_hops, false, &next_hop_figures::up);
  std::string out;
  if (!status.journal.healthy) out += "nothing is refused: " + status.journal.trouble + "; ";
  if (down > 0) out += std::to_string(down) + " next hops down; ";
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.1f", per_second);
  out += std::to_string(status.gateway.live_calls) + " live calls, " + rate + " calls/s, " +
         std::to_string(shadow) + " trunks in shadow, " +
         std::to_string(status.gateway.trunks.size() - shadow) + " enforcing";
  std::ranges::replace(out, '\n', ' ');
  return out;
}

}  // namespace qorgan::app
