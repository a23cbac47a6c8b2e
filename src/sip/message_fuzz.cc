// Whatever arrives: the parser and everything that reads a parsed message neither crash nor point
// outside the datagram, and a sound message survives being copied line by line.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "sip/fingerprint.h"
#include "sip/message.h"
#include "sip/writer.h"

namespace qorgan::sip {
namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

void inside(std::string_view view, std::string_view bytes, const char* what) {
  if (view.data() == nullptr) return;
  const std::less_equal<> not_after;
  require(not_after(bytes.data(), view.data()) &&
              not_after(view.data() + view.size(), bytes.data() + bytes.size()),
          what);
}

void check(const uri& value, std::string_view bytes) {
  for (const auto view :
       {value.text, value.scheme, value.user, value.host, value.parameters, value.headers}) {
    inside(view, bytes, "uri");
  }
}

void check(const name_address& value, std::string_view bytes) {
  check(value.address, bytes);
  for (const auto view : {value.display, value.tag, value.parameters})
    inside(view, bytes, "address");
  inside(find_parameter(value.parameters, "tag").value, bytes, "parameter");
}

void check(const via_value& value, std::string_view bytes) {
  for (const auto view : {value.text, value.transport, value.host, value.branch, value.received}) {
    inside(view, bytes, "via");
  }
}

void check_values(std::string_view value, std::string_view bytes) {
  for_each_value(value, [bytes](std::string_view one) {
    inside(one, bytes, "value");
    if (const auto parsed = parse_uri(one)) check(*parsed, bytes);
    if (const auto parsed = parse_name_address(one)) check(*parsed, bytes);
    if (const auto parsed = parse_via(one)) check(*parsed, bytes);
    return true;
  });
}

void check(const message& m, std::string_view bytes) {
  for (const auto view :
       {m.verb_text, m.request_uri, m.reason_phrase, m.body, m.call_id, m.cseq.verb_text}) {
    inside(view, bytes, "message");
  }
  check(m.top_via, bytes);
  check(m.from, bytes);
  check(m.to, bytes);
  require(m.headers_end <= bytes.size(), "headers_end");
  std::uint32_t behind = 0;
  for (const header& field : m.headers) {
    inside(field.name, bytes, "name");
    inside(field.value, bytes, "value");
    require(behind <= field.line_begin && field.line_begin < field.line_end, "lines in order");
    behind = field.line_end;
    require(bytes.substr(0, field.line_end).ends_with("\r\n"), "line ends with CRLF");
    check_values(field.value, bytes);
  }
  const sdp_media media = first_media(m.body);
  inside(media.address, bytes, "media");
}

/// What was understood is understood again when its lines are written out.
void check_copy(const message& m) {
  static char room[70'000];
  writer out(room);
  if (m.is_request) {
    out.request_line(m.verb_text, m.request_uri);
  } else {
    out.text("SIP/2.0 ").number(m.status).text(" ").text(m.reason_phrase).crlf();
  }
  for (const header& field : m.headers) {
    if (field.id != header_id::content_length) out.copy_line(m, field);
  }
  out.body(m.body);
  static message copy;
  if (!out.ok() || out.size() > limits::kSipMessageBytes) return;
  require(parse(out.view(), copy).has_value(), "copy parses");
  require(copy.call_id == m.call_id && copy.from.tag == m.from.tag && copy.to.tag == m.to.tag &&
              copy.cseq.number == m.cseq.number && copy.verb_text == m.verb_text &&
              copy.top_via.branch == m.top_via.branch && copy.via_count == m.via_count &&
              copy.body == m.body,
          "copy is equal");
}

/// A response to anything that can be answered is itself a message.
void check_response(const message& request, bool sound) {
  static char room[140'000];
  writer out(room);
  begin_response(out, request,
                 {.status = 400, .to_tag = "t", .received = "192.0.2.1", .rport = 5060});
  out.body();
  static message response;
  if (!out.ok() || out.size() > limits::kSipMessageBytes) return;
  const bool parses = parse(out.view(), response).has_value();
  if (!sound) return;
  require(parses, "response parses");
  require(response.top_via.received == "192.0.2.1", "received is filled in");
  require(response.via_count == request.via_count, "all Via values are kept");
  require(response.top_via.branch == request.top_via.branch, "branch is kept");
  require(!response.to.tag.empty(), "To has a tag");
}

}  // namespace
}  // namespace qorgan::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan::sip;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static message m;
  const bool sound = parse(bytes, m).has_value();
  check(m, bytes);
  if (fingerprint(m) == 0) std::abort();
  if (sound) check_copy(m);
  if (answerable(m)) check_response(m, sound);
  check_values(bytes, bytes);
  first_media(bytes);
  return 0;
}
