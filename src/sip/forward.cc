// A proxy changes few lines of a message and copies the rest. The lines between two changed ones
// are copied as one run of bytes, so forwarding costs little more than the copying itself and
// everything the centre does not know passes exactly as it came.
#include "sip/forward.h"

#include "sip/verstat.h"

namespace qorgan::sip {
namespace {

constexpr std::size_t kOwnLines = 512;  // Via, Record-Route, received, rport, Max-Forwards

class copier {
 public:
  copier(writer& out, const message& in) : out_(out), in_(in) {}

  /// Everything up to this line has been dealt with or is copied as it is.
  void before(const header& field) {
    flush(field.line_begin);
    from_ = field.line_end;
  }
  void start_at(std::uint32_t offset) { from_ = offset; }
  void flush(std::uint32_t until) {
    if (until > from_) out_.text(in_.bytes.substr(from_, until - from_));
    from_ = until;
  }

 private:
  writer& out_;
  const message& in_;
  std::uint32_t from_ = 0;
};

void write_address_field(writer& out, std::string_view name, const name_address& address,
                         std::string_view display) {
  out.text(name).text(": \"").text(display).text("\" <").text(address.address.text).text(">");
  if (!address.parameters.empty()) out.text(";").text(address.parameters);
  out.crlf();
}

void write_identity(writer& out, const header& field, const header_changes& changes) {
  for_each_value(field.value, [&](std::string_view value) {
    const auto address = parse_name_address(value);
    if (!address) return true;
    if (changes.verstat.empty()) {
      write_address_field(out, field.name, *address, changes.display);
      return true;
    }
    out.text(field.name).text(": ");
    if (!changes.display.empty()) {
      out.text("\"").text(changes.display).text("\" ");
    } else if (!address->display.empty()) {
      out.text(address->display).text(" ");
    }
    out.text("<");
    write_verstat_uri(out, address->address, changes.verstat);
    out.text(">").crlf();
    return true;
  });
}

/// From, To and the identity fields. False: the line is copied as it is.
bool write_changed(writer& out, const message& in, const header& field, copier& lines,
                   const header_changes& changes) {
  if (changes.strip != nullptr && changes.strip->has(field.name)) {
    lines.before(field);
    return true;
  }
  switch (field.id) {
    case header_id::from:
      if (!changes.from_value.empty()) {
        lines.before(field);
        out.header_line("From", changes.from_value);
        return true;
      }
      if (changes.display.empty() || !in.is_request) return false;
      lines.before(field);
      write_address_field(out, "From", in.from, changes.display);
      return true;
    case header_id::to:
      if (changes.to_value.empty()) return false;
      lines.before(field);
      out.header_line("To", changes.to_value);
      return true;
    case header_id::p_asserted_identity:
      if (changes.strip_identity) {
        lines.before(field);
        return true;
      }
      if (changes.display.empty() && changes.verstat.empty()) return false;
      lines.before(field);
      write_identity(out, field, changes);
      return true;
    case header_id::remote_party_id:
    case header_id::privacy:
      if (!changes.strip_identity && !(changes.strip_privacy && field.id == header_id::privacy)) {
        return false;
      }
      lines.before(field);
      return true;
    default: return false;
  }
}

class route_writer {
 public:
  explicit route_writer(const route_plan& plan) : plan_(plan) {}

  void write(writer& out, const header& field) {
    for_each_value(field.value, [&](std::string_view value) {
      if (at_ >= plan_.first_route && at_ < plan_.last_route) out.header_line("Route", value);
      ++at_;
      return true;
    });
  }

 private:
  const route_plan& plan_;
  std::uint32_t at_ = 0;
};

void write_end(writer& out, const message& in, bool has_length, const header_changes& changes) {
  out.text(changes.extra_lines);
  if (!has_length) out.header_line("Content-Length", in.body.size());
  out.crlf().text(in.body);
}

}  // namespace

std::size_t room_for(const message& in, const header_changes& changes) {
  // A display name may be added to each of a few identity values.
  return in.bytes.size() + kOwnLines + changes.extra_lines.size() + changes.from_value.size() +
         changes.to_value.size() + 16 * (changes.display.size() + changes.verstat.size() + 24);
}

void write_via(writer& out, std::string_view transport, std::string_view host, std::uint16_t port,
               std::string_view branch) {
  out.text("Via: SIP/2.0/").text(transport).text(" ").text(host).text(":").number(port);
  out.text(";branch=").text(branch).crlf();
}

void write_record_routes(writer& out, const forward_options& options) {
  for (const std::string_view each : {options.outer_record_route, options.record_route}) {
    if (!each.empty()) out.text("Record-Route: <").text(each).text(">").crlf();
  }
}

void write_forwarded(writer& out, const message& request, const forward_options& options) {
  const header_changes& changes = options.changes;
  out.request_line(request.verb_text, options.route.request_uri);
  write_via(out, options.transport, options.via_host, options.via_port, options.branch);
  write_record_routes(out, options);
  if (request.max_forwards < 0) out.header_line("Max-Forwards", 70);

  copier lines(out, request);
  route_writer routes(options.route);
  bool top_via = true;
  bool has_length = false;
  if (!request.headers.empty()) lines.start_at(request.headers[0].line_begin);
  for (const header& field : request.headers) {
    switch (field.id) {
      case header_id::via:
        if (top_via) {
          lines.before(field);
          write_top_via(out, request, options.received, options.rport);
        }
        top_via = false;
        break;
      case header_id::max_forwards:
        lines.before(field);
        out.header_line("Max-Forwards", static_cast<std::uint64_t>(request.max_forwards - 1));
        break;
      case header_id::route:
        lines.before(field);
        routes.write(out, field);
        break;
      case header_id::content_length: has_length = true; break;
      default: write_changed(out, request, field, lines, changes);
    }
  }
  lines.flush(request.headers_end - 2);
  if (!options.route.append_route.empty()) {
    out.text("Route: <").text(options.route.append_route).text(">").crlf();
  }
  write_end(out, request, has_length, changes);
}

void write_returned(writer& out, const message& response, const header_changes& changes) {
  copier lines(out, response);
  bool top_via = true;
  bool has_length = false;
  for (const header& field : response.headers) {
    if (field.id == header_id::via && top_via) {
      top_via = false;
      lines.before(field);
      const std::size_t first = first_value_length(field.value);
      if (first < field.value.size()) out.header_line("Via", field.value.substr(first + 1));
      continue;
    }
    if (field.id == header_id::content_length) has_length = true;
    write_changed(out, response, field, lines, changes);
  }
  lines.flush(response.headers_end - 2);
  write_end(out, response, has_length, changes);
}

}  // namespace qorgan::sip
