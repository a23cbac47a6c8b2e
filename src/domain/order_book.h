#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/order.h"
#include "domain/people.h"

namespace qorgan {

enum class order_state : std::uint8_t {
  draft,      ///< its proposer still writes
  submitted,  ///< waits for an approver
  approved,   ///< comes into force when its time comes
  refused,
  active,     ///< in force
  emergency,  ///< in force at once, until it is ratified or lapses
  expired,
  lifted,
  replaced,   ///< by another order
  retracted,  ///< by its proposer before anybody decided
};
inline constexpr unsigned kOrderStates = 10;
std::string_view to_string(order_state value);
std::optional<order_state> parse_order_state(std::string_view text);
constexpr bool in_force(order_state state) {
  return state == order_state::active || state == order_state::emergency;
}

struct order {
  order_id id;
  order_state state = order_state::draft;
  order_kind kind = order_kind::number;
  std::string target;  ///< as people write it; parse_order_target reads it
  verdict does = verdict::block;
  std::string divert_to;      ///< SIP URI when it diverts
  std::string basis;          ///< id in the catalogue of legal bases
  std::string basis_version;  ///< of the catalogue it was checked against
  std::string addressee;      ///< who has to carry it out
  std::string evidence;       ///< alerts, calls, reports
  std::string note;           ///< why it is proportionate
  std::string proposer;       ///< sign-in name
  role proposed_as = role::operator_;
  std::string approver;    ///< who approved, refused or ratified
  std::string reason;      ///< of the refusal
  std::string ended_by;    ///< who lifted it; "system" by the server's timer
  std::string end_reason;  ///< words
  order_id replaces;       ///< the order it takes the place of
  std::string blast;       ///< JSON: what it would have hit, as counted when it was submitted
  timestamp created_at;
  timestamp submitted_at;
  timestamp decided_at;
  timestamp valid_from;  ///< kNever: when it is approved
  timestamp valid_to;
  timestamp ratify_by;     ///< of an emergency measure
  timestamp ended_at;      ///< expired, lifted, replaced
  timestamp enforced_at;   ///< the engine acknowledged; kNever: not yet
  timestamp withdrawn_at;  ///< the engine acknowledged the end
  timestamp renewal_asked_at;
};

/// What a search for orders asks. Absent conditions do not restrict.
struct order_query {
  std::vector<order_state> states{};
  std::string target{};    ///< part of the target's text
  std::string proposer{};  ///< sign-in name
  std::string approver{};
  order_id before{};     ///< page: only orders with a smaller number
  unsigned limit = 100;  ///< 1 to 500
};

/// One step of one order, applied only while it is still in the state it was read in.
struct order_step {
  order value;
  order_state was = order_state::draft;
  audit_entry entry;
};

/// What an order would have hit: the calls of the archive between two moments.
struct blast_question {
  order_target target;
  std::string text;  ///< the target as people write it
  timestamp from;
  timestamp to;
  std::vector<trunk_id> domestic_trunks;  ///< a protective hold does not touch them
  /// Whether a caller is known to be honest ("+4930…"). May be empty.
  std::function<bool(std::string_view caller)> honest;
};
struct blast_radius {
  std::uint64_t calls = 0;
  std::uint64_t refused_already = 0;  ///< of them, by other rules
  std::uint64_t callers = 0;
  std::uint64_t callees = 0;
  std::uint64_t over_a_minute = 0;   ///< answered and longer than a minute
  std::uint64_t honest_callers = 0;  ///< callers known to be honest
  bool complete = true;              ///< false: only the newest kBlastCalls were counted
  struct affected {
    std::string number;
    std::uint64_t calls = 0;
    std::uint64_t over_a_minute = 0;
  };
  bool by_callee = false;      ///< `most` are callees: the order is about one caller
  std::vector<affected> most;  ///< at most ten, most affected first
};
inline constexpr std::uint64_t kBlastCalls = 200'000;

/// What an order did between two moments.
struct order_effect {
  order_id order;
  std::uint64_t calls = 0;
  std::uint64_t callers = 0;
};

/// The orders, kept. Blocking; never called from the call path. Throws std::runtime_error when the
/// database fails. Every change writes its audit entry in the same transaction.
class order_book {
 public:
  virtual ~order_book() = default;

  /// A new draft; its number. The entry's subject becomes the number.
  virtual order_id add_order(const order& value, audit_entry entry) = 0;
  /// All steps or none. False: an order is no longer in the state it was read in, or its target has
  /// got another order in force; then nothing has changed.
  virtual bool take_steps(std::span<const order_step> steps) = 0;
  virtual std::optional<order> find_order(order_id id) = 0;
  /// Newest first.
  virtual std::vector<order> find_orders(const order_query& query) = 0;
  /// Orders whose state in the engine is not known to be what it should be.
  virtual std::vector<order> unacknowledged() = 0;
  /// Orders in force, and those that wait for their time.
  virtual std::vector<order> standing() = 0;
  virtual std::uint64_t in_force_count() = 0;
  /// The engine has taken an order into force or out of it. Not an act of a person: no audit entry.
  virtual void acknowledge(order_id id, bool in_force, timestamp at) = 0;
  /// After a start: what was acknowledged by the process before counts no more.
  virtual void forget_acknowledgements() = 0;

  virtual blast_radius measure(const blast_question& question) = 0;
  /// By order, most calls first, at most 100.
  virtual std::vector<order_effect> effects(timestamp from, timestamp to) = 0;
};

/// Where orders enter the engine. Safe to call from any thread; never waits for the call path.
class order_enforcement {
 public:
  virtual ~order_enforcement() = default;
  /// `at` is set by the call path. False: the call path has too many letters already, try again.
  /// That it is done is told by its record in the journal.
  virtual bool enforce(const order_changed& change) = 0;
};

}  // namespace qorgan
