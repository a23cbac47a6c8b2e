#include "gateway/stream_front.h"

#include "gateway/call_path.h"
#include "gateway/dispatch.h"

namespace qorgan::gateway {
namespace {

/// RFC 5923 §6: with `alias` in its Via the other end asks for requests to its own address over
/// this connection. Its identity is what it was admitted by: address or certificate.
void heed_alias(call_path& path, const peer& from) {
  const sip::via_value& via = path.in.top_via;
  const std::size_t parameters = via.text.find(';');
  if (!path.in.is_request || parameters == std::string_view::npos) return;
  if (!sip::find_parameter(via.text.substr(parameters), "alias").found) return;
  ip_endpoint at = from.at;
  const bool tls = path.sockets.at(from.listener).over == transport::tls;
  at.port = via.port != 0 ? via.port : tls ? 5061 : 5060;
  path.sockets.streams().add_alias(from.connection, at);
}

}  // namespace

origin stream_front::who_calls(const ip_endpoint& from, transport over) {
  return over == transport::tls ? path_.trunks.may_come_by_tls(from) : path_.trunks.find(from);
}

origin stream_front::who_is(const net::tls_names& names, const ip_endpoint& at) {
  return path_.trunks.find_named(names, at);
}

void stream_front::on_message(std::string_view bytes, const peer& from, const origin& who) {
  gateway::on_message(path_, bytes, {from, who});
  heed_alias(path_, from);
}

void stream_front::on_unframed(std::string_view head, sip::frame_fault fault, const peer& from,
                               const origin& who) {
  gateway::on_unframed(path_, head, {from, who}, fault);
}

}  // namespace qorgan::gateway
