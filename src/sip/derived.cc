#include "sip/derived.h"

#include "sip/forward.h"

namespace qorgan::sip {
namespace {

void copy_first(writer& out, const message& from, header_id id) {
  if (const header* const field = from.find(id)) out.copy_line(from, *field);
}

void begin_hop_request(writer& out, std::string_view verb, const message& sent) {
  out.request_line(verb, sent.request_uri);
  copy_first(out, sent, header_id::via);  // the proxy's own line holds nothing but its Via
  out.copy_all(sent, header_id::route);
  out.header_line("Max-Forwards", 70);
  copy_first(out, sent, header_id::from);
  copy_first(out, sent, header_id::call_id);
  out.text("CSeq: ").number(sent.cseq.number).text(" ").text(verb).crlf();
}

}  // namespace

void write_hop_ack(writer& out, const message& sent, std::string_view response_to) {
  begin_hop_request(out, "ACK", sent);
  out.header_line("To", response_to).body();
}

void write_hop_request(writer& out, const message& sent, const hop_request& request) {
  out.request_line(request.verb, request.request_uri);
  write_via(out, request.transport, request.via_host, request.via_port, request.branch);
  out.copy_all(sent, header_id::route);
  out.header_line("Max-Forwards", 70);
  copy_first(out, sent, header_id::from);
  out.header_line("To", request.to);
  copy_first(out, sent, header_id::call_id);
  out.text("CSeq: ").number(sent.cseq.number).text(" ").text(request.verb).crlf().body();
}

void write_cancel(writer& out, const message& sent, std::string_view extra_lines) {
  begin_hop_request(out, "CANCEL", sent);
  copy_first(out, sent, header_id::to);
  out.text(extra_lines).body();
}

void begin_response_to_sent(writer& out, const message& sent, std::uint16_t status,
                            std::string_view to_tag, std::string_view from_value) {
  out.status_line(status);
  bool own = true;
  for (const header& field : sent.headers) {
    if (field.id != header_id::via) continue;
    if (!own) out.copy_line(sent, field);
    own = false;
  }
  if (from_value.empty()) {
    copy_first(out, sent, header_id::from);
  } else {
    out.header_line("From", from_value);
  }
  if (const header* const to = sent.find(header_id::to)) {
    out.text("To: ").text(to->value);
    if (sent.to.tag.empty() && !to_tag.empty()) out.text(";tag=").text(to_tag);
    out.crlf();
  }
  copy_first(out, sent, header_id::call_id);
  copy_first(out, sent, header_id::cseq);
}

}  // namespace qorgan::sip
