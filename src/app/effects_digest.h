#pragma once

#include <sodium.h>

#include <span>
#include <string>

#include "domain/decision.h"

namespace qorgan::app {

/// One line that holds every field of a decision or an alert exactly: two are equal when their
/// lines are. Fractions stand as the bits of their float.
std::string canonical_line(const decision& made);
std::string canonical_line(const alert& raised);

/// SHA-256 over the canonical lines of decisions and alerts in their order: what shows that a
/// replay came to the same.
class effects_digest {
 public:
  effects_digest();
  void add(std::string_view lines);
  /// Hexadecimal; the digest is finished by it.
  std::string finish();

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace qorgan::app
