#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.h"
#include "base/time.h"
#include "domain/ids.h"

namespace qorgan {

enum class role : std::uint8_t { operator_, shift_lead, prosecutor, engineer, administrator };
inline constexpr std::array kRoles{role::operator_, role::shift_lead, role::prosecutor,
                                   role::engineer, role::administrator};
std::string_view to_string(role value);  // "operator", "shift_lead", "prosecutor", …
std::optional<role> parse_role(std::string_view text);

using user_id = strong_id<struct user_id_tag, std::int64_t>;

struct user {
  user_id id;
  std::string name;  ///< sign-in name, unique, lower case
  std::string display_name;
  role acts_as = role::operator_;
  std::string password_hash;  ///< Argon2id, PHC string
  bool disabled = false;
  bool demonstration = false;
};

struct session {
  std::string token_hash;  ///< SHA-256 of the cookie's token, hexadecimal: a copy of the table
                           ///< signs nobody in
  user_id who;
  std::string csrf_token;
  timestamp created_at;
  timestamp expires_at;
};

/// Who did what. Written in the same transaction as what it records.
struct audit_entry {
  timestamp at;
  std::string actor;    ///< "operator:aigerim", "system"
  std::string action;   ///< "sign_in", "drop_call", "open_number", "refused", …
  std::string subject;  ///< call id, user name, …
  std::string detail;
};

/// The answer given to an order to end calls. Kept for a day, so that the same order with the same
/// key is answered the same and not carried out twice.
struct drop_receipt {
  call_key id;  ///< names the order
  timestamp at;
  std::string actor;
  std::string idempotency_key;
  std::string order;   ///< what was asked: the calls and the cause
  std::string answer;  ///< JSON, as it was given
};

/// People and what they did. Blocking; never called from the call path. Throws std::runtime_error
/// when the database fails.
class people {
 public:
  virtual ~people() = default;
  virtual std::optional<user> find_user(std::string_view name) = 0;
  virtual std::optional<user> find_user(user_id id) = 0;
  virtual std::vector<user> users() = 0;
  /// Inserts, or replaces the user of the same name. Returns its id.
  virtual user_id save_user(const user& value, const audit_entry& entry) = 0;
  virtual void add_session(const session& value, const audit_entry& entry) = 0;
  virtual std::optional<session> find_session(std::string_view token_hash, timestamp now) = 0;
  virtual void remove_session(std::string_view token_hash, const audit_entry& entry) = 0;
  virtual void add_audit(const audit_entry& entry) = 0;
  virtual std::vector<audit_entry> newest_audit(unsigned limit) = 0;
  virtual std::optional<drop_receipt> find_receipt(std::string_view actor,
                                                   std::string_view idempotency_key) = 0;
  virtual std::optional<drop_receipt> find_receipt(call_key id) = 0;
  /// Forgets those older than a day as well.
  virtual void keep_receipt(const drop_receipt& value, const audit_entry& entry) = 0;
  /// The order was not carried out: its key is good for another try.
  virtual void forget_receipt(const drop_receipt& value, const audit_entry& entry) = 0;
};

}  // namespace qorgan
