#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ip_address.h"

namespace qorgan::net {

struct naptr_record {
  std::uint16_t order = 0;
  std::uint16_t preference = 0;
  std::string flags;    ///< lower case
  std::string service;  ///< upper case: "SIP+D2T"
  std::string replacement;
};

struct srv_record {
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  std::uint16_t port = 0;
  std::string target;  ///< "." : the service is not offered (RFC 2782)
};

/// Records of one name. No records: the name or that kind of record does not exist.
template <typename Record>
struct dns_records {
  std::vector<Record> records;
  std::uint32_t ttl_s = 0;  ///< the least of them; of nothing found: how long that holds
};

/// Questions that were asked and not answered: no server, time-out, SERVFAIL. In words.
template <typename Record>
using dns_answer = std::expected<dns_records<Record>, std::string>;

/// What the names of next hops are looked up with. The real one waits: not for the call path.
class name_source {
 public:
  virtual ~name_source() = default;
  virtual dns_answer<naptr_record> naptr(const std::string& name) = 0;
  virtual dns_answer<srv_record> srv(const std::string& name) = 0;
  /// A or AAAA records, port 0.
  virtual dns_answer<ip_endpoint> addresses(const std::string& name, bool v4) = 0;
};

/// Asks a server, or those of /etc/resolv.conf. One thread uses it; each question takes at most
/// `patience_ms` times two.
class dns_client final : public name_source {
 public:
  static std::expected<std::unique_ptr<dns_client>, std::string> open(
      std::optional<ip_endpoint> server, std::uint32_t patience_ms = 2'000);
  ~dns_client() override;

  dns_answer<naptr_record> naptr(const std::string& name) override;
  dns_answer<srv_record> srv(const std::string& name) override;
  dns_answer<ip_endpoint> addresses(const std::string& name, bool v4) override;

 private:
  struct state;
  explicit dns_client(std::unique_ptr<state> s);
  template <typename Record, typename Read>
  dns_answer<Record> ask(const std::string& name, int type, Read read);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::net
