#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_hash_index.h"
#include "base/slot_map.h"
#include "gateway/options.h"
#include "gateway/peer.h"
#include "net/poller.h"
#include "net/stream.h"
#include "net/tls.h"
#include "sip/stream_framer.h"

namespace qorgan::gateway {

/// Why a connection is closed.
enum class closing : std::uint8_t {
  none,
  by_peer,    ///< or by the network
  refused,    ///< it never came up
  handshake,  ///< TLS: no certificate, or not one of a neighbour
  slow,       ///< a message, a connection or a handshake took too long to complete
  idle,       ///< nothing was heard for too long
  unread,     ///< the other end does not take what is sent to it
  garbage,    ///< no message can be found in what it sends
};

/// Totals of one stream listener.
struct stream_counts {
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t accepted = 0;
  std::uint64_t opened = 0;               ///< by this side
  std::uint64_t strangers = 0;            ///< closed at accept: no neighbour
  std::uint64_t turned_away = 0;          ///< closed at accept: too many
  std::uint64_t connections = 0;          ///< now
  std::uint64_t resumed = 0;              ///< TLS sessions
  std::array<std::uint64_t, 8> closed{};  ///< by `closing`
};

/// What the table asks of its owner while it serves, and tells it.
class stream_owner {
 public:
  virtual ~stream_owner() = default;
  /// Whether a connection from there is worth a handshake, and who it is as far as is known.
  virtual origin who_calls(const ip_endpoint& from, transport over) = 0;
  /// Who a certificate of the other end names.
  virtual origin who_is(const net::tls_names& names, const ip_endpoint& at) = 0;
  virtual void on_message(std::string_view bytes, const peer& from, const origin& who) = 0;
  /// The head of a message behind which nothing can be found any more; the connection ends when
  /// what is sent now has left.
  virtual void on_unframed(std::string_view head, sip::frame_fault fault, const peer& from,
                           const origin& who) = 0;
};

/// One TCP or TLS connection.
struct connection {
  enum class phase : std::uint8_t { connecting, handshaking, open };

  net::stream link;
  peer other;
  origin who;
  phase at = phase::open;
  closing ends = closing::none;
  bool outgoing = false;
  bool came_up = false;
  bool waits_to_write = false;  ///< the poller tells when there is room
  bool is_dirty = false;        ///< in the list of those to flush
  bool ends_when_flushed = false;
  bool pong_due = false;
  bool answers_pings = false;  ///< has done so: silence then means that it is gone
  bool has_alias = false;
  std::uint8_t line_ends = 0;  ///< CRLF in a row
  sip::stream_framer framer;
  std::vector<char> in;   ///< of an incomplete message
  std::vector<char> out;  ///< not taken by the kernel yet, from `sent` on
  std::size_t sent = 0;
  std::int64_t began_ms = 0;  ///< the phase
  std::int64_t heard_ms = 0;
  std::int64_t spoke_ms = 0;
  std::int64_t pinged_ms = 0;
  std::int64_t partial_since_ms = 0;  ///< 0: no incomplete message
  std::int64_t stuck_since_ms = 0;    ///< 0: the other end reads
  std::uint64_t place = 0;            ///< key in the index
  std::uint64_t alias = 0;
  std::uint32_t first_waiting = 0xffff'ffff;  ///< transactions whose request left here (reach.cc)
};

/// The connections of all stream listeners. Output is gathered per connection and written by
/// `flush`; input is read in large pieces and cut into messages. Bounded in every direction
/// (stream_options); one thread uses it.
class connection_table {
 public:
  static std::expected<std::unique_ptr<connection_table>, std::string> open(
      const stream_options& limits);

  /// Takes connections for the listener of this index.
  std::expected<void, std::string> listen(std::uint16_t listener, transport over,
                                          net::stream_listener socket);
  /// Certificates for new connections; those that are up go on with theirs.
  void use(std::shared_ptr<net::tls_context> context) { context_ = std::move(context); }
  void serve_for(stream_owner* owner) { owner_ = owner; }

  /// Number of a name to be expected in certificates: peer::name. 0 for "": any neighbour's.
  std::uint16_t name_of(const std::string& domain);

  /// Readable when `serve` has something to do.
  int fd() const { return poller_.fd(); }
  /// Accepts, reads and hands over what is there; never waits.
  void serve(std::int64_t now_ms);
  /// Closes what has taken too long and keeps the rest alive; to be called a few times a second.
  void sweep(std::int64_t now_ms);

  /// Queues `bytes` on the connection `to` names, on another one to the same address, or on a new
  /// one. The id of that connection; 0: there is no room for one.
  std::uint32_t send(const peer& to, std::string_view bytes);
  void flush();

  /// The next connection that has ended and is not forgotten yet, with what it left; null: none.
  connection* next_ended();
  void forget(std::uint32_t id);

  connection* find(std::uint32_t id);
  /// The connection that is open to this place, whoever opened it; 0: none.
  std::uint32_t find_open(const peer& to);
  /// Requests to `at` use this connection from now on (RFC 5923).
  void add_alias(std::uint32_t id, const ip_endpoint& at);

  const stream_counts& counts(std::uint16_t listener) const { return ports_[listener].counts; }
  /// Why the last handshake was refused, with the address.
  const std::string& last_refusal() const { return last_refusal_; }
  /// The centre's own; never when there is no TLS.
  timestamp certificate_expires_at() const { return context_ ? context_->expires_at() : kNever; }
  std::size_t size() const { return all_.size(); }

 private:
  struct port {  // a listener of this table, at its index among all listeners
    std::optional<net::stream_listener> socket;
    transport over = transport::tcp;
    bool paused = false;
    stream_counts counts;
  };

  static constexpr std::uint64_t kListenerTag = std::uint64_t{1} << 32;
  static constexpr std::size_t kReadBytes = 128 << 10;

  connection_table(const stream_options& limits, net::poller waits);

  void accept_from(std::uint16_t listener);
  bool may_shake_hands();
  void admit(std::uint16_t listener, const net::stream_listener::accepted& taken);
  std::uint32_t connect(const peer& to);
  std::uint32_t add(connection made);
  std::uint32_t id_of(slot_handle at) const;
  void step(connection& c);
  void come_up(connection& c);
  void read(connection& c);
  void take(connection& c, std::string_view fresh);
  /// How many of these bytes were taken.
  std::size_t take_frames(connection& c, std::string_view bytes);
  void take_line_end(connection& c);
  void write(connection& c);
  void queue(connection& c, std::string_view bytes);
  void end(connection& c, closing why);
  void watch(connection& c);
  void sweep_one(connection& c);
  std::size_t from_address(const ip_endpoint& at);

  stream_options limits_;
  net::poller poller_;
  std::shared_ptr<net::tls_context> context_;
  stream_owner* owner_ = nullptr;
  std::vector<port> ports_;
  slot_map<connection> all_;
  flat_hash_index by_place_;
  std::vector<std::uint32_t> dirty_;
  std::vector<std::uint32_t> ended_;
  std::vector<std::uint32_t> read_later_;
  std::size_t next_ended_ = 0;
  std::vector<std::string> names_{""};
  std::unique_ptr<char[]> room_;
  std::int64_t now_ms_ = 0;
  std::uint32_t handshakes_ = 0;  // in progress
  std::int64_t handshake_tokens_ = 0;
  std::int64_t tokens_filled_ms_ = 0;
  std::string last_refusal_;
};

}  // namespace qorgan::gateway
