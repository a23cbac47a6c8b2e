#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/token_bucket.h"
#include "domain/api_clients.h"
#include "domain/ids.h"

namespace qorgan::console {

/// A client that may ask, as the thread that serves its requests holds it.
struct asking_client {
  std::string name;
  std::string token_hash;
  std::vector<trunk_id> trunks;
  token_bucket questions;
  token_bucket news;
  std::uint64_t asked = 0;
  std::uint64_t rate_limited = 0;

  /// News of calls are at most three to a question.
  static constexpr std::uint32_t kNewsPerQuestion = 4;

  bool may_name(trunk_id trunk) const;
};

/// Those who may ask, found by their token. Belongs to one thread.
class client_table {
 public:
  /// More are not read: the first by name stay. `qorgan client add` refuses before that.
  static constexpr std::size_t kClients = 256;

  /// What the directory says now; counters and what is left of the rates are kept by name.
  void replace(const std::vector<api_client>& all, std::int64_t now_ms);

  /// The client whose token it is; nullptr: nobody's. Takes as long for any token: it is hashed and
  /// compared with every client's, each comparison in constant time.
  asking_client* find(std::string_view token);

  std::vector<asking_client>& all() { return all_; }
  const std::vector<asking_client>& all() const { return all_; }

 private:
  std::vector<asking_client> all_;
};

/// Token of an Authorization header (RFC 6750, 2.1); empty: there is none.
std::string_view bearer_token(std::string_view authorization);

}  // namespace qorgan::console
