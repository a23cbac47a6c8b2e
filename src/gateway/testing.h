#pragma once

// A call path with real sockets on loopback, time that the test moves, and a journal that commits
// when the test says so. Nothing sleeps.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/testing.h"
#include "gateway/call_path.h"
#include "gateway/dispatch.h"
#include "gateway/recorder.h"
#include "gateway/round.h"
#include "gateway/teardown_driver.h"
#include "net/udp.h"

namespace qorgan::gateway::testing {

/// A journal in memory: full, unhealthy or slow as the test wants it.
class fake_journal : public journal_port {
 public:
  bool append(record& entry) noexcept override {
    if (full) return false;
    entry.seq = records.size() + 1;
    records.push_back(entry);
    if (commits_at_once) committed_seq = entry.seq;
    return true;
  }
  std::uint64_t committed() const noexcept override { return committed_seq; }
  bool healthy() const noexcept override { return is_healthy; }
  bool behind() const noexcept override { return is_behind; }
  void wake_on_commit(int) noexcept override {}

  template <typename Input>
  std::vector<Input> all() const {
    std::vector<Input> out;
    for (const record& each : records) {
      if (const Input* const input = std::get_if<Input>(&each.input)) out.push_back(*input);
    }
    return out;
  }
  /// "INVITE> 100< INVITE>> 200<<": caller's leg with one arrow, callee's with two; '>' towards
  /// the callee.
  std::string ladder_of(call_key key) const;
  std::vector<std::string> teardown_of(call_key key) const;

  std::vector<record> records;
  std::uint64_t committed_seq = 0;
  bool commits_at_once = true;
  bool is_healthy = true;
  bool is_behind = false;
  bool full = false;
};

/// A SIP neighbour: what it sends is written out, what it gets is taken apart.
class neighbour {
 public:
  explicit neighbour(std::uint32_t v4 = 0x7f000001);

  ip_endpoint at() const { return socket_.local(); }
  std::string address() const { return to_string(at()); }
  /// The next message that has arrived; empty when there is none.
  std::string take();
  /// Everything that has arrived, thrown away.
  void forget() {
    while (!take().empty()) {
    }
  }

 private:
  net::udp_socket socket_;
  std::vector<std::string> arrived_;
};

/// Options: carriers on 127.0.1.x, one switch.
struct rig_options {
  std::string policy = "version: 1\n";
  enforcement mode = enforcement::enforce;
  trunk_mode kind = trunk_mode::proxy;
  std::uint32_t calls_per_second = 0;
  std::uint32_t live_calls = 0;
  std::string refusal_url;
  answer_codes answers;
  header_options headers;
  std::size_t max_live_calls = 1'000;
  std::size_t max_transactions = 4'000;
  std::size_t switches = 1;
  std::uint32_t ping_ms = 0;
  std::vector<listen_address> listen{{transport::udp, from_v4(0x7f000001, 0)}};
  std::vector<next_hop> next_hops;  ///< before the switches
  std::vector<std::string> tls_identities;
  bool has_sources = true;
  stream_options streams;
};

class rig {
 public:
  explicit rig(const rig_options& with = {});

  /// `from` sends `text` to the centre; lines may end with \n.
  void send(const neighbour& from, std::string_view text);
  /// Whatever the connections bring, until nothing more comes.
  void settle();
  /// Time moves in steps of 10 ms.
  void pass(std::int64_t ms);
  void drop(call_key key) { start_drop(*path, {key, "operator:desk", "alert-7"}); }
  call_key last_call() const;

  /// An INVITE of the carrier, with what is wanted in it.
  std::string invite(std::string_view caller = "+442079460001",
                     std::string_view callee = "+77010000001", std::string_view extra = "");
  std::string centre(std::size_t listener = 0) const;

  neighbour carrier{0x7f000101};
  std::vector<std::unique_ptr<neighbour>> switches;
  neighbour& callee() { return *switches[0]; }
  fake_journal journal;
  os::clock clock;
  std::unique_ptr<engine::engine> screening;
  std::unique_ptr<call_path> path;
  int calls = 0;  ///< counts Call-IDs, tags and branches
};

/// First value of a header field in `message`, all Via and Route lines for "all:Via".
std::string field(const std::string& message, std::string_view name);
std::vector<std::string> fields(const std::string& message, std::string_view name);
std::string first_line(const std::string& message);
/// A response to `request` as a neighbour writes it: Via, From, To, Call-ID, CSeq, Record-Route.
std::string answer_to(const std::string& request, std::string_view status,
                      std::string_view to_tag = "callee", std::string_view contact = "");
/// ACK, BYE … of the caller inside the dialog that `answer` confirmed.
std::string inside(std::string_view verb, int cseq, const std::string& answer,
                   const neighbour& sender, bool by_caller = true);

}  // namespace qorgan::gateway::testing
