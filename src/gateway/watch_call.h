#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "base/slot_map.h"
#include "base/timer_wheel.h"
#include "domain/record.h"
#include "gateway/call_state.h"
#include "gateway/options.h"

namespace qorgan::gateway {

/// A call that is followed in a mirror of its signalling.
struct watched_call {
  slot_handle self;
  call_key key;          ///< empty while nobody has been told of it
  std::uint64_t id = 0;  ///< hash of its Call-ID
  std::uint64_t caller_tag = 0;
  std::uint64_t branch = 0;  ///< of the INVITE's top Via
  ip_endpoint caller;        ///< who sent the first INVITE …
  ip_endpoint element;       ///< … and who got it: the watched element
  std::uint32_t invite_cseq = 0;
  std::uint16_t trunk = 0;
  std::uint16_t end_code = 0;
  call_phase phase = call_phase::setup;  ///< screening: waits for a verdict of its redirect trunk
  ended_by by = ended_by::unknown;
  bool cancelled = false;
  bool hanging_up = false;  ///< a BYE was seen
  bool told = false;        ///< its end was
  bool joined = false;      ///< a redirect trunk asked about it: the record is the question's
  timestamp started_at;
  timestamp ringing_at;
  timestamp answered_at;
  timestamp ended_at;
  slot_handle waiting;  ///< its call_started, while it waits
  timer_handle timer;
  std::uint32_t older = kNobody;  ///< the calls in the order they began
  std::uint32_t newer = kNobody;
  std::uint16_t ladder_total = 0;
  std::uint16_t noted_total = 0;
  std::array<std::uint32_t, 16> noted{};  ///< hashes of the newest messages, against copies
  ladder messages;                        ///< since the last record

  static constexpr std::uint32_t kNobody = 0xffff'ffff;
};

/// What the tracker asks of whoever runs it, and tells them. Times never run back. A call's
/// messages are those since it was last told about; the tracker forgets them after the call.
class watch_host {
 public:
  virtual ~watch_host() = default;

  /// Position of the trunk a call from this address belongs to; -1: of none.
  virtual int trunk_of(const ip_endpoint& sender) = 0;
  virtual const trunk_options& trunk(std::uint16_t position) = 0;
  /// Whether the centre itself speaks from this address: it knows those messages already.
  virtual bool is_own(const ip_endpoint& at) = 0;
  virtual std::span<const std::string> emergency_numbers() = 0;

  /// A call has begun; it is screened and recorded under the key that comes back.
  virtual call_key on_started(const watched_call& call, call_started& event) = 0;
  /// The call is one that a redirect trunk asked about; it has that call's key.
  virtual void on_joined(const watched_call& call) = 0;
  virtual void on_ringing(const watched_call& call) = 0;
  virtual void on_answered(const watched_call& call) = 0;
  virtual void on_ended(const watched_call& call) = 0;
  /// Only messages are new.
  virtual void on_messages(const watched_call& call) = 0;
};

}  // namespace qorgan::gateway
