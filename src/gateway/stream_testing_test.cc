#include "gateway/stream_testing.h"

#include <array>

#include "net/socket_address.h"

namespace qorgan::gateway::testing {

stream_neighbour::stream_neighbour(const ip_endpoint& from, const ip_endpoint& to,
                                   std::unique_ptr<net::tls_session> tls)
    : link_(net::stream::connect(from, to, std::move(tls)).value()) {}

bool stream_neighbour::advance() {
  if (link_.fd() < 0) return false;
  if (!connected_) {
    const net::progress made = link_.connected();
    closed_ = closed_ || made == net::progress::failed;
    if (made != net::progress::done) return false;
    connected_ = true;
  }
  const net::progress made = link_.shake_hands();
  closed_ = closed_ || made == net::progress::failed;
  if (made != net::progress::done) return false;
  if (!unsent_.empty()) unsent_.erase(0, link_.write(unsent_).bytes);
  return true;
}

void stream_neighbour::say(std::string_view text) {
  std::string wire;
  for (const char c : text) {
    if (c == '\n' && (wire.empty() || wire.back() != '\r')) wire += '\r';
    wire += c;
  }
  say_raw(wire);
}

void stream_neighbour::say_raw(std::string_view bytes) {
  unsent_ += bytes;
  advance();
}

void stream_neighbour::read() {
  if (!advance()) return;
  std::array<char, 65'536> room;
  for (;;) {
    const net::transfer got = link_.read(room);
    arrived_.append(room.data(), got.bytes);
    closed_ = closed_ || got.ended;
    if (got.bytes == 0) return;
  }
}

std::string stream_neighbour::take() {
  read();
  for (;;) {
    const sip::frame next = framer_.next(arrived_);
    const std::string out = arrived_.substr(0, next.size);
    arrived_.erase(0, next.size);
    if (next.kind == sip::frame_kind::line_end) continue;
    return next.kind == sip::frame_kind::message ? out : std::string{};
  }
}

std::string stream_neighbour::take_raw() {
  read();
  return std::exchange(arrived_, {});
}

bool stream_neighbour::is_closed() {
  read();
  return closed_;
}

ip_endpoint stream_neighbour::local() const {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  if (::getsockname(link_.fd(), reinterpret_cast<sockaddr*>(&name), &length) != 0) return {};
  return net::from_socket_address(name);
}

stream_switch::stream_switch(const ip_endpoint& at)
    : socket_(net::stream_listener::open(at).value()) {}

std::unique_ptr<stream_neighbour> stream_switch::accept(std::unique_ptr<net::tls_session> tls) {
  const auto taken = socket_.accept();
  if (!taken) return nullptr;
  return std::make_unique<stream_neighbour>(net::stream::take(taken->fd, std::move(tls)));
}

std::string over_stream(std::string message, std::string_view transport,
                        const std::string& sender) {
  const std::size_t via = message.find("Via: SIP/2.0/UDP ");
  const std::size_t end = message.find(';', via);
  message.replace(via, end - via, "Via: SIP/2.0/" + std::string(transport) + " " + sender);
  const std::size_t contact = message.find("Contact: <sip:gw@");
  if (contact == std::string::npos) return message;
  const std::size_t close = message.find('>', contact);
  const std::string parameter = transport == "TLS" ? ";transport=tls" : ";transport=tcp";
  message.replace(contact, close - contact, "Contact: <sip:gw@" + sender + parameter);
  return message;
}

}  // namespace qorgan::gateway::testing
