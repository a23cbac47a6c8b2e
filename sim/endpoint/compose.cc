#include "sim/endpoint/compose.h"

#include <algorithm>

namespace qorgan::sim {

namespace {

std::string sip_uri(std::string_view user, const ip_endpoint& at) {
  return "sip:" + std::string{user} + "@" + to_string(at);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_invite_field(std::string& out, field which, const equipment& style,
                         const invite_parts& p, std::size_t body_bytes) {
  const std::string caller_uri = "sip:" + p.caller + "@" + address_text(p.local);
  const std::string quoted = style.display_name ? "\"" + p.caller + "\" " : "";
  switch (which) {
    case field::via:
      return append_field(
          out, "Via",
          "SIP/2.0/UDP " + to_string(p.local) + ";branch=z9hG4bK" + p.branch + ";rport");
    case field::max_forwards: return append_field(out, "Max-Forwards", "70");
    case field::from:
      return append_field(out, "From", quoted + "<" + caller_uri + ">;tag=" + p.tag);
    case field::to:
      return append_field(out, "To", "<sip:" + p.callee + "@" + address_text(p.centre) + ">");
    case field::call_id: return append_field(out, "Call-ID", p.call_id);
    case field::cseq: return append_field(out, "CSeq", std::to_string(p.cseq) + " INVITE");
    case field::contact:
      return append_field(out, "Contact", "<" + sip_uri(p.caller, p.local) + ">");
    case field::user_agent: return append_field(out, "User-Agent", style.user_agent);
    case field::allow:
      if (!style.allow.empty()) append_field(out, "Allow", style.allow);
      return;
    case field::supported:
      if (!style.supported.empty()) append_field(out, "Supported", style.supported);
      return;
    case field::p_asserted: return append_field(out, "P-Asserted-Identity", "<" + caller_uri + ">");
    case field::session_expires: return append_field(out, "Session-Expires", "1800");
    case field::content_type: return append_field(out, "Content-Type", "application/sdp");
    case field::content_length:
      return append_field(out, "Content-Length", std::to_string(body_bytes));
  }
}

std::string_view line_of(const sip::message& m, const sip::header& h) {
  return m.bytes.substr(h.line_begin, h.line_end - h.line_begin);
}

}  // namespace

std::string compose_sdp(const equipment& style, std::uint64_t media_seed) {
  std::string out = "v=0\r\no=";
  const std::string session = std::to_string(1'000'000 + media_seed % 8'999'999);
  out.append(style.sdp_origin).append(" ").append(session).append(" 1 IN IP4 ");
  out.append(style.media_address).append("\r\ns=").append(style.sdp_session);
  out.append("\r\nc=IN IP4 ").append(style.media_address).append("\r\nt=0 0\r\nm=audio ");
  out.append(std::to_string(20'000 + media_seed % 10'000 * 2)).append(" RTP/AVP ");
  out.append(style.sdp_codecs).append("\r\n").append(style.sdp_attributes);
  return out;
}

std::string compose_invite(const equipment& style, const invite_parts& parts) {
  const std::string body = compose_sdp(style, parts.media_seed);
  std::string out = "INVITE " + sip_uri(parts.callee, parts.centre) + " SIP/2.0\r\n";
  for (const field which : style.order) {
    append_invite_field(out, which, style, parts, body.size());
  }
  return out + "\r\n" + body;
}

std::string compose_in_dialog(const dialog& d, std::string_view method, std::uint32_t cseq,
                              std::string_view branch) {
  std::string out{method};
  out.append(" ").append(d.target).append(" SIP/2.0\r\n");
  append_field(
      out, "Via",
      "SIP/2.0/UDP " + to_string(d.own) + ";branch=z9hG4bK" + std::string{branch} + ";rport");
  append_field(out, "Max-Forwards", "70");
  for (const std::string& route : d.routes) append_field(out, "Route", route);
  append_field(out, "From", d.local);
  append_field(out, "To", d.remote);
  append_field(out, "Call-ID", d.call_id);
  append_field(out, "CSeq", std::to_string(cseq) + " " + std::string{method});
  if (!d.user_agent.empty()) append_field(out, "User-Agent", d.user_agent);
  append_field(out, "Content-Length", "0");
  return out + "\r\n";
}

ip_endpoint next_hop_of(const dialog& d, const ip_endpoint& otherwise) {
  sip::uri where;
  if (!d.routes.empty()) {
    const auto route = sip::parse_name_address(d.routes.front());
    if (route) where = route->address;
  } else if (const auto target = sip::parse_uri(d.target)) {
    where = *target;
  }
  auto at = parse_address(where.host);
  if (!at) return otherwise;
  at->port = where.port == 0 ? 5060 : where.port;
  return *at;
}

std::string compose_of_invite(const sip::message& invite, std::string_view method,
                              std::string_view to) {
  std::string out{method};
  out.append(" ").append(invite.request_uri).append(" SIP/2.0\r\n");
  append_field(out, "Via", invite.top_via.text);
  append_field(out, "Max-Forwards", "70");
  for (const sip::header& h : invite.headers) {
    if (h.id == sip::header_id::route) out.append(line_of(invite, h));
  }
  append_field(out, "From", invite.find(sip::header_id::from)->value);
  append_field(out, "To", to);
  append_field(out, "Call-ID", invite.call_id);
  append_field(out, "CSeq", std::to_string(invite.cseq.number) + " " + std::string{method});
  append_field(out, "Content-Length", "0");
  return out + "\r\n";
}

std::string compose_response(const sip::message& request, const response_parts& parts) {
  std::string out = "SIP/2.0 " + std::to_string(parts.status) + " ";
  out.append(parts.phrase).append("\r\n");
  for (const sip::header& h : request.headers) {
    switch (h.id) {
      case sip::header_id::via:
      case sip::header_id::record_route:
      case sip::header_id::from:
      case sip::header_id::call_id:
      case sip::header_id::cseq: out.append(line_of(request, h)); break;
      case sip::header_id::to:
        out.append("To: ").append(h.value);
        if (request.to.tag.empty() && parts.status > 100) out.append(";tag=").append(parts.to_tag);
        out.append("\r\n");
        break;
      default: break;
    }
  }
  if (!parts.contact.empty()) append_field(out, "Contact", parts.contact);
  if (!parts.user_agent.empty()) append_field(out, "User-Agent", parts.user_agent);
  if (!parts.body.empty()) append_field(out, "Content-Type", "application/sdp");
  append_field(out, "Content-Length", std::to_string(parts.body.size()));
  out.append("\r\n").append(parts.body);
  return out;
}

std::vector<std::string> record_routes(const sip::message& message) {
  std::vector<std::string> out;
  for (const sip::header& h : message.headers) {
    if (h.id != sip::header_id::record_route) continue;
    sip::for_each_value(h.value, [&](std::string_view one) {
      out.emplace_back(one);
      return out.size() < limits::kSipHops;
    });
  }
  return out;
}

std::string contact_uri(const sip::message& message) {
  const sip::header* contact = message.find(sip::header_id::contact);
  if (contact == nullptr) return {};
  const auto value = sip::parse_name_address(contact->value);
  return value ? std::string{value->address.text} : std::string{};
}

}  // namespace qorgan::sim
