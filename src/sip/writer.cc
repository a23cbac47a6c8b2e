#include "sip/writer.h"

#include <algorithm>
#include <charconv>

#include "sip/characters.h"
#include "sip/uri.h"

namespace qorgan::sip {

writer& writer::text(std::string_view bytes) {
  if (overflowed_ || room_.size() - used_ < bytes.size()) {
    overflowed_ = true;
    return *this;
  }
  std::copy_n(bytes.data(), bytes.size(), room_.data() + used_);
  used_ += bytes.size();
  return *this;
}

writer& writer::number(std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return text(characters::between(digits, end));
}

writer& writer::header_line(std::string_view name, std::string_view value) {
  return text(name).text(": ").text(value).crlf();
}

writer& writer::header_line(std::string_view name, std::uint64_t value) {
  return text(name).text(": ").number(value).crlf();
}

writer& writer::copy_line(const message& from, const header& field) {
  return text(from.bytes.substr(field.line_begin, field.line_end - field.line_begin));
}

writer& writer::copy_all(const message& from, header_id id) {
  for (const header& field : from.headers) {
    if (field.id == id) copy_line(from, field);
  }
  return *this;
}

writer& writer::request_line(std::string_view verb, std::string_view request_uri) {
  return text(verb).text(" ").text(request_uri).text(" SIP/2.0\r\n");
}

writer& writer::status_line(std::uint16_t status, std::string_view reason) {
  text("SIP/2.0 ").number(status).text(" ");
  return text(reason.empty() ? default_reason_phrase(status) : reason).crlf();
}

writer& writer::body(std::string_view bytes) {
  return header_line("Content-Length", bytes.size()).crlf().text(bytes);
}

namespace {

/// `;name` or `;name=value` within the text of one sound Via value; empty when absent.
std::string_view parameter_text(std::string_view via, std::string_view name) {
  const char* const end = via.data() + via.size();
  const char* p = std::find(via.data(), end, ';');
  while (p != nullptr && p != end) {
    const char* const begin = p;
    std::string_view found;
    std::string_view value;
    p = scan_parameter(p, end, found, value);
    if (p != nullptr && equals_ignoring_case(found, name)) return characters::between(begin, p);
  }
  return {};
}

/// `via` without `cut`, which lies inside it or is empty.
void write_without(writer& out, std::string_view via, std::string_view cut) {
  if (cut.empty()) {
    out.text(via);
    return;
  }
  const auto before = static_cast<std::size_t>(cut.data() - via.data());
  out.text(via.substr(0, before)).text(via.substr(before + cut.size()));
}

}  // namespace

void write_top_via(writer& out, const message& request, std::string_view received,
                   std::uint16_t rport) {
  const header* const line = request.find(header_id::via);
  if (line == nullptr) return;
  const std::string_view via = request.top_via.text;
  if (via.empty() || received.empty()) {  // not understood, or nothing to add
    out.copy_line(request, *line);
    return;
  }
  const std::string_view old_received = parameter_text(via, "received");
  const std::string_view old_rport =
      request.top_via.has_rport ? parameter_text(via, "rport") : std::string_view{};
  out.text("Via: ");
  // The two parameters are taken out wherever they stand and written anew at the end.
  const bool received_first = old_received.data() < old_rport.data();
  const std::string_view first =
      old_rport.empty() || (received_first && !old_received.empty()) ? old_received : old_rport;
  const std::string_view second = first.data() == old_received.data() ? old_rport : old_received;
  if (first.empty() || second.empty()) {
    write_without(out, via, first.empty() ? second : first);
  } else {
    const auto cut = static_cast<std::size_t>(first.data() - via.data()) + first.size();
    write_without(out, via.substr(0, cut), first);
    write_without(out, via.substr(cut), second);
  }
  out.text(";received=").text(received);
  if (request.top_via.has_rport && rport != 0) out.text(";rport=").number(rport);
  const auto behind = static_cast<std::size_t>(via.data() + via.size() - line->value.data());
  out.text(line->value.substr(behind)).crlf();
}

void begin_response(writer& out, const message& request, const response_options& options) {
  out.status_line(options.status, options.reason);
  bool top = true;
  for (const header& field : request.headers) {
    if (field.id != header_id::via) continue;
    if (top) {
      write_top_via(out, request, options.received, options.rport);
    } else {
      out.copy_line(request, field);
    }
    top = false;
  }
  if (options.record_route) out.copy_all(request, header_id::record_route);
  // Only the first line of each: a faulty request may have two.
  for (const header_id id : {header_id::from, header_id::to, header_id::call_id, header_id::cseq}) {
    const header* const field = request.find(id);
    if (field == nullptr) continue;
    if (id == header_id::to && request.to.tag.empty() && !options.to_tag.empty()) {
      out.text("To: ").text(field->value).text(";tag=").text(options.to_tag).crlf();
    } else {
      out.copy_line(request, *field);
    }
  }
}

}  // namespace qorgan::sip
