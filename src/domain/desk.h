#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.h"
#include "base/time.h"
#include "domain/decision.h"
#include "domain/ids.h"

namespace qorgan {

/// A case of the desk: the moment of its first alert in microseconds, moved up where two are equal.
/// Shown like a call id, as sixteen hexadecimal digits.
using case_id = strong_id<struct case_id_tag, std::uint64_t>;
std::string to_string(case_id id);

enum class desk_level : std::uint8_t { low, medium, high, urgent };
std::string_view to_string(desk_level value);
inline constexpr unsigned kDeskLevels = 4;

enum class case_state : std::uint8_t { waiting, claimed, shelved, closed };
std::string_view to_string(case_state value);

/// Where a case comes from.
enum class case_origin : std::uint8_t {
  engine,   ///< alerts
  citizen,  ///< somebody on the telephone told an operator
};
std::string_view to_string(case_origin value);

/// What came of a case. A case is not closed without one.
enum class case_outcome : std::uint8_t {
  none,
  dissuaded,     ///< reached, and does not pay
  not_believed,  ///< reached, does not believe the warning
  unreachable,
  paid,  ///< the money is gone already
  false_alarm,
  legitimate,  ///< an honest call centre
  unattended,  ///< nobody took it in time; given by the clock alone, never by a person
};
std::string_view to_string(case_outcome value);
std::expected<case_outcome, std::string> parse_case_outcome(std::string_view text);

/// One call of a case, as its alert told it.
struct case_call {
  call_key key;  ///< zero: no call is known, somebody only told of it
  timestamp at;  ///< of the alert
  desk_level level = desk_level::medium;
  float score = 0;
  std::string kind;    ///< rule or in-call detector
  std::string caller;  ///< E.164 with plus, or as signalled
  std::string callee;
  std::string caller_country;
  std::string trunk;
  std::uint64_t fingerprint = 0;  ///< of the equipment, 0 when unknown
  std::vector<evidence> reasons;
};

/// Alerts of one victim or one campaign: one row of the queue, one person's work.
struct desk_case {
  case_id id;
  case_state state = case_state::waiting;
  desk_level level = desk_level::low;
  case_origin origin = case_origin::engine;
  std::string signature;  ///< equipment x range x trunk; alerts with an equal one are one campaign
  case_call first;
  float score = 0;      ///< highest of its alerts
  unsigned alerts = 0;  ///< a call may raise more than one
  unsigned calls = 0;
  unsigned victims = 0;  ///< different callees
  timestamp detected_at;
  timestamp latest_at;  ///< newest alert

  std::string holder;  ///< "operator:aigerim"; empty unless claimed
  timestamp lease_until;
  timestamp claimed_at;  ///< first claim
  timestamp acted_at;    ///< first action after it
  unsigned warnings = 0;

  timestamp shelved_until;
  std::string shelf_reason;

  timestamp escalated_at;
  std::string escalated_by;
  std::string escalation;  ///< why
  timestamp acknowledged_at;
  std::string acknowledged_by;

  case_outcome outcome = case_outcome::none;
  timestamp outcome_at;
  std::string outcome_by;
  std::int64_t amount = 0;  ///< in whole tenge, with `paid`
  std::string bank;
  timestamp closed_at;

  bool open() const { return state != case_state::closed; }
};

/// One line of a case's history.
struct case_event {
  timestamp at;
  std::string actor;
  std::string action;  ///< "claim", "take_over", "note", "outcome", …
  std::string words;
};

/// Why something cannot be done to a case.
enum class desk_refusal : std::uint8_t {
  no_such_case,
  closed,         ///< it is closed
  held_by_other,  ///< somebody works on it, and no reason to take it over was given
  not_held,       ///< only who holds it may do this
  not_shelved,
  too_urgent,  ///< nothing urgent is put off
  not_escalated,
  escalated_already,
  acknowledged_already,
  too_late,    ///< it was closed too long ago to be opened again
  key_reused,  ///< the idempotency key was used for something else
};

/// Who does what, for the history, the audit and the memory of orders done.
struct case_act {
  timestamp at;
  std::string actor;
  std::string action;
  std::string words;            ///< note, reason, cause
  std::string idempotency_key;  ///< empty: of the centre itself, never repeated
};

struct intake_options {
  /// More alerts than people can look at: those that are not urgent are gathered per trunk.
  bool flood = false;
  unsigned most = 500;  ///< alerts taken at once
};

struct open_case {
  desk_case about;
  std::vector<call_key> calls;  ///< newest first, at most kCallsPerCase
};
inline constexpr unsigned kCallsPerCase = 200;
/// Calls of open cases looked at ten times a second; older ones do not count as going on.
inline constexpr unsigned kFollowedCalls = 10'000;
inline constexpr unsigned kOpenCases = 2'000;  ///< in the queue at once; the others wait behind

/// What a day or a shift of the desk came to.
struct desk_tally {
  unsigned detected = 0;
  unsigned claimed = 0;
  unsigned claimed_in_time = 0;  ///< before the red limit of their level
  unsigned warned = 0;
  unsigned dissuaded = 0;
  unsigned paid = 0;
  unsigned false_alarms = 0;
  unsigned unattended = 0;
  unsigned closed = 0;
};

/// The desk's cases. Blocking; never called from the call path. Throws std::runtime_error when the
/// database fails. Whatever changes a case writes its history and its audit entry in the same
/// transaction; two changes of one case are one after the other, also from two processes.
class desk_book {
 public:
  virtual ~desk_book() = default;

  /// Alerts that the archive has and the desk has not yet seen become cases or join open ones, each
  /// exactly once. The number of alerts taken.
  virtual unsigned take_alerts(const intake_options& options, timestamp now) = 0;
  /// Opens a case of what somebody told, held by nobody.
  virtual std::expected<desk_case, desk_refusal> report(const case_call& told,
                                                        const case_act& act) = 0;
  using change = std::function<std::expected<void, desk_refusal>(desk_case&)>;
  /// Changes one case. The same act again (actor, key, action, case and words) is answered with the
  /// case as it is and changes nothing.
  virtual std::expected<desk_case, desk_refusal> act(case_id id, const case_act& act,
                                                     const change& with) = 0;
  /// Prolongs the lease of its holder. No history: it says only that somebody is at work.
  virtual std::expected<desk_case, desk_refusal> work(case_id id, const std::string& actor,
                                                      timestamp until) = 0;
  /// Ends leases and shelvings that are over, and closes as unattended what nobody took since
  /// `abandoned`. The number of cases changed.
  virtual unsigned sweep(timestamp now, timestamp abandoned) = 0;

  /// Grows with every change.
  virtual std::uint64_t changes() = 0;
  virtual std::vector<open_case> open_cases() = 0;
  virtual std::optional<desk_case> find_case(case_id id) = 0;
  virtual std::vector<case_call> calls_of(case_id id, unsigned limit) = 0;
  virtual std::vector<case_event> history_of(case_id id, unsigned limit) = 0;
  /// Closed cases about this callee, caller or campaign, newest first.
  virtual std::vector<desk_case> past_cases(const desk_case& like, unsigned limit) = 0;
  /// Newest first.
  virtual std::vector<desk_case> closed_cases(unsigned limit) = 0;
  virtual unsigned alerts_since(timestamp from) = 0;
  /// `red_us`: the red limit from detection to claim, by level.
  virtual desk_tally tally_since(timestamp from, const std::int64_t (&red_us)[kDeskLevels]) = 0;
};

}  // namespace qorgan
