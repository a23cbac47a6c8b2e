#include "domain/identity.h"

namespace qorgan {

std::string_view to_string(attestation value) {
  switch (value) {
    case attestation::unknown: return "unknown";
    case attestation::none: return "none";
    case attestation::a: return "A";
    case attestation::b: return "B";
    case attestation::c: return "C";
    case attestation::failed: return "failed";
  }
  return "unknown";
}

std::string_view to_string(passport_status value) {
  switch (value) {
    case passport_status::not_asked: return "not_asked";
    case passport_status::not_present: return "not_present";
    case passport_status::unverified: return "unverified";
    case passport_status::verified: return "verified";
    case passport_status::stale_date: return "stale_date";
    case passport_status::bad_identity_info: return "bad_identity_info";
    case passport_status::unsupported_credential: return "unsupported_credential";
    case passport_status::invalid_identity: return "invalid_identity";
  }
  return "not_asked";
}

}  // namespace qorgan
