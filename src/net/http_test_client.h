#pragma once

// For tests: HTTP and WebSocket spoken by hand over a plain socket, sharing no code with the
// server.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ip_address.h"

namespace qorgan::net::test {

struct reply {
  int status = 0;                                   // 0: the connection ended without an answer
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

struct frame {
  int opcode = 0;  // 1 text, 8 close, 9 ping
  std::string payload;
  int close_code() const {
    if (opcode != 8 || payload.size() < 2) return 0;
    return (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]);
  }
};

class client {
 public:
  explicit client(const ip_endpoint& server, int receive_buffer = 0) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    host_ = "127.0.0.1:" + std::to_string(server.port);
  }
  ~client() { ::close(fd_); }
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  const std::string& host() const { return host_; }
  bool connected() const { return connected_; }

  void send_raw(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  reply request(const std::string& method, const std::string& target,
                const std::vector<std::pair<std::string, std::string>>& headers = {},
                const std::string& body = {}) {
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send_raw(text + "\r\n" + body);
    return read_reply(method == "HEAD");
  }

  reply read_reply(bool head_only = false) {
    reply out;
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return out;
    }
    parse_head(buffer_.substr(0, end), out);
    buffer_.erase(0, end + 4);
    if (head_only || out.status == 204 || out.status == 304 || out.status < 200) return out;
    const auto size = static_cast<std::size_t>(std::atol(out.header("content-length").c_str()));
    while (buffer_.size() < size && fill()) {
    }
    out.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return out;
  }

  /// The answer to the upgrade; 101 when the socket is a WebSocket now.
  reply upgrade(const std::string& target,
                const std::vector<std::pair<std::string, std::string>>& headers) {
    auto all = headers;
    all.insert(all.end(), {{"Upgrade", "websocket"},
                           {"Connection", "Upgrade"},
                           {"Sec-WebSocket-Version", "13"},
                           {"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="}});
    return request("GET", target, all);
  }

  void send_text(std::string_view text) {
    std::string out{static_cast<char>(0x81)};
    if (text.size() < 126) {
      out += static_cast<char>(0x80 | text.size());
    } else {
      out += static_cast<char>(0x80 | 126);
      out += static_cast<char>(text.size() >> 8);
      out += static_cast<char>(text.size() & 0xff);
    }
    out += std::string(4, '\0');  // the mask of zeroes is a mask too (RFC 6455, 5.3)
    send_raw(out + std::string{text});
  }

  /// The next frame that is not a ping; nothing when the connection ended or in silence.
  std::optional<frame> read_frame(int timeout_ms = 5'000) {
    for (;;) {
      auto out = take_frame();
      if (out && out->opcode != 9 && out->opcode != 10) return out;
      if (!out && !fill(timeout_ms)) return std::nullopt;
    }
  }

  /// False: ended, or nothing came for the time given.
  bool fill(int timeout_ms = 5'000) {
    pollfd watched{fd_, POLLIN, 0};
    if (::poll(&watched, 1, timeout_ms) <= 0) return false;
    char bytes[65'536];
    const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(size));
    received_ += static_cast<std::uint64_t>(size);
    return true;
  }
  std::uint64_t received() const { return received_; }

 private:
  static void parse_head(std::string_view head, reply& out) {
    out.status = std::atoi(std::string{head.substr(head.find(' ') + 1, 3)}.c_str());
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
      const std::size_t next = head.find("\r\n", at + 2);
      const std::string_view line = head.substr(at + 2, next - at - 2);
      const std::size_t colon = line.find(": ");
      std::string name{line.substr(0, colon)};
      for (char& c : name) c = static_cast<char>(std::tolower(c));
      if (colon != std::string_view::npos) out.headers.emplace(name, line.substr(colon + 2));
      at = next;
    }
  }

  std::optional<frame> take_frame() {
    const auto byte = [this](std::size_t i) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(buffer_[i]));
    };
    if (buffer_.size() < 2) return std::nullopt;
    std::uint64_t size = byte(1) & 0x7f;
    const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (buffer_.size() < 2 + extra) return std::nullopt;
    if (extra > 0) size = 0;
    for (std::size_t i = 0; i < extra; ++i) size = (size << 8) | byte(2 + i);
    if (buffer_.size() < 2 + extra + size) return std::nullopt;
    frame out{static_cast<int>(byte(0) & 0x0f), buffer_.substr(2 + extra, size)};
    buffer_.erase(0, 2 + extra + size);
    return out;
  }

  int fd_ = -1;
  bool connected_ = false;
  std::string host_;
  std::string buffer_;
  std::uint64_t received_ = 0;
};

}  // namespace qorgan::net::test
