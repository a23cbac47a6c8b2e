// Proxy mode: both ends of complete calls. The called side answers 180 and 200 at once; the calling
// side acknowledges and hangs up at once: INVITE 100 180 200 ACK BYE 200.
#include <array>

#include "bench/load/called_side.h"
#include "bench/load/caller.h"
#include "os/clock.h"
#include "sip/writer.h"

namespace qorgan::load {

namespace {

/// ACK or BYE inside the dialog that this 200 made (§12.2.1.1), loose routing.
void send_in_dialog(caller& calls, const sip::message& ok, std::string_view verb,
                    std::uint32_t cseq) {
  wire& socket = calls.socket();
  sip::writer out{socket.reserve(ok.bytes.size() + 512)};
  const sip::header* contact = ok.find(sip::header_id::contact);
  if (contact == nullptr) return;
  const auto target = sip::parse_name_address(contact->value);
  if (!target) return;
  out.request_line(verb, target->address.text);
  out.text("Via: SIP/2.0/")
      .text(ok.top_via.transport)
      .text(" ")
      .text(ok.top_via.host)
      .text(":")
      .number(ok.top_via.port);
  out.text(";branch=").text(ok.top_via.branch).text(verb).text(";rport\r\nMax-Forwards: 70\r\n");
  std::array<std::string_view, limits::kSipHops> routes;
  std::size_t count = 0;
  for (const sip::header& h : ok.headers) {
    if (h.id != sip::header_id::record_route) continue;
    sip::for_each_value(h.value, [&](std::string_view one) {
      routes[count++] = one;
      return count < routes.size();
    });
  }
  while (count > 0) out.header_line("Route", routes[--count]);
  out.copy_all(ok, sip::header_id::from).copy_all(ok, sip::header_id::to);
  out.copy_all(ok, sip::header_id::call_id);
  out.text("CSeq: ").number(cseq).text(" ").text(verb).text("\r\n");
  out.body();
  if (out.ok()) socket.commit(out.size(), calls.settings().to);
}

void send_ack_of_refusal(caller& calls, const sip::message& no) {
  sip::writer out{calls.socket().reserve(no.bytes.size() + 256)};
  out.request_line("ACK", no.to.address.text);
  out.header_line("Via", no.top_via.text).header_line("Max-Forwards", 70);
  out.copy_all(no, sip::header_id::from).copy_all(no, sip::header_id::to);
  out.copy_all(no, sip::header_id::call_id).text("CSeq: 1 ACK\r\n").body();
  if (out.ok()) calls.socket().commit(out.size(), calls.settings().to);
}

void on_answer(caller& calls, const sip::message& m, std::int64_t now) {
  const int slot = calls.slot_of(m.call_id);
  if (slot < 0) {
    ++calls.numbers().late;
    return;
  }
  if (m.verb == sip::method::bye) {
    ++calls.numbers().answered;
    return calls.release(slot);
  }
  calls.note_final(slot, m.status, m.call_id, now);
  if (m.status >= 300) {
    send_ack_of_refusal(calls, m);
    return calls.release(slot);
  }
  send_in_dialog(calls, m, "ACK", 1);
  send_in_dialog(calls, m, "BYE", 2);
}

}  // namespace

figures run_proxy(const options& o, wire socket, wire uas) {
  caller calls{o, std::move(socket)};
  called_side called{std::move(uas)};
  sip::message m;
  std::int64_t expire_at = 0;
  for (;;) {
    const auto batch = calls.socket().receive();
    const std::int64_t now = os::monotonic_ns();
    for (const net::datagram& one : batch) {
      if (sip::parse(one.bytes, m) && !m.is_request && m.status >= 200) on_answer(calls, m, now);
    }
    calls.start_due(now);
    calls.socket().flush();
    const bool more = called.work();
    if (now >= expire_at) {
      calls.expire(now);
      calls.flush_log();
      expire_at = now + 50'000'000;
    }
    if (calls.finished(now)) return calls.numbers();
    if (batch.empty() && !more && !o.spin)
      wait_for(calls.socket(), called.line(), calls.next_due_ns());
  }
}

}  // namespace qorgan::load
