#pragma once

// A name server of a test's own: answers what it was told over UDP on loopback, on its own thread.

#include <poll.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "net/poller.h"
#include "net/udp.h"

namespace qorgan::net::testing {

class dns_server {
 public:
  dns_server() {
    thread_ = std::thread([this] { run(); });
  }
  ~dns_server() {
    stop_.wake();
    thread_.join();
  }
  ip_endpoint at() const { return socket_.local(); }

  void address(const std::string& name, const std::string& text, std::uint32_t ttl_s = 60) {
    const ip_endpoint at = parse_address(text).value();
    const std::size_t skip = at.is_v4() ? 12 : 0;
    add(name, at.is_v4() ? 1 : 28,
        std::string(reinterpret_cast<const char*>(at.address.data()) + skip, 16 - skip), ttl_s);
  }
  void srv(const std::string& name, std::uint16_t priority, std::uint16_t weight,
           std::uint16_t port, const std::string& target, std::uint32_t ttl_s = 60) {
    add(name, 33, number(priority) + number(weight) + number(port) + labels(target), ttl_s);
  }
  void naptr(const std::string& name, std::uint16_t order, std::uint16_t preference,
             const std::string& service, const std::string& replacement, std::uint32_t ttl_s = 60) {
    add(name, 35,
        number(order) + number(preference) + text("s") + text(service) + text("") +
            labels(replacement),
        ttl_s);
  }
  void forget(const std::string& name) {
    const std::lock_guard lock(guard_);
    std::erase_if(records_, [&name](const auto& one) { return one.first.first == name; });
  }
  /// From now on every question is answered SERVFAIL.
  void fail(bool fails) {
    const std::lock_guard lock(guard_);
    fails_ = fails;
  }

 private:
  struct record {
    std::string data;
    std::uint32_t ttl_s;
  };

  static std::string number(std::uint32_t value, int width = 2) {
    std::string out;
    for (int i = width; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
  }
  static std::string text(const std::string& bytes) {
    return static_cast<char>(bytes.size()) + bytes;
  }
  static std::string labels(const std::string& name) {
    std::string out;
    for (std::size_t at = 0; at < name.size() && name != ".";) {
      const std::size_t dot = std::min(name.find('.', at), name.size());
      out += text(name.substr(at, dot - at));
      at = dot + 1;
    }
    return out + '\0';
  }
  void add(const std::string& name, std::uint16_t kind, std::string data, std::uint32_t ttl_s) {
    const std::lock_guard lock(guard_);
    records_[{name, kind}].push_back({std::move(data), ttl_s});
  }

  std::string answer(std::string_view question) {
    std::string name;
    std::size_t at = 12;
    while (at < question.size() && question[at] != 0) {
      const auto length = static_cast<std::size_t>(question[at]);
      if (!name.empty()) name += '.';
      name += question.substr(at + 1, length);
      at += 1 + length;
    }
    const auto kind = static_cast<std::uint16_t>(static_cast<unsigned char>(question[at + 1]) << 8 |
                                                 static_cast<unsigned char>(question[at + 2]));
    const std::lock_guard lock(guard_);
    const auto found = records_.find({name, kind});
    const bool exists =
        std::ranges::any_of(records_, [&name](const auto& one) { return one.first.first == name; });
    const unsigned code = fails_ ? 2 : exists ? 0 : 3;
    const std::size_t count = fails_ || found == records_.end() ? 0 : found->second.size();
    std::string out(question.substr(0, 2));
    out += number(0x8180 | code) + number(1) + number(static_cast<std::uint32_t>(count)) +
           number(0) + number(0);
    out += question.substr(12, at + 5 - 12);
    for (std::size_t i = 0; i < count; ++i) {
      const record& one = found->second[i];
      out += "\xc0\x0c" + number(kind) + number(1) + number(one.ttl_s, 4) +
             number(static_cast<std::uint32_t>(one.data.size())) + one.data;
    }
    return out;
  }

  void run() {
    pollfd waiting[2] = {{socket_.fd(), POLLIN, 0}, {stop_.fd(), POLLIN, 0}};
    while (::poll(waiting, 2, -1) > 0 && waiting[1].revents == 0) {
      for (const datagram& each : socket_.receive()) {
        if (each.bytes.size() > 17) socket_.send(answer(each.bytes), each.peer);
      }
      socket_.flush();
    }
  }

  udp_socket socket_ = udp_socket::open(from_v4(0x7f000001, 0)).value();
  wake_fd stop_ = wake_fd::open().value();
  std::mutex guard_;
  std::map<std::pair<std::string, std::uint16_t>, std::vector<record>> records_;
  bool fails_ = false;
  std::thread thread_;
};

}  // namespace qorgan::net::testing
