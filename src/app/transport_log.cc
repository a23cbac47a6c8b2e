#include "app/transport_log.h"

#include "os/clock.h"
#include "os/thread_name.h"

namespace qorgan::app {
namespace {

constexpr std::int64_t kMinute_ms = 60'000;
constexpr std::int64_t kDay_ms = 24 * 60 * kMinute_ms;
constexpr std::chrono::hours kSoon{14 * 24};

}  // namespace

void transport_log::count(const std::string& event, const std::string& detail, std::uint64_t total,
                          std::int64_t now_ms) {
  said& last = said_[event + " " + detail];
  if (total <= last.count || now_ms < last.next_ms) return;
  write_(event, detail, total - last.count);
  last = {total, now_ms + kMinute_ms};
}

void transport_log::look(const gateway_figures& figures, timestamp now, std::int64_t now_ms) {
  std::uint64_t refused = 0;
  for (const transport_figures& on : figures.transports) {
    const std::string where = on.transport + " " + on.address;
    refused += on.handshakes_refused;
    count("connections_of_strangers", where, on.strangers, now_ms);
    count("connections_turned_away", where, on.turned_away, now_ms);
    count("connections_failed", where, on.connect_failures, now_ms);
    count("connections_closed_slow", where, on.closed_slow, now_ms);
    count("connections_closed_unread", where, on.closed_unread, now_ms);
    count("connections_closed_garbage", where, on.closed_garbage, now_ms);
  }
  // The peer and the reason change from one to the next: one line a minute for all of them.
  said& last = said_["handshakes"];
  if (refused > last.count && now_ms >= last.next_ms) {
    write_("handshakes_refused", figures.handshake_refusal, refused - last.count);
    last = {refused, now_ms + kMinute_ms};
  }
  if (figures.name_troubles != troubles_) {
    troubles_ = figures.name_troubles;
    for (const std::string& trouble : troubles_) write_("name_not_found", trouble, 1);
  }
  if (!happened(figures.certificate_expires_at) || figures.certificate_expires_at - now > kSoon) {
    return;
  }
  said& expiry = said_["certificate"];
  if (now_ms < expiry.next_ms) return;
  write_("certificate_ends_soon", to_rfc3339(figures.certificate_expires_at), 1);
  expiry.next_ms = now_ms + kDay_ms;
}

void transport_log::start(std::function<gateway_figures()> figures) {
  thread_ = std::thread([this, figures = std::move(figures)] {
    os::name_this_thread("transport-log");
    std::unique_lock lock(guard_);
    while (!changed_.wait_for(lock, std::chrono::seconds{1}, [this] { return stopping_; })) {
      look(figures(), std::chrono::floor<duration>(std::chrono::system_clock::now()),
           os::monotonic_ns() / 1'000'000);
    }
  });
}

void transport_log::stop() {
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace qorgan::app
