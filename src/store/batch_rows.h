#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/call_archive.h"
#include "domain/record.h"
#include "store/bulk.h"

namespace qorgan::store {

/// What call_numbers takes for one party of one call.
struct number_entry {
  std::int64_t number = 0;
  std::int64_t key = 0;
  auto operator<=>(const number_entry&) const = default;
};

/// A batch of journal records as rows. Everything that happens to a call inside the batch becomes
/// one row: an insert when it starts in the batch, else an update.
class batch_rows {
 public:
  /// Replaces what was there; `batch` need only live for the call.
  void take(std::span<const record> batch);

  std::span<const cell> calls() const { return calls_; }
  std::span<const cell> updates() const { return updates_; }
  std::span<const cell> alerts() const { return alerts_; }
  std::span<const cell> teardown() const { return teardown_; }
  /// Sorted.
  std::span<const number_entry> numbers() const { return numbers_; }
  /// A process took over before the record with this number.
  struct takeover {
    std::int64_t seq;
    std::int64_t at_us;
  };
  std::span<const takeover> takeovers() const { return takeovers_; }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;

  struct change {
    std::uint64_t key = 0;
    const record* started = nullptr;
    std::int64_t ringing_us = 0;
    std::int64_t answered_us = 0;
    std::int64_t ended_us = 0;
    std::uint16_t sip_code = 0;
    ended_by by = ended_by::unknown;
    bool waived = false;                   // its refusal became a pass
    std::uint32_t first_messages = kNone;  // in message_lists_
    std::uint32_t last_messages = kNone;
  };
  struct message_list {
    std::span<const ladder_entry> entries;
    std::uint32_t next = kNone;
  };

  void take(const record& entry);
  change& change_of(call_key key);
  void add_messages(change& of, std::span<const ladder_entry> entries);
  void add_call_row(const change& of);
  void add_update_row(const change& of);
  void add_number(const party& side, call_key key);
  void add_alerts(const record& entry);
  void add_teardown(const record& entry, const teardown_progress& progress);
  std::string_view source_of(const ip_endpoint& endpoint);
  std::string_view messages_of(const change& of);
  /// Copies what `write` appends to a string into the batch's memory.
  template <typename Write>
  std::string_view keep(Write write);

  std::vector<change> changes_;
  std::vector<std::uint32_t> slots_;  // open addressing over changes_ by key
  std::vector<message_list> message_lists_;
  std::vector<cell> calls_, updates_, alerts_, teardown_;
  std::vector<number_entry> numbers_;
  std::vector<takeover> takeovers_;
  std::pmr::monotonic_buffer_resource texts_{1u << 20};
  std::string scratch_;
  ip_endpoint last_source_;
  std::string last_source_text_;
};

inline constexpr bulk_table kCallTable{
    "calls",
    "key, seq, started_us, ringing_us, answered_us, ended_us, trunk, caller, callee, "
    "caller_country, callee_country, source, sip_call_id, user_agent, enforced, would, flags, "
    "score, rule, reasons, sip_code, ended_by, messages, fingerprint",
    24};
inline constexpr bulk_table kUpdateTable{
    "call_updates", "key, ringing_us, answered_us, ended_us, sip_code, ended_by, waived, messages",
    8};
inline constexpr bulk_table kNumberTable{"call_numbers", "bucket, number, key", 3};
inline constexpr bulk_table kAlertTable{
    "alerts", "seq, ordinal, key, at_us, kind, level, score, caller, callee, reasons", 10};
inline constexpr bulk_table kTeardownTable{
    "teardown", "key, seq, at_us, state, caller_ended, callee_ended, actor, cause", 8};

/// Of the column calls.flags.
inline constexpr int kEmergencyFlag = 1;
inline constexpr int kUnscreenedFlag = 2;
/// Above the flags stands seen_by.
inline constexpr int kSeenByShift = 2;
inline constexpr int kSeenByMask = 7;
/// And the outcome of PASSporT verification with the attestation.
inline constexpr int kPassportShift = 5;
inline constexpr int kAttestationShift = 8;
inline void read_flags(int flags, call_summary& out) {
  out.emergency = (flags & kEmergencyFlag) != 0;
  out.unscreened = (flags & kUnscreenedFlag) != 0;
  out.seen = static_cast<seen_by>(flags >> kSeenByShift & kSeenByMask);
  out.passport = static_cast<passport_status>(flags >> kPassportShift & 7);
  out.attested = static_cast<attestation>(flags >> kAttestationShift & 7);
}

}  // namespace qorgan::store
