#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "stir/tn_auth_list.h"

struct evp_pkey_st;
struct x509_store_st;

namespace qorgan::stir {

/// Roots that credentials must lead to, and what has been revoked.
class trust_store {
 public:
  /// Reads PEM files. The error names the file and says why.
  static std::expected<trust_store, std::string> load(const std::vector<std::string>& anchors,
                                                      const std::vector<std::string>& crls);

  x509_store_st* get() const { return store_.get(); }

 private:
  explicit trust_store(std::shared_ptr<x509_store_st> store) : store_{std::move(store)} {}
  std::shared_ptr<x509_store_st> store_;
};

/// Why a fetched document is no credential. Each is answered 437 (RFC 8224 §6.2.2).
enum class credential_fault : std::uint8_t {
  not_a_certificate,  ///< no PEM certificate, or more than eight
  untrusted,          ///< leads to no root we trust
  not_in_force,       ///< expired or not yet valid, or one of its chain
  revoked,
  unsupported_key,  ///< not an EC key on P-256, which ES256 needs (RFC 7518 §3.4)
  not_for_signing,  ///< key usage without digitalSignature
  no_tn_auth_list,  ///< the extension is missing or malformed
};
std::string_view to_string(credential_fault fault);

/// A certificate whose chain was verified, ready to verify signatures. Immutable; shared by
/// threads.
struct credential {
  std::shared_ptr<evp_pkey_st> key;
  tn_auth_list authority;
  timestamp valid_from;   ///< latest of the chain
  timestamp valid_until;  ///< earliest of the chain

  bool in_force(timestamp at) const { return valid_from <= at && at <= valid_until; }
  /// ES256 (RFC 7518 §3.4): `signature` is r and s, 32 bytes each.
  bool signed_by(std::string_view text, std::span<const unsigned char, 64> signature) const;
};

/// `pem`: the certificate first, then those between it and its root.
std::expected<credential, credential_fault> read_credential(std::string_view pem,
                                                            const trust_store& trust,
                                                            timestamp now);

}  // namespace qorgan::stir
