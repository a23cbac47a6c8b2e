#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"

namespace qorgan::net {

enum class progress : std::uint8_t;
struct transfer;

/// Files in PEM.
struct tls_options {
  std::string certificate;  ///< the centre's own, with the chain behind it
  std::string key;
  std::string authorities;  ///< whose certificates are believed, on both sides of a connection
};

/// Whom a certificate names, by the rules of RFC 5922 §7.1.
struct tls_names {
  /// Lower case: hosts of subjectAltName URIs with scheme sip and no user; of DNS names when there
  /// is no such URI. The common name does not count.
  std::vector<std::string> domains;
  std::vector<ip_endpoint> addresses;  ///< subjectAltName IP, port 0

  /// Exactly this name; no wildcards (RFC 5922 §7.2). `domain` in lower case.
  bool are(std::string_view domain) const;
  bool are(const ip_endpoint& at) const;  ///< without regard to the port
};

/// Says whether the holder of these names is the one wanted.
using tls_judge = std::function<bool(const tls_names&)>;

class tls_context;

/// TLS on one connection. Made by tls_context, used by stream.
class tls_session {
 public:
  struct state;
  explicit tls_session(std::unique_ptr<state> s);
  ~tls_session();

  void attach(int fd);
  progress shake_hands();
  bool wants_write() const;
  transfer read(std::span<char> room);
  transfer write(std::string_view bytes);
  void say_goodbye();

  /// Of the other end; known when the handshake is done.
  const tls_names& names() const;
  bool resumed() const;
  /// Why the handshake failed, in one line.
  std::string trouble() const;

 private:
  std::unique_ptr<state> state_;
};

/// Certificates and rules: TLS 1.2 and 1.3, both sides show a certificate, the peer's is verified
/// against the authorities and its names are put to a judge before the handshake is done. Sessions
/// are resumed, with tickets as a server and from a small cache as a client, for at most an hour.
/// Used by one thread, after `open`.
class tls_context : public std::enable_shared_from_this<tls_context> {
 public:
  /// The error is one line that names the file. SIGPIPE is ignored from now on unless the process
  /// handles it: OpenSSL writes to sockets without MSG_NOSIGNAL.
  static std::expected<std::shared_ptr<tls_context>, std::string> open(const tls_options& options);
  ~tls_context();
  tls_context(const tls_context&) = delete;
  tls_context& operator=(const tls_context&) = delete;

  std::unique_ptr<tls_session> accept(tls_judge judge);
  /// `name`: sent as the server's name unless it is empty. Sessions are kept by `name` and `to`.
  std::unique_ptr<tls_session> connect(const std::string& name, const ip_endpoint& to,
                                       tls_judge judge);

  /// When the centre's own certificate ends.
  timestamp expires_at() const;

  struct contents;  ///< defined in tls.cc

 private:
  explicit tls_context(std::unique_ptr<contents> c);
  std::unique_ptr<contents> contents_;
};

}  // namespace qorgan::net
