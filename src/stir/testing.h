#pragma once

// What the tests of this module need: a public key infrastructure made on the spot, PASSporTs
// signed with it, and a web server that can be slow, dead, redirecting and oversized.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/time.h"

struct evp_pkey_st;
struct x509_st;

namespace qorgan::stir::testing {

using key_ptr = std::shared_ptr<evp_pkey_st>;
using certificate_ptr = std::shared_ptr<x509_st>;

/// 2026-03-01T10:00:00Z.
inline constexpr timestamp kNow = from_us(1'772'359'200'000'000);
inline timestamp at_s(std::int64_t seconds) {
  return kNow + std::chrono::seconds{seconds};
}

struct certificate_options {
  std::string name = "Example Carrier SHAKEN";
  timestamp from = at_s(-86'400);
  timestamp until = at_s(86'400);
  bool is_authority = false;
  /// "provider:709J", "one:442079460001", "range:442079460000+100", by commas; "": without.
  std::string tn_auth_list = "provider:709J";
  std::string curve = "P-256";  ///< "RSA" for an RSA key
  std::string key_usage = "digitalSignature";
  std::string alt_name{};  ///< "IP:127.0.0.1" for a web server
};

struct issued {
  key_ptr key;
  certificate_ptr certificate;
  std::string pem;  ///< the certificate alone
  std::string key_pem;
};

/// A certificate signed by `by`; by itself when that is null.
issued issue(const certificate_options& options, const issued* by = nullptr);
/// PEM revocation list of `by` with these certificates.
std::string revocation_list(const issued& by, const std::vector<const issued*>& revoked,
                            timestamp from = at_s(-3'600), timestamp until = at_s(3'600));

/// Root, intermediate and a carrier's certificate.
struct infrastructure {
  issued root = issue({.name = "Test STI Root", .is_authority = true, .tn_auth_list = ""});
  issued between =
      issue({.name = "Test STI Intermediate", .is_authority = true, .tn_auth_list = ""}, &root);
  issued carrier = issue({}, &between);
  std::string chain() const { return carrier.pem + between.pem; }
};

/// A file below the test's temporary folder, with this content.
std::string file_with(std::string_view name, std::string_view content);

struct claims {
  std::string ppt = "shaken";
  std::string x5u = "https://cert.example.org/a.pem";
  std::string attest = "A";
  std::string orig = "442079460001";
  std::string dest = "77010000001";
  std::string div{};
  std::int64_t iat_s = to_us(kNow) / 1'000'000;
};
std::string sign(std::string_view header, std::string_view payload, const key_ptr& key);
std::string sign(const claims& of, const key_ptr& key);
/// The value of an Identity header field.
std::string identity(const claims& of, const key_ptr& key);

/// A web server on 127.0.0.1 whose answers the test writes.
class web_server {
 public:
  /// The whole answer to "GET path", status line and all; "" closes the connection without a word.
  using answerer = std::function<std::string(const std::string& path)>;
  explicit web_server(answerer answers, const issued* tls = nullptr);
  ~web_server();

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path) const;
  std::string host() const {
    return (tls_ ? "127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
  }
  int requests() const { return requests_.load(); }

 private:
  void serve();
  void answer_one(int connection);

  answerer answers_;
  bool tls_;
  std::shared_ptr<void> tls_context_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> connections_;
  std::thread thread_;
};
std::string ok(std::string_view body, std::string_view more_headers = "");

}  // namespace qorgan::stir::testing
