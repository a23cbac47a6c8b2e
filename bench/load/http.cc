// Questions over HTTP. Requests are prebuilt; only numbers and the call's name are copied in, each
// in a field of fixed width. An answer is looked at for its status, its length and its verdict.
#include "bench/load/http.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "bench/load/invite_template.h"
#include "net/socket_address.h"
#include "os/clock.h"

namespace qorgan::load {
namespace {

constexpr std::string_view kHonest = "+4915100000000";
constexpr std::string_view kSpoofed = "+7 7172 200000";
constexpr std::string_view kCallee = "+77010000000";
constexpr std::string_view kName = "00000000000000000000";
static_assert(kHonest.size() == kSpoofed.size());

struct request_text {
  std::string bytes;
  std::size_t caller = 0, callee = 0, name = 0;  ///< where the digits stand
};

request_text make_request(const options& o) {
  const std::string body = R"({"trunk":")" + o.trunk + R"(","caller":")" + std::string(kHonest) +
                           R"(","callee":")" + std::string(kCallee) + R"(","call_id":")" +
                           std::string(kName) + R"(","source":"192.0.2.1:5060"})";
  request_text out;
  out.bytes =
      "POST /v1/screen HTTP/1.1\r\nHost: " + to_string(o.to) + "\r\nAuthorization: Bearer " +
      o.token +
      "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  out.caller = out.bytes.find(kHonest);
  out.callee = out.bytes.find(kCallee);
  out.name = out.bytes.find(kName);
  return out;
}

struct connection {
  int fd = -1;
  bool busy = false;
  std::int64_t due_ns = 0;
  std::int64_t sent_ns = 0;
  std::string request;
  std::string answer;
};

int connect_to(const ip_endpoint& at) {
  sockaddr_storage to{};
  const socklen_t size = net::to_socket_address(at, !at.is_v4(), to);
  const int fd = ::socket(at.is_v4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&to), size) != 0) {
    if (fd >= 0) ::close(fd);
    return -1;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

class http_load {
 public:
  explicit http_load(const options& o)
      : options_{o},
        text_{make_request(o)},
        random_{mix64(o.seed)},
        spoofed_below_{static_cast<std::uint64_t>(o.spoofed_share * 1'000'000)},
        poll_{::epoll_create1(EPOLL_CLOEXEC)} {
    connections_.resize(o.window);
    for (std::size_t i = 0; i < connections_.size(); ++i) open(i);
  }
  http_load(const http_load&) = delete;
  http_load& operator=(const http_load&) = delete;
  ~http_load() {
    for (const connection& one : connections_) {
      if (one.fd >= 0) ::close(one.fd);
    }
    ::close(poll_);
  }

  figures run() {
    began_ns_ = os::monotonic_ns();
    for (;;) {
      const std::int64_t now = os::monotonic_ns();
      start_due(now);
      if (finished(now)) return figures_;
      std::array<epoll_event, 64> events;
      const int count = ::epoll_wait(poll_, events.data(), events.size(), wait_ms(now));
      const std::int64_t heard = os::monotonic_ns();
      for (int i = 0; i < count; ++i) read(events[static_cast<std::size_t>(i)].data.u64, heard);
    }
  }

 private:
  void open(std::size_t index) {
    connection& one = connections_[index];
    std::erase(free_, index);
    if (one.fd >= 0) ::close(one.fd);
    one = {};
    one.fd = connect_to(options_.to);
    one.request = text_.bytes;
    if (one.fd < 0) return;
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u64 = index;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, one.fd, &wanted);
    free_.push_back(index);
  }

  bool more_to_come(std::int64_t now) const {
    if (options_.calls != 0 && figures_.started >= options_.calls) return false;
    return options_.seconds <= 0 || static_cast<double>(now - began_ns_) < options_.seconds * 1e9;
  }
  std::int64_t next_due(std::int64_t now) const {
    if (options_.rate <= 0) return now;
    return began_ns_ +
           static_cast<std::int64_t>(static_cast<double>(figures_.started) * 1e9 / options_.rate);
  }
  int wait_ms(std::int64_t now) const {
    // The generator has a core of its own: it looks again at once rather than sleep past a moment.
    return options_.rate > 0 && more_to_come(now) ? 0 : 10;
  }

  void start_due(std::int64_t now) {
    while (!free_.empty() && more_to_come(now)) {
      const std::int64_t due = next_due(now);
      if (due > now) return;
      const std::size_t index = free_.front();
      free_.pop_front();
      ask(index, due, now);
    }
  }

  void ask(std::size_t index, std::int64_t due, std::int64_t now) {
    connection& one = connections_[index];
    random_ = mix64(random_ + 0x9e3779b97f4a7c15ULL);
    const bool spoofed = random_ % 1'000'000 < spoofed_below_;
    char* const at = one.request.data();
    std::memcpy(at + text_.caller, (spoofed ? kSpoofed : kHonest).data(), kHonest.size());
    char* const caller_end = at + text_.caller + kHonest.size();
    const std::uint64_t caller = random_ >> 20;
    put_digits(spoofed ? caller % 1'000 : caller % options_.callers, caller_end - (spoofed ? 3 : 8),
               caller_end);
    char* const callee_end = at + text_.callee + kCallee.size();
    put_digits(1'000'000 + (random_ >> 40) % options_.callees, callee_end - 7, callee_end);
    char* const name_end = at + text_.name + kName.size();
    put_digits(options_.seed % 1'000'000 * 10'000'000'000ULL + figures_.started,
               name_end - kName.size(), name_end);
    ++figures_.started;
    one.busy = true;
    one.due_ns = due;
    one.sent_ns = now;
    const ssize_t sent = ::send(one.fd, at, one.request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(one.request.size())) fail(index);
  }

  void fail(std::size_t index) {
    if (connections_[index].busy) ++figures_.lost;
    open(index);
  }

  void read(std::size_t index, std::int64_t now) {
    connection& one = connections_[index];
    char bytes[4'096];
    const ssize_t size = ::recv(one.fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) return fail(index);
    one.answer.append(bytes, static_cast<std::size_t>(size));
    const std::size_t head = one.answer.find("\r\n\r\n");
    if (head == std::string::npos) return;
    const std::size_t field = one.answer.find("Content-Length: ");
    const std::size_t body =
        field < head ? static_cast<std::size_t>(std::atol(one.answer.c_str() + field + 16)) : 0;
    if (one.answer.size() < head + 4 + body) return;
    note(one, now);
    one.answer.clear();
    one.busy = false;
    free_.push_back(index);
  }

  void note(const connection& one, std::int64_t now) {
    const auto status = static_cast<unsigned>(std::atoi(one.answer.c_str() + 9));
    // A refusal counts as 603, so that the table of answers shows both.
    const bool block = one.answer.find("\"verdict\":\"block\"") != std::string::npos;
    const bool open = one.answer.find("\"open\":") != std::string::npos;
    ++figures_.codes[block ? 603 : open ? 299 : status];
    ++figures_.answered;
    figures_.latency.add(now - one.due_ns);
  }

  bool finished(std::int64_t now) {
    if (more_to_come(now)) return false;
    bool waiting = false;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      const connection& one = connections_[i];
      if (!one.busy) continue;
      if (now - one.sent_ns > std::int64_t{options_.timeout_ms} * 1'000'000) {
        fail(i);
      } else {
        waiting = true;
      }
    }
    return !waiting;
  }

  options options_;
  request_text text_;
  std::uint64_t random_;
  std::uint64_t spoofed_below_;
  int poll_;
  std::vector<connection> connections_;
  std::deque<std::size_t> free_;
  std::int64_t began_ns_ = 0;
  figures figures_;
};

}  // namespace

figures run_http(const options& o) {
  return http_load{o}.run();
}

}  // namespace qorgan::load
