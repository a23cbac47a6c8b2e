#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/token_bucket.h"
#include "domain/api_clients.h"
#include "domain/centre_status.h"
#include "domain/report.h"

namespace qorgan::console {

/// An API client that came with its token, as it was when the request began.
struct reporting_client {
  std::string name;
  std::optional<report_source> reports;
};

/// Who may report with a token, how often each source may, and what came of it. Any thread.
class report_desk {
 public:
  report_desk(api_clients& directory, std::uint32_t per_second);

  /// The client whose token it is; nothing: nobody's. What the directory says is asked for again
  /// after two seconds, so that a flood of wrong tokens is no flood of queries.
  std::optional<reporting_client> client_of(std::string_view token, std::int64_t now_ms);

  /// Milliseconds until this source may report again; 0: it may, and has now.
  std::int64_t take(report_source source, std::int64_t now_ms);

  void count_accepted(report_source source);
  void count_refused();
  void count_unknown_call();
  void count_overloaded();
  report_door_figures figures() const;

 private:
  api_clients& directory_;
  std::mutex directory_guard_;  // held over a query: figures must not wait for it
  std::vector<api_client> known_;
  std::optional<std::int64_t> read_at_ms_;
  mutable std::mutex guard_;
  std::vector<token_bucket> rates_;  // by source
  report_door_figures counted_;
};

}  // namespace qorgan::console
