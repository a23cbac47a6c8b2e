#include "console/report_desk.h"

#include "console/passwords.h"

namespace qorgan::console {
namespace {

constexpr std::int64_t kReadClientsEvery_ms = 2'000;

std::size_t place(report_source source) {
  return static_cast<std::size_t>(source);
}

}  // namespace

report_desk::report_desk(api_clients& directory, std::uint32_t per_second)
    : directory_{directory}, rates_(kReportSources, token_bucket{per_second, 0}) {
  static_assert(kReportSources == decltype(report_door_figures::sources){}.size());
}

std::optional<reporting_client> report_desk::client_of(std::string_view token,
                                                       std::int64_t now_ms) {
  const std::string hash = sha256_hex(token);
  const std::lock_guard lock{directory_guard_};
  if (!read_at_ms_ || now_ms - *read_at_ms_ >= kReadClientsEvery_ms) {
    known_ = directory_.clients();
    read_at_ms_ = now_ms;
  }
  std::optional<reporting_client> found;
  for (const api_client& one : known_) {  // all of them: it takes as long for any token
    if (!one.revoked && equal_secrets(one.token_hash, hash)) found = {one.name, one.reports};
  }
  if (!found) count_refused();
  return found;
}

std::int64_t report_desk::take(report_source source, std::int64_t now_ms) {
  const std::lock_guard lock{guard_};
  token_bucket& rate = rates_[place(source)];
  if (rate.take(now_ms)) return 0;
  ++counted_.sources[place(source)].rate_limited;
  return rate.wait_ms(now_ms);
}

void report_desk::count_accepted(report_source source) {
  const std::lock_guard lock{guard_};
  ++counted_.sources[place(source)].accepted;
}

void report_desk::count_refused() {
  const std::lock_guard lock{guard_};
  ++counted_.refused;
}

void report_desk::count_unknown_call() {
  const std::lock_guard lock{guard_};
  ++counted_.unknown_calls;
}

void report_desk::count_overloaded() {
  const std::lock_guard lock{guard_};
  ++counted_.overloaded;
}

report_door_figures report_desk::figures() const {
  const std::lock_guard lock{guard_};
  return counted_;
}

}  // namespace qorgan::console
