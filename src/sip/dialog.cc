#include "sip/dialog.h"

#include <array>
#include <cstring>

#include "sip/forward.h"

namespace qorgan::sip {
namespace {

constexpr std::size_t kParts = 7;
using lengths = std::array<std::uint16_t, kParts>;

std::array<std::string_view, kParts> as_array(const dialog_parts& p) {
  return {p.call_id,       p.caller,        p.callee,       p.caller_target,
          p.callee_target, p.caller_routes, p.callee_routes};
}

std::string_view first_route(std::string_view routes) {
  std::string_view first;
  for_each_value(routes, [&first](std::string_view value) {
    first = value;
    return false;
  });
  return first;
}

}  // namespace

std::size_t packed_size(const dialog_parts& parts) {
  std::size_t size = sizeof(lengths);
  for (const std::string_view part : as_array(parts)) size += part.size();
  return size;
}

std::size_t pack(const dialog_parts& parts, std::span<char> room) {
  if (packed_size(parts) > room.size()) return 0;
  lengths sizes;
  char* at = room.data() + sizeof sizes;
  std::size_t i = 0;
  for (const std::string_view part : as_array(parts)) {
    if (part.size() > 0xffff) return 0;
    sizes[i++] = static_cast<std::uint16_t>(part.size());
    if (!part.empty()) std::memcpy(at, part.data(), part.size());
    at += part.size();
  }
  std::memcpy(room.data(), &sizes, sizeof sizes);
  return static_cast<std::size_t>(at - room.data());
}

dialog_parts unpack(std::span<const char> block) {
  lengths sizes;
  std::memcpy(&sizes, block.data(), sizeof sizes);
  std::array<std::string_view, kParts> parts;
  const char* at = block.data() + sizeof sizes;
  for (std::size_t i = 0; i < kParts; ++i) {
    parts[i] = {at, sizes[i]};
    at += sizes[i];
  }
  return {parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]};
}

std::string_view contact_uri(const message& in) {
  const header* const field = in.find(header_id::contact);
  if (field == nullptr) return {};
  const auto address = parse_name_address(first_route(field->value));
  return address ? address->address.text : std::string_view{};
}

route_sets route_sets_of(const message& response, const own_names& own, std::span<char> room) {
  // In a 2xx the Record-Route values stand callee's side first. Towards the callee they are used
  // in reverse (§12.1.2), towards the caller as they stand (§12.1.1).
  std::array<std::string_view, limits::kSipHops> values;
  std::size_t count = 0;
  std::size_t first_own = limits::kSipHops;
  std::size_t last_own = 0;
  for (const header& field : response.headers) {
    if (field.id != header_id::record_route) continue;
    for_each_value(field.value, [&](std::string_view value) {
      if (count == values.size()) return false;
      const auto hop = parse_name_address(value);
      if (hop && own.are(hop->address)) {
        if (first_own == limits::kSipHops) first_own = count;
        last_own = count;
      }
      values[count++] = value;
      return true;
    });
  }
  route_sets out;
  if (first_own == limits::kSipHops) return out;  // nobody kept our Record-Route: direct
  writer callee(room);
  for (std::size_t i = first_own; i-- > 0;) {
    if (callee.size() != 0) callee.text(", ");
    callee.text(values[i]);
  }
  writer caller(room.subspan(callee.size()));
  for (std::size_t i = last_own + 1; i < count; ++i) {
    if (caller.size() != 0) caller.text(", ");
    caller.text(values[i]);
  }
  out.callee_routes = callee.view();
  out.caller_routes = caller.view();
  return out;
}

std::string_view next_element(const dialog_parts& dialog, leg towards) {
  const bool to_caller = towards == leg::caller;
  const auto hop =
      parse_name_address(first_route(to_caller ? dialog.caller_routes : dialog.callee_routes));
  if (hop) return hop->address.text;
  return to_caller ? dialog.caller_target : dialog.callee_target;
}

void write_in_dialog(writer& out, const dialog_parts& dialog, const in_dialog_options& options) {
  const bool to_caller = options.towards == leg::caller;
  const std::string_view target = to_caller ? dialog.caller_target : dialog.callee_target;
  std::string_view routes = to_caller ? dialog.caller_routes : dialog.callee_routes;
  const auto hop = parse_name_address(first_route(routes));
  const bool strict = hop && !find_parameter(hop->address.parameters, "lr").found;
  out.request_line(options.verb, strict ? hop->address.text : target);
  write_via(out, options.transport, options.via_host, options.via_port, options.branch);
  out.header_line("Max-Forwards", 70);
  bool skip = strict;  // §12.2.1.1: a strict router is the Request-URI, the target comes last
  for_each_value(routes, [&](std::string_view value) {
    if (!skip) out.header_line("Route", value);
    skip = false;
    return true;
  });
  if (strict) out.text("Route: <").text(target).text(">").crlf();
  out.header_line("From", to_caller ? dialog.callee : dialog.caller);
  out.header_line("To", to_caller ? dialog.caller : dialog.callee);
  out.header_line("Call-ID", dialog.call_id);
  out.text("CSeq: ").number(options.cseq).text(" ").text(options.verb).crlf();
  out.text(options.extra_lines).body();
}

}  // namespace qorgan::sip
