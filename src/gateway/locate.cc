// RFC 3263 §4.1 chooses the transport, §4.2 port and addresses. A question without an answer ends
// the search with an error, so that the caller keeps what it knew; that something does not exist is
// an answer.
#include "gateway/locate.h"

#include <algorithm>

namespace qorgan::gateway {
namespace {

constexpr std::uint16_t kPort = 5060;
constexpr std::uint16_t kTlsPort = 5061;
// Ranks: place in the NAPTR order, priority of SRV, family of the address.
constexpr std::uint32_t kPerService = 1u << 20;
constexpr std::uint32_t kPerPriority = 2;

class search {
 public:
  search(net::name_source& names, const speaks& can) : names_(names), can_(can) {}

  std::expected<location, std::string> of(const next_hop& hop) {
    if (hop.at.port != 0) {
      addresses(hop.over, hop.host, hop.at.port, {0, 0});
    } else {
      services(hop);
      if (good() && out_.places.empty() && !declined_) {
        const transport over = hop.over;
        addresses(over, hop.host, over == transport::tls ? kTlsPort : kPort, {0, 0});
      }
    }
    if (!good()) return std::unexpected(trouble_);
    if (out_.places.empty()) return std::unexpected(hop.host + ": no address");
    std::ranges::sort(out_.places, {},
                      [](const located& one) { return std::pair(one.rank, one.at); });
    if (out_.places.size() > kPlacesPerName) out_.places.resize(kPlacesPerName);
    return out_;
  }

 private:
  struct standing {
    std::uint32_t rank;
    std::uint16_t weight;
  };

  bool good() const { return trouble_.empty(); }

  template <typename Answer>
  bool take(const Answer& answer) {
    if (!answer) {
      trouble_ = answer.error();
      return false;
    }
    ttl(answer->ttl_s);
    return true;
  }
  void ttl(std::uint32_t seconds) {
    out_.ttl_s = asked_ ? std::min(out_.ttl_s, seconds) : seconds;
    asked_ = true;
  }

  void services(const next_hop& hop) {
    if (hop.any_transport) {
      if (by_naptr(hop) || !good()) return;
      std::uint32_t place = 0;
      for (const transport over : {transport::udp, transport::tcp}) {
        service(over, over == transport::udp ? "_sip._udp." : "_sip._tcp.", hop.host, place++);
      }
      return;
    }
    switch (hop.over) {
      case transport::udp: return service(hop.over, "_sip._udp.", hop.host, 0);
      case transport::tcp: return service(hop.over, "_sip._tcp.", hop.host, 0);
      case transport::tls: return service(hop.over, "_sips._tcp.", hop.host, 0);
    }
  }

  /// True: there were NAPTR records for SIP, and these decide.
  bool by_naptr(const next_hop& hop) {
    auto found = names_.naptr(hop.host);
    if (!take(found)) return false;
    auto& records = found->records;
    std::erase_if(records, [](const net::naptr_record& one) {
      return one.flags != "s" ||
             (one.service != "SIP+D2U" && one.service != "SIP+D2T" && one.service != "SIPS+D2T");
    });
    std::ranges::sort(records, {}, [](const net::naptr_record& one) {
      return std::uint32_t{one.order} << 16 | one.preference;
    });
    std::uint32_t place = 0;
    for (const net::naptr_record& one : records) {
      const transport over = one.service == "SIP+D2U"   ? transport::udp
                             : one.service == "SIP+D2T" ? transport::tcp
                                                        : transport::tls;
      service(over, "", one.replacement, place++);
    }
    return !records.empty();
  }

  void service(transport over, const std::string& prefix, const std::string& domain,
               std::uint32_t place) {
    if (!good() || (!can_(over, true) && !can_(over, false))) return;
    const auto found = names_.srv(prefix + domain);
    if (!take(found)) return;
    for (const net::srv_record& one : found->records) {
      if (one.target == ".") {
        declined_ = true;
        continue;
      }
      addresses(over, one.target, one.port,
                {place * kPerService + one.priority * kPerPriority, one.weight});
    }
  }

  void addresses(transport over, const std::string& host, std::uint16_t port, standing at) {
    for (const bool v4 : {true, false}) {
      if (!good() || !can_(over, v4)) continue;
      const auto found = names_.addresses(host, v4);
      if (!take(found)) return;
      for (ip_endpoint one : found->records) {
        one.port = port;
        out_.places.push_back({over, one, at.rank + (v4 ? 0u : 1u), at.weight});
      }
    }
  }

  net::name_source& names_;
  const speaks& can_;
  location out_;
  std::string trouble_;
  bool asked_ = false;
  bool declined_ = false;
};

}  // namespace

std::expected<location, std::string> locate(const next_hop& hop, net::name_source& names,
                                            const speaks& can) {
  return search(names, can).of(hop);
}

}  // namespace qorgan::gateway
