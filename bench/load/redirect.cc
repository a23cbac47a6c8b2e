// Redirect mode: INVITE, final answer, ACK (RFC 3261 §17.1.1.3), next call.
#include <cstring>

#include "bench/load/caller.h"
#include "os/clock.h"
#include "sip/writer.h"

namespace qorgan::load {

namespace {

/// ACK for a final answer in the INVITE's transaction: its Via, From, To and Call-ID come back in
/// the answer.
void send_ack(wire& socket, const options& o, std::string_view answer,
              std::string_view request_uri_prefix) {
  const std::span<char> room = socket.reserve(answer.size() + 256);
  sip::writer out{room};
  const std::string_view to = value_of(answer, "To:");
  const std::size_t user = to.find("sip:");
  const std::size_t end = to.find('@', user == std::string_view::npos ? 0 : user);
  if (user == std::string_view::npos || end == std::string_view::npos) return;
  out.text("ACK ").text(to.substr(user, end - user)).text(request_uri_prefix);
  // The Via comes back with received and rport values, which the request did not have; harmless.
  out.header_line("Via", value_of(answer, "Via:"));
  out.header_line("Max-Forwards", 70);
  out.header_line("From", value_of(answer, "From:"));
  out.header_line("To", to);
  out.header_line("Call-ID", value_of(answer, "Call-ID:"));
  out.text("CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
  if (out.ok()) socket.commit(out.size(), o.to);
}

}  // namespace

figures run_redirect(const options& o, wire socket) {
  caller calls{o, std::move(socket)};
  const std::string uri_rest = "@" + to_string(o.to) + " SIP/2.0\r\n";
  std::int64_t expire_at = 0;
  for (;;) {
    const auto batch = calls.socket().receive();
    const std::int64_t now = os::monotonic_ns();
    for (const net::datagram& one : batch) {
      const unsigned status = status_of(one.bytes);
      if (status < 200) continue;
      const std::string_view call_id = value_of(one.bytes, "Call-ID:");
      const int slot = calls.slot_of(call_id);
      send_ack(calls.socket(), o, one.bytes, uri_rest);
      if (slot < 0) {
        ++calls.numbers().late;
        continue;
      }
      calls.note_final(slot, status, call_id, now);
      ++calls.numbers().answered;
      calls.release(slot);
    }
    calls.start_due(now);
    calls.socket().flush();
    if (now >= expire_at) {
      calls.expire(now);
      calls.flush_log();
      expire_at = now + 50'000'000;
    }
    if (calls.finished(now)) return calls.numbers();
    if (batch.empty() && !o.spin) wait_for(calls.socket(), calls.next_due_ns());
  }
}

void run_floor(const options& o, wire socket) {
  const std::int64_t end = os::monotonic_ns() + static_cast<std::int64_t>(o.seconds * 1e9);
  while (os::monotonic_ns() < end) {
    const auto batch = socket.receive();
    for (const net::datagram& one : batch) {
      if (!one.bytes.starts_with("INVITE")) continue;
      // The status line in front of the request's own headers: nothing is looked at.
      constexpr std::string_view kNo = "SIP/2.0 404 Not Found\r\n";
      const std::size_t headers = one.bytes.find('\n') + 1;
      const std::size_t until = one.bytes.find("CSeq: 1 INVITE\r\n") + 16;
      if (until < headers) continue;
      const std::span<char> room = socket.reserve(one.bytes.size() + 64);
      sip::writer out{room};
      out.text(kNo)
          .text(one.bytes.substr(headers, until - headers))
          .text("Content-Length: 0\r\n\r\n");
      if (out.ok()) socket.commit(out.size(), one.peer);
    }
    socket.flush();
    if (batch.empty()) wait_for(socket);
  }
}

}  // namespace qorgan::load
