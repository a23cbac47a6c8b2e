#pragma once

// Authorities and certificates for tests, made on the spot; files in a folder of their own.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>
#include <string>

#include "net/tls.h"

namespace qorgan::net::testing {

struct closer {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using key_pointer = std::unique_ptr<EVP_PKEY, closer>;
using certificate_pointer = std::unique_ptr<X509, closer>;

class authority {
 public:
  explicit authority(const std::string& name) : name_(name) {
    folder_ = std::filesystem::temp_directory_path() /
              ("qorgan-tls-" + name + "-" + std::to_string(::getpid()) + "-" +
               std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    std::filesystem::create_directories(folder_);
    key_.reset(EVP_EC_gen("P-256"));
    certificate_ = make(key_.get(), name, "critical,CA:TRUE", "", 3'600);
    save(certificate_.get(), folder_ / "ca.pem");
  }
  authority(const authority&) = delete;
  authority& operator=(const authority&) = delete;
  ~authority() {
    std::error_code none;
    std::filesystem::remove_all(folder_, none);
  }

  /// Files of a certificate with these names, "URI:sip:a.example,DNS:b.example", believed by this
  /// authority's neighbours. `seconds` may be negative: it has expired.
  tls_options issue(const std::string& names, long seconds = 3'600) const {
    static int serial = 0;
    const std::string stem = "leaf" + std::to_string(++serial);
    const key_pointer key(EVP_EC_gen("P-256"));
    const auto leaf = make(key.get(), stem, "CA:FALSE", names, seconds);
    tls_options out{folder_ / (stem + ".pem"), folder_ / (stem + ".key"), folder_ / "ca.pem"};
    save(leaf.get(), out.certificate);
    const std::unique_ptr<std::FILE, closer> file(std::fopen(out.key.c_str(), "w"));
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return out;
  }
  std::string authorities() const { return folder_ / "ca.pem"; }

 private:
  certificate_pointer make(EVP_PKEY* key, const std::string& name, const char* constraints,
                           const std::string& names, long seconds) const {
    certificate_pointer out(X509_new());
    X509* const c = out.get();
    X509_set_version(c, 2);
    static long serial = 1;
    ASN1_INTEGER_set(X509_get_serialNumber(c), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(c), -7'200);
    X509_gmtime_adj(X509_getm_notAfter(c), seconds);
    X509_set_pubkey(c, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509* const issuer = certificate_ ? certificate_.get() : c;
    X509_set_issuer_name(c, X509_get_subject_name(issuer));
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, c, nullptr, nullptr, 0);
    const auto extend = [&](int kind, const char* value) {
      X509_EXTENSION* const one = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
      X509_add_ext(c, one, -1);
      X509_EXTENSION_free(one);
    };
    extend(NID_basic_constraints, constraints);
    if (!names.empty()) extend(NID_subject_alt_name, names.c_str());
    X509_sign(c, key_.get(), EVP_sha256());
    return out;
  }
  static void save(X509* certificate, const std::filesystem::path& to) {
    const std::unique_ptr<std::FILE, closer> file(std::fopen(to.c_str(), "w"));
    PEM_write_X509(file.get(), certificate);
  }

  std::string name_;
  std::filesystem::path folder_;
  key_pointer key_;
  certificate_pointer certificate_;
};

}  // namespace qorgan::net::testing
