#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/inline_text.h"
#include "base/inline_vector.h"

namespace qorgan::codec {

/// A "tn" or "uri" identity claim (RFC 8225 §5.2.1), as it stands in the PASSporT.
struct identity_claim {
  bool is_uri = false;
  inline_text<255> text;

  bool empty() const { return text.empty(); }
  bool operator==(const identity_claim&) const = default;
};

/// PASSporT types the centre knows (registry "Personal Assertion Token (PASSporT) Extensions").
enum class passport_type : std::uint8_t {
  plain,   ///< no "ppt": RFC 8225 alone
  shaken,  ///< RFC 8588
  div,     ///< RFC 8946
  other,   ///< any other; RFC 8224 §6.2 step 1: to be ignored
};

/// A PASSporT (RFC 8225) in JWS compact serialisation, read but not verified.
struct passport {
  static constexpr std::size_t kSignatureBytes = 64;  ///< ES256: r and s, 32 bytes each (RFC 7518)

  passport_type type = passport_type::plain;
  inline_text<255> x5u;
  identity_claim orig;
  inline_vector<identity_claim, 8> dest;
  std::int64_t iat_s = 0;        ///< seconds since 1970
  char attest = 0;               ///< shaken: 'A', 'B' or 'C'
  inline_text<128> origid;       ///< shaken
  identity_claim div;            ///< div: where the call was retargeted from
  std::size_t signed_bytes = 0;  ///< length of "header.payload" at the front of the token
  std::array<unsigned char, kSignatureBytes> signature{};
};

/// Why a token is no PASSporT. In the order of the checks; the first one is told.
enum class passport_fault : std::uint8_t {
  too_large,           ///< beyond kPassportBytes, or more than eight destinations
  not_three_parts,     ///< or an empty one
  bad_base64,          ///< of header or payload
  bad_json,            ///< not an object, malformed, or a claim given twice
  bad_header,          ///< "typ", "alg" or "x5u" missing or of another kind
  wrong_typ,           ///< "typ" is not "passport"
  unsupported_alg,     ///< "alg" is not "ES256"
  critical_extension,  ///< "crit" names something we do not know (RFC 7515 §4.1.11)
  missing_claim,       ///< orig, dest or iat; attest and origid for shaken; div for div
  bad_claim,           ///< of another kind or form than its RFC says
  bad_signature,       ///< not 64 bytes in base64url
};
std::string_view to_string(passport_fault fault);

inline constexpr std::size_t kPassportBytes = 4'096;

/// Reads a token in full form. Pure and bounded: no allocation, no recursion, linear in bytes.
/// "mky" and claims nobody asked for are passed over.
std::expected<passport, passport_fault> parse_passport(std::string_view token);

/// "..signature" (RFC 8224 §4.1.1): what the signer left out because the message says it.
struct compact_parts {
  std::string_view x5u;  ///< the Identity header's info
  std::string_view orig_tn;
  std::string_view dest_tn;
  std::int64_t iat_s = 0;  ///< of the Date header field
};
bool is_compact(std::string_view token);
/// The token in full form, header and claims in the order and without the white space that RFC 8225
/// §9 prescribes, so that the signature is one over exactly this text.
std::string full_form(std::string_view compact, const compact_parts& from);

}  // namespace qorgan::codec
