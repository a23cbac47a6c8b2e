#include "gateway/dispatch.h"

#include "base/hash.h"
#include "gateway/answers.h"
#include "gateway/proxy.h"
#include "gateway/screening.h"
#include "sip/stun.h"
#include "sip/writer.h"

namespace qorgan::gateway {
namespace {

constexpr std::string_view kAllow =
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, SUBSCRIBE, NOTIFY, "
    "MESSAGE\r\n";

std::uint16_t status_for(sip::parse_fault fault) {
  return fault == sip::parse_fault::version ? 505 : 400;
}

/// docs/sip-errors.md: an answer when the request can be answered, silence otherwise.
void on_malformed(call_path& path, const arrival& from, sip::parse_fault fault) {
  if (fault == sip::parse_fault::empty) return;  // keep-alive of RFC 5626
  ++path.figures.malformed;
  path.rejected.note(
      {rejection::malformed, sip::to_string(fault), from.from.at, path.now, path.in.bytes});
  if (!sip::answerable(path.in)) return;
  answer_statelessly(path, from, {status_for(fault), {}});
}

/// No state, few answers: a scan learns that it is not welcome and costs next to nothing.
void on_stranger(call_path& path, const arrival& from, std::string_view bytes) {
  ++path.figures.unknown_source;
  path.rejected.note({rejection::stranger, "unknown_source", from.from.at, path.now, bytes});
  if (!path.stranger_answers.take(path.now_ms)) return;
  if (!sip::parse(bytes, path.in) || !path.in.is_request || path.in.verb == sip::method::ack) {
    return;
  }
  answer_statelessly(path, from, {403, {}});
}

/// RFC 5626 §4.4.2, of known neighbours only.
void on_keep_alive(call_path& path, const arrival& from, std::string_view bytes) {
  std::array<char, sip::kStunAnswerBytes> room;
  const std::string_view answer = sip::answer_stun(bytes, from.from.at, room);
  if (!answer.empty()) path.sockets.send(from.from, answer);
}

/// The centre is the one asked (RFC 3261 §11.2): what is wrong with the question is said as by any
/// server (§8.2.2), what is right with it by what the centre is.
void on_options(call_path& path, const arrival& from) {
  const auto target = sip::parse_uri(path.in.request_uri);
  if (!target || (!target->is_sip && !sip::equals_ignoring_case(target->scheme, "tel"))) {
    return answer_statelessly(path, from, {416, {}});
  }
  sip::writer lines(path.lines);
  for (const sip::header_id id : {sip::header_id::require, sip::header_id::proxy_require}) {
    if (const sip::header* const wanted = path.in.find(id)) {
      lines.header_line("Unsupported", wanted->value);
    }
  }
  if (lines.size() > 0) return answer_statelessly(path, from, {420, lines.view()});
  const bool draining = path.draining.load(std::memory_order_relaxed);
  answer_statelessly(path, from, {draining ? std::uint16_t{503} : std::uint16_t{200}, kAllow});
}

void on_other_request(call_path& path, const arrival& from) {
  switch (path.in.verb) {
    case sip::method::options: return on_options(path, from);
    case sip::method::bye:
    case sip::method::prack:
    case sip::method::update:
    case sip::method::info:
    case sip::method::notify:
      answer_statelessly(path, from, {481, {}});  // only inside a dialog, and there is none
      return;
    case sip::method::other: answer_statelessly(path, from, {501, kAllow}); return;
    default: answer_statelessly(path, from, {405, kAllow});
  }
}

/// True: the request is known already and has had its answer again.
bool is_retransmission(call_path& path, const arrival& from, const sip::transaction_key& key) {
  const transaction* const t = path.transactions.find(find_transaction(path, key));
  if (t == nullptr) {
    const bool settled = path.in.verb == sip::method::invite && path.settled.contains(key);
    if (settled) ++path.figures.retransmissions;
    return settled;
  }
  ++path.figures.retransmissions;
  if (!t->server.on_request().send_last) return true;
  if (t->response) {
    path.sockets.send(t->upstream, t->response.view());
  } else if (t->verb == sip::method::invite) {
    const std::string_view trying = make_answer(path, path.in, from.from, {100, {}}, {});
    if (!trying.empty()) path.sockets.send(t->upstream, trying);
  }
  return true;
}

void on_request(call_path& path, const arrival& from) {
  if (path.in.verb == sip::method::ack) return on_ack(path, from);
  if (path.in.verb == sip::method::cancel) return on_cancel(path, from);
  const auto key = sip::server_key(path.in, from.who.trunk, path.seed);
  if (path.in.verb == sip::method::invite) path.settled.prefetch(key);
  if (is_retransmission(path, from, key)) return;
  if (!path.in.to.tag.empty()) return on_in_dialog(path, from, key);
  if (path.in.verb == sip::method::invite) return on_new_invite(path, from, key);
  on_other_request(path, from);
}

}  // namespace

void on_datagram(call_path& path, std::string_view bytes, const peer& from) {
  arrival a{from, path.trunks.find(from.at)};
  ++path.figures.datagrams_in;
  const bool response = bytes.starts_with("SIP/");
  if (!a.who.known && !response) return on_stranger(path, a, bytes);
  if (sip::is_stun(bytes)) return on_keep_alive(path, a, bytes);
  on_message(path, bytes, a);
}

void on_message(call_path& path, std::string_view bytes, const arrival& from) {
  if (const auto parsed = sip::parse(bytes, path.in); !parsed) {
    return on_malformed(path, from, parsed.error());
  }
  path.sockets.about(hash_bytes(path.in.call_id));
  // A divert target may be no neighbour: a response is known by the branch it answers.
  if (path.in.is_request) {
    on_request(path, from);
  } else {
    on_response(path, from);
  }
}

void on_unframed(call_path& path, std::string_view head, const arrival& from,
                 sip::frame_fault fault) {
  ++path.figures.malformed;
  const bool sound = sip::parse(head, path.in).has_value();
  const bool is_request = path.in.is_request && path.in.verb != sip::method::ack;
  if (sound ? !is_request : !sip::answerable(path.in)) return;
  const bool large = fault == sip::frame_fault::too_large;
  answer_statelessly(path, from, {large ? std::uint16_t{513} : std::uint16_t{400}, {}});
}

}  // namespace qorgan::gateway
