#include "gateway/answers.h"

#include <charconv>

#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "sip/derived.h"
#include "sip/routing.h"
#include "sip/writer.h"

namespace qorgan::gateway {
namespace {

std::size_t write_v4(const ip_endpoint& at, char* out) {
  char* p = out;
  for (int i = 12; i < 16; ++i) {
    if (i > 12) *p++ = '.';
    p = std::to_chars(p, p + 3, static_cast<unsigned>(at.address[static_cast<std::size_t>(i)])).ptr;
  }
  return static_cast<std::size_t>(p - out);
}

}  // namespace

peer reply_peer(const sip::message& request, const peer& from) {
  peer out = from;
  if (from.connection != 0) {  // for the case that the connection is gone by then (§18.2.2)
    const bool tls = sip::equals_ignoring_case(request.top_via.transport, "tls");
    out.at.port = request.top_via.port != 0 ? request.top_via.port : tls ? 5061 : 5060;
    return out;
  }
  if (request.top_via.has_rport || request.top_via.host.empty()) return out;
  out.at.port = request.top_via.port != 0 ? request.top_via.port : 5060;
  return out;
}

std::string_view received_text(const sip::message& request, const ip_endpoint& source,
                               char (&room)[48]) {
  std::size_t length;
  if (source.is_v4()) {
    length = write_v4(source, room);
  } else {
    const std::string text = address_text(source);
    length = text.copy(room, sizeof room);
  }
  const std::string_view text{room, length};
  if (request.top_via.has_rport) return text;
  if (source.is_v4()) return request.top_via.host != text ? text : std::string_view{};
  const auto said = sip::numeric_host(request.top_via.host, 0);  // IPv6 has many spellings
  return said && said->address == source.address ? std::string_view{} : text;
}

std::string_view make_answer(call_path& path, const sip::message& request, const peer& from,
                             const answer& with, std::string_view to_tag) {
  char room[48];
  sip::writer out(path.scratch);
  sip::response_options options;
  options.status = with.status;
  options.reason = with.reason;
  options.to_tag = to_tag;
  options.received = received_text(request, from.at, room);
  options.rport = from.at.port;
  sip::begin_response(out, request, options);
  out.text(with.extra_lines).body();
  return out.ok() ? out.view() : std::string_view{};
}

void answer_statelessly(call_path& path, const arrival& from, const answer& with) {
  char tag[16];
  const auto key = sip::server_key(path.in, from.who.trunk, path.seed);
  const std::string_view bytes =
      make_answer(path, path.in, from.from, with, sip::local_tag(key, tag));
  if (!bytes.empty()) path.sockets.send(reply_peer(path.in, from.from), bytes);
}

void answer_invite(call_path& path, const arrival& from, const answer& with) {
  const slot_handle at = open_transaction(path, transaction_role::answer);
  const auto key = sip::server_key(path.in, from.who.trunk, path.seed);
  if (!at || !index_transaction(path, at, key)) {
    if (at) close_transaction(path, at);
    answer_statelessly(path, from, with);
    return;
  }
  transaction& t = *path.transactions.find(at);
  t.verb = sip::method::invite;
  t.initial = path.in.to.tag.empty();
  t.cseq = path.in.cseq.number;
  t.trunk = from.who.trunk;
  t.has_server = true;
  t.server = sip::server_transaction(true, is_reliable(path, from.from));
  t.source = from.from;
  t.upstream = reply_peer(path.in, from.from);
  char tag[16];
  respond(path, at, with.status,
          make_answer(path, path.in, from.from, with, sip::local_tag(key, tag)));
  arm(path, at);
}

void answer_kept(call_path& path, slot_handle at, const answer& with) {
  transaction& t = *path.transactions.find(at);
  if (!read_kept(path, t)) return;
  char tag[16];
  respond(path, at, with.status,
          make_answer(path, path.sent, t.source, with, sip::local_tag(t.key, tag)));
  path.bytes.give_back(t.request);
  arm(path, at);
}

void answer_sent(call_path& path, slot_handle at, const answer& with) {
  transaction& t = *path.transactions.find(at);
  if (t.answered || !read_kept(path, t)) return;
  const call* const c = path.calls.find(t.call);
  char tag[16];
  sip::writer out(path.scratch);
  sip::begin_response_to_sent(out, path.sent, with.status, sip::local_tag(t.key, tag),
                              c != nullptr ? c->masked_from.view() : std::string_view{});
  out.text(with.extra_lines).body();
  if (out.ok()) respond(path, at, with.status, out.view());
  arm(path, at);
}

void respond(call_path& path, slot_handle at, std::uint16_t status, std::string_view bytes) {
  transaction& t = *path.transactions.find(at);
  if (bytes.empty() || !t.has_server || !t.server.may_send(status)) return;
  path.sockets.send(t.upstream, bytes);
  t.server.on_response(status, path.now_ms);
  if (status >= 200) t.answered = true;
  path.bytes.give_back(t.response);
  // A 2xx to INVITE is repeated by its sender, but a drop may have to repeat it (sip/teardown.h).
  if (status > 100) t.response = path.bytes.keep(bytes);
  if (t.initial && status >= 200) path.trunks.at(t.trunk).figures.answers.count(status);
  if (call* const c = path.calls.find(t.call)) {
    note(path, *c, t.from, direction::sent, {t.verb, t.cseq, status});
  }
}

}  // namespace qorgan::gateway
