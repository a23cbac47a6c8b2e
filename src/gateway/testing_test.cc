#include "gateway/testing.h"

#include <poll.h>

#include <sstream>

#include "domain/record.h"
#include "gateway/reach.h"

namespace qorgan::gateway::testing {

std::string fake_journal::ladder_of(call_key key) const {
  std::string out;
  for (const record& each : records) {
    if (call_of(each.input) != key) continue;
    for (const ladder_entry& entry : each.messages) {
      if (!out.empty()) out += ' ';
      const bool callee_side = entry.side == leg::callee;
      // Towards the callee: received from the caller or sent to the callee.
      const bool onwards = callee_side == (entry.way == direction::sent);
      const std::string arrow(callee_side ? 2 : 1, onwards ? '>' : '<');
      out += entry.status == 0 ? std::string(entry.method.view()) : std::to_string(entry.status);
      out += arrow;
    }
  }
  return out;
}

std::vector<std::string> fake_journal::teardown_of(call_key key) const {
  std::vector<std::string> out;
  for (const teardown_progress& each : all<teardown_progress>()) {
    if (each.key == key) out.emplace_back(to_string(each.state));
  }
  return out;
}

neighbour::neighbour(std::uint32_t v4) : socket_(net::udp_socket::open(from_v4(v4, 0)).value()) {}

std::string neighbour::take() {
  if (arrived_.empty()) {
    for (const net::datagram& each : socket_.receive()) arrived_.emplace_back(each.bytes);
  }
  if (arrived_.empty()) return {};
  std::string first = std::move(arrived_.front());
  arrived_.erase(arrived_.begin());
  return first;
}

rig::rig(const rig_options& with) {
  gateway_options options;
  options.listen = with.listen;
  options.streams = with.streams;
  options.refusal_url = with.refusal_url;
  options.max_live_calls = with.max_live_calls;
  options.max_transactions = with.max_transactions;
  options.ring_timeout_ms = 60'000;
  options.next_hop_ping_ms = with.ping_ms;
  trunk_options north;
  north.name = "carrier-north";
  north.id = trunk_id_of(north.name);
  north.where = country("GB");
  if (with.has_sources) north.sources = {parse_block("127.0.1.1").value()};
  north.tls_identities = with.tls_identities;
  north.next_hops = with.next_hops;
  north.mode = with.kind;
  north.enforced = with.mode;
  north.answers = with.answers;
  north.headers = with.headers;
  north.max_calls_per_second = with.calls_per_second;
  north.max_live_calls = with.live_calls;
  for (std::size_t i = 0; i < with.switches; ++i) {
    switches.push_back(std::make_unique<neighbour>(0x7f000201 + static_cast<std::uint32_t>(i)));
    north.next_hops.push_back({transport::udp, switches.back()->at()});
  }
  options.trunks = {north};
  screening = std::make_unique<engine::engine>(engine::testing::small(),
                                               engine::testing::policy_of(with.policy));
  auto sockets = listeners::open(options.listen, {}, options.streams);
  path = std::make_unique<call_path>(std::move(options), std::move(sockets.value()), *screening,
                                     journal, clock);
  path->now = engine::testing::kMorning;
  path->now_ms = path->timers.now();
  path->next_tick_ms = path->now_ms;
  for (trunk& each : path->trunks.all()) {
    for (hop& next : each.hops) next.heard_at_ms = path->now_ms;
  }
}

std::string rig::centre(std::size_t listener) const {
  return to_string(path->sockets.at(listener).name.at);
}

void rig::settle() {
  pollfd waiting{path->sockets.streams().fd(), POLLIN, 0};
  do {
    serve_streams(*path);
    on_time(*path);
    path->sockets.flush();
  } while (::poll(&waiting, 1, 20) == 1);
}

void rig::send(const neighbour& from, std::string_view text) {
  std::string wire;
  for (const char c : text) {
    if (c == '\n' && (wire.empty() || wire.back() != '\r')) wire += '\r';
    wire += c;
  }
  on_datagram(*path, wire, {from.at(), 0, 0, 0});
  path->sockets.flush();
}

void rig::pass(std::int64_t ms) {
  for (std::int64_t gone = 0; gone < ms; gone += 10) {
    path->now_ms += 10;
    path->now += std::chrono::milliseconds{10};
    on_time(*path);
    path->sockets.flush();
  }
}

call_key rig::last_call() const {
  const auto started = journal.all<call_started>();
  return started.empty() ? call_key{} : started.back().key;
}

std::string rig::invite(std::string_view caller, std::string_view callee, std::string_view extra) {
  const std::string n = std::to_string(++calls);
  std::ostringstream out;
  out << "INVITE sip:" << callee << "@" << centre() << " SIP/2.0\r\n"
      << "Via: SIP/2.0/UDP " << carrier.address() << ";branch=z9hG4bKc" << n << "\r\n"
      << "Max-Forwards: 70\r\n"
      << "From: <sip:" << caller << "@carrier.example>;tag=caller" << n << "\r\n"
      << "To: <sip:" << callee << "@" << centre() << ">\r\n"
      << "Call-ID: call" << n << "@carrier.example\r\n"
      << "CSeq: 1 INVITE\r\n"
      << "Contact: <sip:gw@" << carrier.address() << ">\r\n"
      << extra << "Content-Length: 0\r\n\r\n";
  return out.str();
}

std::vector<std::string> fields(const std::string& message, std::string_view name) {
  std::vector<std::string> out;
  std::istringstream lines(message);
  std::string line;
  while (std::getline(lines, line) && line != "\r") {
    if (line.size() > name.size() && line.compare(0, name.size(), name) == 0 &&
        line[name.size()] == ':') {
      line.pop_back();
      out.push_back(line.substr(name.size() + 2));
    }
  }
  return out;
}

std::string field(const std::string& message, std::string_view name) {
  const auto all = fields(message, name);
  return all.empty() ? std::string{} : all[0];
}

std::string first_line(const std::string& message) {
  return message.substr(0, message.find('\r'));
}

std::string answer_to(const std::string& request, std::string_view status, std::string_view to_tag,
                      std::string_view contact) {
  std::string out = "SIP/2.0 " + std::string(status) + "\r\n";
  for (const auto& via : fields(request, "Via")) out += "Via: " + via + "\r\n";
  for (const auto& rr : fields(request, "Record-Route")) out += "Record-Route: " + rr + "\r\n";
  out += "From: " + field(request, "From") + "\r\nTo: " + field(request, "To");
  if (field(request, "To").find("tag=") == std::string::npos && !to_tag.empty()) {
    out += ";tag=" + std::string(to_tag);
  }
  out +=
      "\r\nCall-ID: " + field(request, "Call-ID") + "\r\nCSeq: " + field(request, "CSeq") + "\r\n";
  if (!contact.empty()) out += "Contact: <" + std::string(contact) + ">\r\n";
  return out + "Content-Length: 0\r\n\r\n";
}

std::string inside(std::string_view verb, int cseq, const std::string& answer,
                   const neighbour& sender, bool by_caller) {
  static int branch = 0;
  const std::string contact = field(answer, "Contact");
  std::string out =
      std::string(verb) + " " +
      (contact.empty() ? "sip:nobody@127.0.0.1" : contact.substr(1, contact.find('>') - 1)) +
      " SIP/2.0\r\n";
  out += "Via: SIP/2.0/UDP " + sender.address() + ";branch=z9hG4bKi" + std::to_string(++branch) +
         "\r\nMax-Forwards: 70\r\n";
  for (const auto& rr : fields(answer, "Record-Route")) out += "Route: " + rr + "\r\n";
  out += "From: " + field(answer, by_caller ? "From" : "To") + "\r\n";
  out += "To: " + field(answer, by_caller ? "To" : "From") + "\r\n";
  out += "Call-ID: " + field(answer, "Call-ID") + "\r\n";
  return out + "CSeq: " + std::to_string(cseq) + " " + std::string(verb) +
         "\r\nContent-Length: 0\r\n\r\n";
}

}  // namespace qorgan::gateway::testing
