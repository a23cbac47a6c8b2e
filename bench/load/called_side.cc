#include "bench/load/called_side.h"

#include "bench/load/invite_template.h"
#include "sip/writer.h"

namespace qorgan::load {
namespace {

constexpr std::string_view kSdp =
    "v=0\r\no=switch 1 1 IN IP4 198.51.100.200\r\ns=-\r\nc=IN IP4 198.51.100.200\r\nt=0 0\r\n"
    "m=audio 30000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

}  // namespace

called_side::called_side(wire socket)
    : socket_{std::move(socket)},
      contact_{"<sip:" + to_string(socket_.local()) + std::string(uri_transport(socket_.over())) +
               ">"} {}

bool called_side::work() {
  const auto batch = socket_.receive();
  for (const net::datagram& one : batch) answer(one);
  socket_.flush();
  return !batch.empty();
}

void called_side::answer(const net::datagram& one) {
  if (!sip::parse(one.bytes, m_) || !m_.is_request || m_.verb == sip::method::ack) return;
  if (m_.verb == sip::method::invite) respond(one, 180, {});
  respond(one, 200, m_.verb == sip::method::invite ? kSdp : std::string_view{});
}

void called_side::respond(const net::datagram& one, std::uint16_t status, std::string_view body) {
  sip::writer out{socket_.reserve(one.bytes.size() + 512)};
  sip::begin_response(out, m_,
                      {.status = status,
                       .reason = {},
                       .to_tag = "uas",
                       .received = {},
                       .rport = 0,
                       .record_route = true});
  out.header_line("Contact", contact_);
  if (!body.empty()) out.header_line("Content-Type", "application/sdp");
  out.body(body);
  if (out.ok()) socket_.commit(out.size(), one.peer);
}

}  // namespace qorgan::load
