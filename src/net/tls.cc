// OpenSSL behind a small face. The names of a certificate are judged inside the handshake, by the
// verify callback, so that the other end learns of the refusal as an alert; a resumed session has
// no certificate to verify, so its names, kept with the session, are judged when it is up.
#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <csignal>
#include <map>

#include "net/stream.h"
#include "net/tls_names.h"

namespace qorgan::net {
namespace {

constexpr std::size_t kSessions = 1'024;  // kept as a client; the eldest by name goes
constexpr long kSessionSeconds = 3'600;
constexpr std::size_t kReadAhead = 32'768;
constexpr unsigned char kSessionContext[] = "qorgan";

int state_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// What OpenSSL complains of, oldest first; its queue is empty then.
std::string openssl_words() {
  std::string out;
  for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
    const char* const reason = ERR_reason_error_string(code);
    if (reason == nullptr) continue;
    if (!out.empty()) out += ", ";
    out += reason;
  }
  return out.empty() ? "no reason given" : out;
}

struct context_closer {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct ssl_closer {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
struct session_closer {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
struct certificate_closer {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

using session_cache = std::map<std::string, std::unique_ptr<SSL_SESSION, session_closer>>;

timestamp time_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (at == nullptr || ASN1_TIME_to_tm(at, &parts) != 1) return {};
  return timestamp{std::chrono::seconds{::timegm(&parts)}};
}

void keep_pipe_quiet() {
  struct sigaction now{};
  if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) {
    std::signal(SIGPIPE, SIG_IGN);
  }
}

}  // namespace

struct tls_context::contents {
  std::unique_ptr<SSL_CTX, context_closer> context;
  session_cache sessions;
  timestamp expires_at;
};

struct tls_session::state {
  std::shared_ptr<tls_context> owner;  // outlives a change of certificates
  session_cache* cache = nullptr;      // as a client
  std::string cache_key;
  std::unique_ptr<SSL, ssl_closer> ssl;
  tls_judge judge;
  tls_names names;
  std::string trouble;
  bool wants_write = false;
  bool up = false;
  bool broken = false;
};

namespace {

tls_session::state* state_of(const SSL* ssl) {
  return static_cast<tls_session::state*>(SSL_get_ex_data(ssl, state_index()));
}

int on_verify(int good, X509_STORE_CTX* store) {
  if (good != 1 || X509_STORE_CTX_get_error_depth(store) != 0) return good;
  const auto* const ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  tls_session::state* const s = state_of(ssl);
  if (s->judge(names_of(X509_STORE_CTX_get_current_cert(store)))) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  s->trouble = "the certificate names nobody who is expected";
  return 0;
}

int on_new_session(SSL* ssl, SSL_SESSION* session) {
  const tls_session::state* const s = state_of(ssl);
  if (s == nullptr || s->cache == nullptr) return 0;
  session_cache& cache = *s->cache;
  if (cache.size() >= kSessions && !cache.contains(s->cache_key)) cache.erase(cache.begin());
  cache[s->cache_key].reset(session);
  return 1;  // the reference is ours now
}

std::expected<void, std::string> load(SSL_CTX* context, const tls_options& options) {
  const auto failed = [](const std::string& file) {
    return std::unexpected("tls: " + file + ": " + openssl_words());
  };
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, options.certificate.c_str()) != 1) {
    return failed(options.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(context, options.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return failed(options.key);
  }
  if (SSL_CTX_check_private_key(context) != 1) return failed(options.key);
  if (SSL_CTX_load_verify_file(context, options.authorities.c_str()) != 1) {
    return failed(options.authorities);
  }
  auto* const names = SSL_load_client_CA_file(options.authorities.c_str());
  if (names == nullptr) return failed(options.authorities);
  SSL_CTX_set_client_CA_list(context, names);
  return {};
}

void set_rules(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of 1.2; 1.3 has its own
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, kReadAhead);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, on_verify);
  SSL_CTX_set_session_id_context(context, kSessionContext, sizeof kSessionContext - 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, on_new_session);
  SSL_CTX_set_timeout(context, kSessionSeconds);
}

}  // namespace

tls_context::tls_context(std::unique_ptr<contents> c) : contents_(std::move(c)) {}
tls_context::~tls_context() = default;

std::expected<std::shared_ptr<tls_context>, std::string> tls_context::open(
    const tls_options& options) {
  keep_pipe_quiet();
  auto c = std::make_unique<contents>();
  c->context.reset(SSL_CTX_new(TLS_method()));
  if (!c->context) return std::unexpected("tls: " + openssl_words());
  set_rules(c->context.get());
  if (auto loaded = load(c->context.get(), options); !loaded) {
    return std::unexpected(loaded.error());
  }
  c->expires_at = time_of(X509_get0_notAfter(SSL_CTX_get0_certificate(c->context.get())));
  return std::shared_ptr<tls_context>(new tls_context(std::move(c)));
}

timestamp tls_context::expires_at() const {
  return contents_->expires_at;
}

std::unique_ptr<tls_session> tls_context::accept(tls_judge judge) {
  auto s = std::make_unique<tls_session::state>();
  s->owner = shared_from_this();
  s->judge = std::move(judge);
  s->ssl.reset(SSL_new(contents_->context.get()));
  if (!s->ssl) return nullptr;
  SSL_set_ex_data(s->ssl.get(), state_index(), s.get());
  SSL_set_accept_state(s->ssl.get());
  return std::make_unique<tls_session>(std::move(s));
}

std::unique_ptr<tls_session> tls_context::connect(const std::string& name, const ip_endpoint& to,
                                                  tls_judge judge) {
  auto s = std::make_unique<tls_session::state>();
  s->owner = shared_from_this();
  s->judge = std::move(judge);
  s->cache = &contents_->sessions;
  s->cache_key = name + " " + to_string(to);
  s->ssl.reset(SSL_new(contents_->context.get()));
  if (!s->ssl) return nullptr;
  SSL_set_ex_data(s->ssl.get(), state_index(), s.get());
  SSL_set_connect_state(s->ssl.get());
  if (!name.empty()) SSL_set_tlsext_host_name(s->ssl.get(), name.c_str());
  const auto known = contents_->sessions.find(s->cache_key);
  if (known != contents_->sessions.end()) SSL_set_session(s->ssl.get(), known->second.get());
  return std::make_unique<tls_session>(std::move(s));
}

tls_session::tls_session(std::unique_ptr<state> s) : state_(std::move(s)) {}
tls_session::~tls_session() = default;

void tls_session::attach(int fd) {
  SSL_set_fd(state_->ssl.get(), fd);
}
bool tls_session::wants_write() const {
  return state_->wants_write;
}
const tls_names& tls_session::names() const {
  return state_->names;
}
bool tls_session::resumed() const {
  return SSL_session_reused(state_->ssl.get()) == 1;
}
std::string tls_session::trouble() const {
  return state_->trouble;
}

progress tls_session::shake_hands() {
  state& s = *state_;
  if (s.up) return progress::done;
  ERR_clear_error();
  const int done = SSL_do_handshake(s.ssl.get());
  if (done != 1) {
    const int why = SSL_get_error(s.ssl.get(), done);
    s.wants_write = why == SSL_ERROR_WANT_WRITE;
    if (s.wants_write || why == SSL_ERROR_WANT_READ) return progress::waits;
    s.broken = true;
    const long verdict = SSL_get_verify_result(s.ssl.get());
    if (s.trouble.empty()) {
      s.trouble = verdict == X509_V_OK ? openssl_words() : X509_verify_cert_error_string(verdict);
    }
    return progress::failed;
  }
  s.wants_write = false;
  const std::unique_ptr<X509, certificate_closer> certificate(
      SSL_get1_peer_certificate(s.ssl.get()));
  if (!certificate) {
    s.trouble = "no certificate";
    return progress::failed;
  }
  s.names = names_of(certificate.get());
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) <= 0) {
    s.trouble = "the certificate of the resumed session has expired";
    return progress::failed;
  }
  if (!s.judge(s.names)) {
    s.trouble = "the certificate names nobody who is expected";
    return progress::failed;
  }
  s.up = true;
  return progress::done;
}

transfer tls_session::read(std::span<char> room) {
  SSL* const ssl = state_->ssl.get();
  transfer out;
  while (out.bytes < room.size()) {
    std::size_t got = 0;
    ERR_clear_error();
    const int done = SSL_read_ex(ssl, room.data() + out.bytes, room.size() - out.bytes, &got);
    if (done == 1) {
      out.bytes += got;
      if (SSL_has_pending(ssl) == 0) return out;  // the poller tells when there is more
      continue;
    }
    const int why = SSL_get_error(ssl, done);
    out.ended = why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE;
    state_->broken = state_->broken || (out.ended && why != SSL_ERROR_ZERO_RETURN);
    return out;
  }
  return out;
}

transfer tls_session::write(std::string_view bytes) {
  SSL* const ssl = state_->ssl.get();
  transfer out;
  while (out.bytes < bytes.size()) {
    std::size_t sent = 0;
    ERR_clear_error();
    const int done = SSL_write_ex(ssl, bytes.data() + out.bytes, bytes.size() - out.bytes, &sent);
    if (done == 1) {
      out.bytes += sent;
      continue;
    }
    const int why = SSL_get_error(ssl, done);
    out.ended = why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE;
    state_->broken = state_->broken || out.ended;
    return out;
  }
  return out;
}

void tls_session::say_goodbye() {
  if (state_->up && !state_->broken) SSL_shutdown(state_->ssl.get());
}

}  // namespace qorgan::net
