#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/people.h"
#include "domain/report.h"

namespace qorgan {

/// A switch, an IN platform or a bank that may ask about calls over HTTP, or report them.
struct api_client {
  std::string name;                 ///< unique: 1 to 32 of a-z, 0-9, '-', '.', '_'
  std::string token_hash;           ///< SHA-256 of its token, hexadecimal: the token is not kept
  std::vector<std::string> trunks;  ///< names of those it may ask about
  std::uint32_t per_second = 0;     ///< questions a second, with bursts of as much
  bool revoked = false;
  timestamp created_at;
  std::optional<report_source> reports{};  ///< as what its reports count; none: it may not report
};

/// Who may ask. Blocking; never called from the call path or from a thread that serves requests.
/// Throws std::runtime_error when the database fails.
class api_clients {
 public:
  virtual ~api_clients() = default;
  /// By name, revoked ones included.
  virtual std::vector<api_client> clients() = 0;
  /// Inserts, or replaces the client of the same name: its old token is worth nothing then.
  virtual void save_client(const api_client& value, const audit_entry& entry) = 0;
};

}  // namespace qorgan
