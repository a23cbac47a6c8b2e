#include "stir/credential.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace qorgan::stir {
namespace {

using fault = credential_fault;

constexpr int kMostCertificates = 8;

template <auto Free>
struct freed {
  template <typename T>
  void operator()(T* value) const {
    Free(value);
  }
};
using bio_ptr = std::unique_ptr<BIO, freed<BIO_free>>;
using x509_ptr = std::unique_ptr<X509, freed<X509_free>>;
using crl_ptr = std::unique_ptr<X509_CRL, freed<X509_CRL_free>>;
using context_ptr = std::unique_ptr<X509_STORE_CTX, freed<X509_STORE_CTX_free>>;
using md_context_ptr = std::unique_ptr<EVP_MD_CTX, freed<EVP_MD_CTX_free>>;
using sig_ptr = std::unique_ptr<ECDSA_SIG, freed<ECDSA_SIG_free>>;

/// A list of certificates that owns them.
struct stack_deleter {
  void operator()(STACK_OF(X509) * all) const { sk_X509_pop_free(all, X509_free); }
};
using stack_ptr = std::unique_ptr<STACK_OF(X509), stack_deleter>;

timestamp time_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(at, &parts) != 1) return kNever;
  return from_us(std::int64_t{timegm(&parts)} * 1'000'000);
}

std::expected<std::size_t, std::string> add_anchors(X509_STORE* store, const std::string& file) {
  const bio_ptr in{BIO_new_file(file.c_str(), "r")};
  if (!in) return std::unexpected(file + ": cannot be read");
  std::size_t count = 0;
  while (const x509_ptr one{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
    X509_STORE_add_cert(store, one.get());
    ++count;
  }
  ERR_clear_error();
  if (count == 0) return std::unexpected(file + ": holds no PEM certificate");
  return count;
}

std::expected<std::size_t, std::string> add_crls(X509_STORE* store, const std::string& file) {
  const bio_ptr in{BIO_new_file(file.c_str(), "r")};
  if (!in) return std::unexpected(file + ": cannot be read");
  std::size_t count = 0;
  while (const crl_ptr one{PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr)}) {
    X509_STORE_add_crl(store, one.get());
    ++count;
  }
  ERR_clear_error();
  if (count == 0) return std::unexpected(file + ": holds no PEM revocation list");
  return count;
}

/// A list that does not speak of this issuer, or is out of date, says nothing against a
/// certificate: what it says is revoked stays revoked.
int forgive_missing_lists(int ok, X509_STORE_CTX* context) {
  switch (X509_STORE_CTX_get_error(context)) {
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
      if (ok == 0) X509_STORE_CTX_set_error(context, X509_V_OK);
      return 1;
    default: return ok;
  }
}

fault fault_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return fault::not_in_force;
    case X509_V_ERR_CERT_REVOKED: return fault::revoked;
    default: return fault::untrusted;
  }
}

struct chain_times {
  timestamp from;
  timestamp until;
};

std::expected<chain_times, fault> verify_chain(X509* leaf, STACK_OF(X509) * between,
                                               const trust_store& trust, timestamp now) {
  const context_ptr context{X509_STORE_CTX_new()};
  if (!context || X509_STORE_CTX_init(context.get(), trust.get(), leaf, between) != 1) {
    return std::unexpected(fault::untrusted);
  }
  X509_STORE_CTX_set_time(context.get(), 0, static_cast<time_t>(to_us(now) / 1'000'000));
  X509_STORE_CTX_set_verify_cb(context.get(), forgive_missing_lists);
  if (X509_verify_cert(context.get()) != 1) {
    return std::unexpected(fault_of(X509_STORE_CTX_get_error(context.get())));
  }
  chain_times out{time_of(X509_get0_notBefore(leaf)), time_of(X509_get0_notAfter(leaf))};
  const STACK_OF(X509)* const chain = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const X509* const each = sk_X509_value(chain, i);
    out.from = std::max(out.from, time_of(X509_get0_notBefore(each)));
    out.until = std::min(out.until, time_of(X509_get0_notAfter(each)));
  }
  return out;
}

bool is_p256(const EVP_PKEY* key) {
  char group[64];
  std::size_t length = 0;
  return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 &&
         std::string_view(group, length) == "prime256v1";
}

std::optional<tn_auth_list> authority_of(const X509* leaf) {
  static ASN1_OBJECT* const kTnAuthList = OBJ_txt2obj("1.3.6.1.5.5.7.1.26", 1);
  const int at = X509_get_ext_by_OBJ(leaf, kTnAuthList, -1);
  if (at < 0) return std::nullopt;
  const ASN1_OCTET_STRING* const value = X509_EXTENSION_get_data(X509_get_ext(leaf, at));
  return parse_tn_auth_list(
      {ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))});
}

/// The certificates of a PEM text, in order.
stack_ptr read_pem(std::string_view pem) {
  stack_ptr all{sk_X509_new_null()};
  const bio_ptr in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  while (sk_X509_num(all.get()) <= kMostCertificates) {
    X509* const one = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr);
    if (one == nullptr) break;
    sk_X509_push(all.get(), one);
  }
  ERR_clear_error();
  return all;
}

}  // namespace

std::string_view to_string(credential_fault value) {
  switch (value) {
    case fault::not_a_certificate: return "not a certificate";
    case fault::untrusted: return "leads to no trusted root";
    case fault::not_in_force: return "expired or not yet valid";
    case fault::revoked: return "revoked";
    case fault::unsupported_key: return "not an EC key on P-256";
    case fault::not_for_signing: return "not for signatures";
    case fault::no_tn_auth_list: return "no TNAuthList";
  }
  return "unusable";
}

std::expected<trust_store, std::string> trust_store::load(const std::vector<std::string>& anchors,
                                                          const std::vector<std::string>& crls) {
  std::shared_ptr<X509_STORE> store{X509_STORE_new(), X509_STORE_free};
  for (const std::string& file : anchors) {
    const auto added = add_anchors(store.get(), file);
    if (!added) return std::unexpected(added.error());
  }
  for (const std::string& file : crls) {
    const auto added = add_crls(store.get(), file);
    if (!added) return std::unexpected(added.error());
  }
  if (!crls.empty()) {
    // The STI-PA signs one list for certificates of all its authorities: an indirect one.
    X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL |
                                          X509_V_FLAG_EXTENDED_CRL_SUPPORT);
  }
  return trust_store{std::move(store)};
}

bool credential::signed_by(std::string_view text,
                           std::span<const unsigned char, 64> signature) const {
  const sig_ptr parts{ECDSA_SIG_new()};
  BIGNUM* const r = BN_bin2bn(signature.data(), 32, nullptr);
  BIGNUM* const s = BN_bin2bn(signature.data() + 32, 32, nullptr);
  if (!parts || ECDSA_SIG_set0(parts.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return false;
  }
  unsigned char der[80];
  unsigned char* end = der;
  const int length = i2d_ECDSA_SIG(parts.get(), &end);
  const md_context_ptr context{EVP_MD_CTX_new()};
  const bool good =
      length > 0 && context &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(length),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

std::expected<credential, credential_fault> read_credential(std::string_view pem,
                                                            const trust_store& trust,
                                                            timestamp now) {
  const stack_ptr all = read_pem(pem);
  const int count = sk_X509_num(all.get());
  if (count == 0 || count > kMostCertificates) return std::unexpected(fault::not_a_certificate);
  X509* const leaf = sk_X509_value(all.get(), 0);
  const auto times = verify_chain(leaf, all.get(), trust, now);
  ERR_clear_error();
  if (!times) return std::unexpected(times.error());
  if (!is_p256(X509_get0_pubkey(leaf))) return std::unexpected(fault::unsupported_key);
  // Without the extension the value has every bit set.
  if ((X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) == 0) {
    return std::unexpected(fault::not_for_signing);
  }
  auto authority = authority_of(leaf);
  if (!authority) return std::unexpected(fault::no_tn_auth_list);
  credential out;
  out.key = {X509_get_pubkey(leaf), EVP_PKEY_free};
  out.authority = std::move(*authority);
  out.valid_from = times->from;
  out.valid_until = times->until;
  return out;
}

}  // namespace qorgan::stir
