#include "sip/routing.h"

#include "sip/transaction_key.h"

namespace qorgan::sip {
namespace {

constexpr std::uint16_t kDefaultPort = 5060;
constexpr std::uint16_t kTlsPort = 5061;

/// "192.0.2.1" without a copy; nullopt for anything else.
std::optional<std::uint32_t> dotted_quad(std::string_view text) {
  std::uint32_t out = 0;
  std::uint32_t part = 0;
  int dots = 0;
  int digits = 0;
  for (const char c : text) {
    if (c == '.') {
      if (digits == 0 || ++dots > 3) return std::nullopt;
      out = out << 8 | part;
      part = 0;
      digits = 0;
    } else if (c >= '0' && c <= '9') {
      part = part * 10 + static_cast<std::uint32_t>(c - '0');
      if (part > 255 || ++digits > 3) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (dots != 3 || digits == 0) return std::nullopt;
  return out << 8 | part;
}

struct routes {
  std::uint32_t count = 0;
  std::string_view first;  // from `from` on
  std::string_view second;
  std::string_view last;
};

routes look_at_routes(const message& request) {
  routes out;
  for (const header& field : request.headers) {
    if (field.id != header_id::route) continue;
    for_each_value(field.value, [&out](std::string_view value) {
      if (out.count == 0) out.first = value;
      if (out.count == 1) out.second = value;
      out.last = value;
      ++out.count;
      return true;
    });
  }
  return out;
}

std::string_view route_at(const message& request, std::uint32_t index) {
  std::string_view found;
  std::uint32_t at = 0;
  for (const header& field : request.headers) {
    if (field.id != header_id::route) continue;
    for_each_value(field.value, [&](std::string_view value) {
      if (at == index) found = value;
      return at++ < index;
    });
  }
  return found;
}

bool is_loose(const uri& address) {
  return find_parameter(address.parameters, "lr").found;
}

}  // namespace

bool own_names::are(std::string_view host, std::uint16_t port) const {
  if (port == 0) port = kDefaultPort;
  // One IPv6 address has many spellings (RFC 5118 §4.1).
  const auto v6 = host.starts_with('[') ? numeric_host(host, port) : std::nullopt;
  for (const own_name& name : names_) {
    if (name.at.port != port) continue;
    if (v6 ? name.at.address == v6->address : equals_ignoring_case(name.host, host)) return true;
  }
  return false;
}

bool own_names::are(const uri& address) const {
  if (address.port != 0) return are(address.host, address.port);
  const auto over = find_parameter(address.parameters, "transport");
  const bool tls = equals_ignoring_case(address.scheme, "sips") ||
                   (over.found && equals_ignoring_case(over.value, "tls"));
  return are(address.host, tls ? kTlsPort : kDefaultPort);
}

std::optional<route_plan> plan_route(const message& request, const own_names& own) {
  route_plan plan;
  plan.request_uri = request.request_uri;
  const routes found = look_at_routes(request);
  plan.last_route = found.count;
  // §16.4: a strict router put our Record-Route into the Request-URI; the target is the last Route.
  if (found.count > 0) {
    const auto target = parse_uri(request.request_uri);
    if (target && own.are(*target) && is_loose(*target)) {
      const auto last = parse_name_address(found.last);
      if (!last) return std::nullopt;
      plan.request_uri = last->address.text;
      --plan.last_route;
      plan.was_routed_here = true;
    }
  }
  while (plan.first_route < plan.last_route) {
    const std::string_view value =
        plan.first_route == 0 ? found.first : route_at(request, plan.first_route);
    const auto hop = parse_name_address(value);
    if (!hop) return std::nullopt;
    if (own.are(hop->address)) {
      ++plan.first_route;
      plan.was_routed_here = true;
      continue;
    }
    plan.next = hop->address.text;
    if (!is_loose(hop->address)) {  // §16.6 step 6
      plan.append_route = plan.request_uri;
      plan.request_uri = hop->address.text;
      ++plan.first_route;
    }
    return plan;
  }
  plan.next = plan.request_uri;
  return plan;
}

std::optional<ip_endpoint> numeric_host(std::string_view host, std::uint16_t port) {
  if (port == 0) port = kDefaultPort;
  if (const auto v4 = dotted_quad(host)) return from_v4(*v4, port);
  if (!host.starts_with('[')) return std::nullopt;
  const auto v6 = parse_address(host);
  if (!v6) return std::nullopt;
  ip_endpoint out = *v6;
  out.port = port;
  return out;
}

std::optional<ip_endpoint> numeric_target(std::string_view uri_text) {
  const auto target = parse_uri(uri_text);
  if (!target || !target->is_sip) return std::nullopt;
  return numeric_host(target->host, target->port);
}

bool is_loop(const message& request, const own_names& own, std::uint64_t loop) {
  bool found = false;
  for (const header& field : request.headers) {
    if (field.id != header_id::via || found) continue;
    for_each_value(field.value, [&](std::string_view text) {
      const auto via = parse_via(text);
      proxy_branch branch;
      found = via && own.are(via->host, via->port) && read_branch(via->branch, branch) &&
              branch.loop == loop;
      return !found;
    });
  }
  return found;
}

}  // namespace qorgan::sip
