#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace qorgan::sip {

/// One value of an Identity header field (RFC 8224 §4): views into the message.
struct identity_value {
  std::string_view token;  ///< the PASSporT: "header.payload.signature", or "..signature" (compact)
  std::string_view info;   ///< URI of the credential, without angle brackets
  std::string_view alg;    ///< "": not given, which means ES256
  std::string_view ppt;    ///< PASSporT type, without quotes; "": not given
};

enum class identity_fault : std::uint8_t {
  bad_token,      ///< not base64url with two dots
  no_info,        ///< the parameter that names the credential is missing or not <URI>
  bad_parameter,  ///< malformed, or alg, info or ppt given twice
};
std::string_view to_string(identity_fault fault);

/// Reads one value, white space around it allowed. Nothing is copied; time is linear in bytes. Of a
/// value without a usable `info` nothing is known, so the fault is all there is.
std::expected<identity_value, identity_fault> parse_identity(std::string_view value);

}  // namespace qorgan::sip
