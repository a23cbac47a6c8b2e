// Datagrams that nobody should send: noise, and SIP messages of all kinds with bytes flipped, lines
// gone, doubled, swapped and cut. The same seed sends the same datagrams.
#include <poll.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "bench/load/caller.h"
#include "os/clock.h"

namespace qorgan::load {
namespace {

using dice = std::mt19937_64;

std::size_t below(dice& roll, std::size_t limit) {
  return static_cast<std::size_t>(roll() % std::max<std::size_t>(limit, 1));
}

std::string request(const options& o, const ip_endpoint& here, std::string_view verb,
                    std::string_view more) {
  const std::string from = address_text(here), to = to_string(o.to);
  return std::string(verb) + " sip:+77012345678@" + to + " SIP/2.0\r\nVia: SIP/2.0/UDP " +
         to_string(here) + ";branch=z9hG4bKflood;rport\r\nMax-Forwards: 70\r\nFrom: \"A\" <sip:b@" +
         from + ">;tag=f1\r\nTo: <sip:+77012345678@" + to + ">" + std::string(more) +
         "\r\nCall-ID: flood@" + from + "\r\nCSeq: 1 " + std::string(verb) +
         "\r\nRoute: <sip:" + to + ";lr>\r\nContact: <sip:b@" + to_string(here) +
         ">\r\nContent-Length: 0\r\n\r\n";
}

std::vector<std::string> sound_messages(const options& o, const ip_endpoint& here) {
  std::vector<std::string> out;
  std::string invite = invite_text(here, o.to, kHonestDigits, carrier::udp, "+77012345678");
  std::ranges::replace(invite, '\1', '4');
  std::ranges::replace(invite, '\3', 'a');
  out.push_back(invite);
  for (const char* verb : {"INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL", "ACK", "UPDATE",
                           "PRACK", "SUBSCRIBE", "NOTIFY", "MESSAGE", "REFER", "NONSENSE"}) {
    out.push_back(request(o, here, verb, ""));
    out.push_back(request(o, here, verb, ";tag=there"));
  }
  for (const char* status : {"100 Trying", "180 Ringing", "200 OK", "404 No", "503 Later"}) {
    std::string response = request(o, here, "INVITE", ";tag=there");
    response.replace(0, response.find('\r'), std::string("SIP/2.0 ") + status);
    out.push_back(response);
  }
  return out;
}

std::string noise(dice& roll) {
  std::string out(1 + below(roll, 1'200), '\0');
  for (char& each : out) each = static_cast<char>(roll());
  return out;
}

/// Begin and length of a line, its end included.
std::pair<std::size_t, std::size_t> any_line(dice& roll, const std::string& text) {
  const std::size_t at = below(roll, text.size());
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
  return {begin, end - begin};
}

void mutate(dice& roll, std::string& text, const std::string& other) {
  constexpr std::string_view kTelling = "\r\n :;,<>@\"\\%=[]\t\0/";
  const auto [begin, length] = any_line(roll, text);
  switch (below(roll, 9)) {
    case 0: text[below(roll, text.size())] = static_cast<char>(roll()); return;
    case 1: text[below(roll, text.size())] = kTelling[below(roll, kTelling.size())]; return;
    case 2: text.erase(begin, length); return;
    case 3: text.insert(begin, text.substr(begin, length)); return;
    case 4: text.resize(1 + below(roll, text.size())); return;
    case 5:
      text.insert(below(roll, text.size()), 1 + below(roll, 300), static_cast<char>(roll()));
      return;
    case 6: text.insert(begin, other.substr(below(roll, other.size()), below(roll, 200))); return;
    case 7: text.erase(below(roll, text.size()), below(roll, 40)); return;
    default: text += noise(roll);
  }
}

}  // namespace

figures run_flood(const options& o, net::udp_socket socket) {
  dice roll(o.seed);
  const std::vector<std::string> sound = sound_messages(o, socket.local());
  figures out;
  const std::int64_t began = os::monotonic_ns();
  while (o.calls == 0 || out.started < o.calls) {
    const double elapsed = static_cast<double>(os::monotonic_ns() - began) / 1e9;
    if (o.seconds > 0 && elapsed >= o.seconds) break;
    if (o.rate > 0 && static_cast<double>(out.started) >= elapsed * o.rate) {
      pollfd watched{socket.fd(), POLLIN, 0};
      ::poll(&watched, 1, 1);
    } else {
      for (int i = 0; i < 64 && (o.calls == 0 || out.started < o.calls); ++i, ++out.started) {
        std::string text = below(roll, 5) == 0 ? noise(roll) : sound[below(roll, sound.size())];
        for (std::size_t times = below(roll, 4); times > 0 && !text.empty(); --times) {
          mutate(roll, text, sound[below(roll, sound.size())]);
        }
        if (text.size() < 60'000) socket.send(text, o.to);
      }
      socket.flush();
    }
    for (const net::datagram& one : socket.receive()) {
      ++out.answered;
      if (const unsigned status = status_of(one.bytes)) ++out.codes[status];
    }
  }
  return out;
}

}  // namespace qorgan::load
