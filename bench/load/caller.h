#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/invite_template.h"
#include "bench/load/options.h"
#include "bench/load/wire.h"

namespace qorgan::load {

/// The calling side both modes share: a window of slots, each with at most one call, started in a
/// closed loop or at a fixed rate.
class caller {
 public:
  caller(const options& o, wire socket);

  /// Starts calls that may start now: free slots, rate, time and number allow.
  void start_due(std::int64_t now_ns);
  /// Slot of a call that is still waited for; -1 for any other.
  int slot_of(std::string_view call_id) const;
  /// The call in this slot is over; the slot is free.
  void release(int slot);
  /// First final answer to the slot's INVITE.
  void note_final(int slot, unsigned status, std::string_view call_id, std::int64_t now_ns);
  /// Gives up calls without an answer for too long.
  void expire(std::int64_t now_ns);
  /// When the rate wants the next call; 0: it says nothing.
  std::int64_t next_due_ns() const;
  /// No more calls are to be started, and none is waited for.
  bool finished(std::int64_t now_ns) const;
  void flush_log();

  wire& socket() { return socket_; }
  figures& numbers() { return figures_; }
  const options& settings() const { return options_; }

 private:
  struct slot_state {
    std::uint32_t serial = 0;
    bool busy = false;
    bool answered = false;
    std::uint64_t random = 0;
    std::int64_t started_ns = 0;
    std::int64_t sent_ns = 0;
  };
  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  bool may_start(std::int64_t now_ns) const;
  void start(int slot, std::int64_t now_ns);
  void send_invite(int slot, std::int64_t now_ns);

  options options_;
  wire socket_;
  message_template honest_;
  message_template spoofed_;
  std::vector<slot_state> slots_;
  std::vector<int> free_;
  std::uint16_t run_;
  std::uint64_t random_;
  std::uint64_t spoofed_below_;
  std::int64_t began_ns_ = 0;
  std::unique_ptr<std::FILE, closer> refused_log_;
  figures figures_;
};

/// Fast looks into a message of known make, without parsing it.
unsigned status_of(std::string_view bytes);  ///< 0: a request
std::string_view value_of(std::string_view bytes, std::string_view name_with_colon);

/// Until the socket has something, `until_ns` (0: no such moment) or a millisecond has passed.
void wait_for(const wire& one, std::int64_t until_ns = 0);
void wait_for(const wire& one, const wire& other, std::int64_t until_ns = 0);

/// The two modes; each returns the figures of its run.
figures run_redirect(const options& o, wire socket);
figures run_proxy(const options& o, wire socket, wire uas);
/// Noise and mutated SIP messages at full speed (flood.cc). What comes back is read and counted.
figures run_flood(const options& o, net::udp_socket socket);
/// A bare responder on `to`: answers every INVITE 404 and looks at nothing. The floor.
void run_floor(const options& o, wire socket);

}  // namespace qorgan::load
