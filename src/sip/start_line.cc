#include "sip/start_line.h"

#include "sip/characters.h"
#include "sip/header_names.h"
#include "sip/uri.h"

namespace qorgan::sip {

using namespace characters;

namespace {

using outcome = std::expected<void, parse_fault>;

/// `line` begins behind "SIP/". The space behind the code may be missing when nothing follows.
outcome scan_status_line(std::string_view line, message& out) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::unexpected(parse_fault::not_sip);
  if (line.substr(0, space) != "2.0") return std::unexpected(parse_fault::version);
  line.remove_prefix(space + 1);
  const auto status = parse_decimal(line.substr(0, 3), 699);
  if (status < 100 || (line.size() > 3 && line[3] != ' ')) {
    return std::unexpected(parse_fault::not_sip);
  }
  out.status = static_cast<std::uint16_t>(status);
  out.reason_phrase = line.size() > 3 ? line.substr(4) : std::string_view{};
  return {};
}

/// Exactly one space on either side of the URI (RFC 3261 §7.1); what has " SIP/" but is written
/// otherwise is still a request that can be answered.
outcome scan_request_line(std::string_view line, message& out) {
  const char* const end = line.data() + line.size();
  const char* const verb_end = skip(line.data(), end, kToken);
  const std::size_t version = line.rfind(" SIP/");
  if (verb_end == line.data() || verb_end == end || *verb_end != ' ' ||
      version == std::string_view::npos) {
    return std::unexpected(parse_fault::not_sip);
  }
  out.is_request = true;
  out.verb_text = between(line.data(), verb_end);
  out.verb = method_of(out.verb_text);
  const char* const uri_end = line.data() + version;
  if (uri_end > verb_end) out.request_uri = between(verb_end + 1, uri_end);
  const std::string_view number = line.substr(version + 5);
  if (number != "2.0") {
    const bool padded = number.find(' ') != std::string_view::npos;
    return std::unexpected(padded ? parse_fault::bad_request_uri : parse_fault::version);
  }
  uri target;
  if (!scan_uri(out.request_uri, target) || target.headers.data() != nullptr) {
    return std::unexpected(parse_fault::bad_request_uri);
  }
  return {};
}

}  // namespace

outcome scan_start_line(std::string_view line, message& out) {
  if (line.size() > 4 && equals_ignoring_case(line.substr(0, 4), "SIP/")) {
    return scan_status_line(line.substr(4), out);
  }
  return scan_request_line(line, out);
}

}  // namespace qorgan::sip
