#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/flat_hash_index.h"
#include "base/slot_map.h"
#include "base/spsc_ring.h"
#include "base/timer_wheel.h"
#include "domain/enquiry.h"
#include "domain/record.h"
#include "gateway/options.h"

namespace qorgan::gateway {

struct call_path;

enum class asked_phase : std::uint8_t { asked, ringing, answered, over };

/// A call a switch asked about over HTTP: what was said, so that asking again gets the same answer,
/// and how far it has come. About 500 bytes.
struct asked_call {
  call_key key;
  std::uint64_t name = 0;  ///< hash of trunk, numbers and the switch's call id; 0: it gave none
  std::uint16_t trunk = 0;
  asked_phase phase = asked_phase::asked;
  bool pending = false;  ///< a refusal that waits for its record
  std::uint64_t seq = 0;
  enquiry_answer said;
  timestamp started_at;
  timestamp answered_at;
  std::int64_t remembered_until_ms = 0;
  timer_handle timer;
};

/// A refusal that is answered when its record is durable. Kept whole: it does not depend on there
/// being room for the call.
struct pending_answer {
  enquiry_answer answer;
  std::uint64_t seq = 0;
  std::int64_t patience_ends_ms = 0;
  std::uint16_t trunk = 0;
  bool first = true;  ///< false: somebody asked again meanwhile
};

/// What the call path owns of it. Letters come in and answers go out over rings; `wake` is the
/// eventfd of whoever reads the answers.
struct asked_calls {
  /// Twice what one HTTP server may have open: a letter nobody waits for any more keeps its place
  /// until it is read. Full: the asker answers "pass" itself.
  static constexpr std::size_t kLetters = 2'048;
  static constexpr std::size_t kAnswers =
      4'096;  ///< full: the answer is lost, the asker's wait ends
  static constexpr std::size_t kPending = 4'096;  ///< full: the refusal becomes a pass
  /// Letters read in one round, so that a burst of them does not hold up SIP.
  static constexpr std::size_t kLettersPerRound = 64;

  asked_calls(const enquiry_options& with, std::int64_t now_ms);

  enquiry_options options;
  spsc_ring<enquiry_letter> letters{kLetters};
  spsc_ring<enquiry_answer> answers{kAnswers};
  spsc_ring<pending_answer> pending{kPending};  ///< in order of seq; a plain bounded queue
  slot_map<asked_call> calls;
  flat_hash_index by_key;
  flat_hash_index by_name;
  timer_wheel timers;
  std::atomic<int> wake{-1};
  bool answered = false;  ///< in this round: whoever reads the answers is woken at its end
  std::size_t live = 0;
};

/// Reads letters, answers them and wakes the reader of the answers. True: more letters wait.
bool read_letters(call_path& path);
/// Refusals that became durable or waited too long; timers of calls.
void asked_calls_on_time(call_path& path);
/// Whether a switch has this call and it is not over.
bool is_asked_about(call_path& path, call_key key);
/// After a restart: what was decided lately about calls that were asked about, so that asking again
/// gets the same answer. `entry` is a record of such a call_started.
void remember_asked(call_path& path, const record& entry);

}  // namespace qorgan::gateway
