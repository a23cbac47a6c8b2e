#include "stir/testing.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "base/assert.h"
#include "codec/base64url.h"

namespace qorgan::stir::testing {
namespace {

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  std::string out(bytes, static_cast<std::size_t>(size));
  BIO_free(bio);
  return out;
}

std::string pem_of(X509* certificate) {
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, certificate);
  return text_of(out);
}

std::string pem_of(EVP_PKEY* key) {
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(out);
}

void set_time(ASN1_TIME* to, timestamp at) {
  ASN1_TIME_set(to, static_cast<time_t>(to_us(at) / 1'000'000));
}

void add_extension(X509* to, X509V3_CTX* context, int nid, const std::string& value) {
  X509_EXTENSION* const one = X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str());
  QORGAN_ASSERT(one != nullptr);
  X509_add_ext(to, one, -1);
  X509_EXTENSION_free(one);
}

std::string tlv(unsigned char tag, std::string_view content) {
  QORGAN_ASSERT(content.size() < 128);
  std::string out{static_cast<char>(tag), static_cast<char>(content.size())};
  return out.append(content);
}

/// "provider:709J", "one:442079460001", "range:442079460000+100", several by commas.
std::string tn_auth_list_der(std::string_view text) {
  std::string entries;
  while (!text.empty()) {
    const std::string_view entry = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), entry.size() + 1));
    const std::size_t colon = entry.find(':');
    const std::string_view kind = entry.substr(0, colon);
    const std::string_view value = entry.substr(colon + 1);
    if (kind == "provider") {
      entries += tlv(0xa0, tlv(0x16, value));
    } else if (kind == "one") {
      entries += tlv(0xa2, tlv(0x16, value));
    } else {
      const std::size_t plus = value.find('+');
      const auto count = static_cast<char>(std::stoi(std::string(value.substr(plus + 1))));
      entries += tlv(0xa1, tlv(0x30, tlv(0x16, value.substr(0, plus)) + tlv(0x02, {&count, 1})));
    }
  }
  return tlv(0x30, entries);
}

void add_tn_auth_list(X509* to, const std::string& text) {
  const std::string der = tn_auth_list_der(text);
  ASN1_OCTET_STRING* const value = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(value, reinterpret_cast<const unsigned char*>(der.data()),
                        static_cast<int>(der.size()));
  ASN1_OBJECT* const oid = OBJ_txt2obj("1.3.6.1.5.5.7.1.26", 1);
  X509_EXTENSION* const one = X509_EXTENSION_create_by_OBJ(nullptr, oid, 0, value);
  X509_add_ext(to, one, -1);
  X509_EXTENSION_free(one);
  ASN1_OBJECT_free(oid);
  ASN1_OCTET_STRING_free(value);
}

void append_header(std::string& out, const claims& of) {
  out += R"({"alg":"ES256",)";
  if (!of.ppt.empty()) out += R"("ppt":")" + of.ppt + "\",";
  out += R"("typ":"passport","x5u":")" + of.x5u + "\"}";
}

void append_payload(std::string& out, const claims& of) {
  out += "{";
  if (of.ppt == "shaken") out += R"("attest":")" + of.attest + "\",";
  out += R"("dest":{"tn":[")" + of.dest + "\"]},";
  if (!of.div.empty()) out += R"("div":{"tn":")" + of.div + "\"},";
  out += "\"iat\":" + std::to_string(of.iat_s) + R"(,"orig":{"tn":")" + of.orig + "\"}";
  if (of.ppt == "shaken") out += R"(,"origid":"123e4567-e89b-12d3-a456-426655440000")";
  out += "}";
}

}  // namespace

issued issue(const certificate_options& options, const issued* by) {
  issued out;
  EVP_PKEY* const key =
      options.curve == "RSA" ? EVP_RSA_gen(2048) : EVP_EC_gen(options.curve.c_str());
  out.key = {key, EVP_PKEY_free};
  X509* const made = X509_new();
  out.certificate = {made, X509_free};
  static std::atomic<long> serial{1'000};
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), ++serial);
  set_time(X509_getm_notBefore(made), options.from);
  set_time(X509_getm_notAfter(made), options.until);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(options.name.c_str()), -1, -1,
                             0);
  X509* const issuer = by != nullptr ? by->certificate.get() : made;
  X509_set_issuer_name(made, X509_get_subject_name(issuer));
  X509_set_pubkey(made, key);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, made, nullptr, nullptr, 0);
  add_extension(made, &context, NID_basic_constraints,
                options.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  const std::string usage = options.is_authority ? "keyCertSign,cRLSign" : options.key_usage;
  if (!usage.empty()) add_extension(made, &context, NID_key_usage, "critical," + usage);
  add_extension(made, &context, NID_subject_key_identifier, "hash");
  if (by != nullptr) add_extension(made, &context, NID_authority_key_identifier, "keyid");
  if (!options.alt_name.empty()) {
    add_extension(made, &context, NID_subject_alt_name, options.alt_name);
  }
  if (!options.tn_auth_list.empty()) add_tn_auth_list(made, options.tn_auth_list);
  QORGAN_ASSERT(X509_sign(made, by != nullptr ? by->key.get() : key, EVP_sha256()) > 0);
  out.pem = pem_of(made);
  out.key_pem = pem_of(key);
  return out;
}

std::string revocation_list(const issued& by, const std::vector<const issued*>& revoked,
                            timestamp from, timestamp until) {
  X509_CRL* const list = X509_CRL_new();
  X509_CRL_set_version(list, 1);
  X509_CRL_set_issuer_name(list, X509_get_subject_name(by.certificate.get()));
  ASN1_TIME* const time = ASN1_TIME_new();
  set_time(time, from);
  X509_CRL_set1_lastUpdate(list, time);
  for (const issued* const each : revoked) {
    X509_REVOKED* const entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(each->certificate.get()));
    X509_REVOKED_set_revocationDate(entry, time);
    X509_CRL_add0_revoked(list, entry);
  }
  set_time(time, until);
  X509_CRL_set1_nextUpdate(list, time);
  ASN1_TIME_free(time);
  QORGAN_ASSERT(X509_CRL_sign(list, by.key.get(), EVP_sha256()) > 0);
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509_CRL(out, list);
  X509_CRL_free(list);
  return text_of(out);
}

std::string file_with(std::string_view name, std::string_view content) {
  static const std::string folder = [] {
    std::string path = ::testing::TempDir() + "qorgan-stir-XXXXXX";
    QORGAN_ASSERT(::mkdtemp(path.data()) != nullptr);
    return path;
  }();
  std::string path = folder + "/" + std::string(name);
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string sign(std::string_view header, std::string_view payload, const key_ptr& key) {
  std::string token;
  codec::append_base64url(token, header);
  token.push_back('.');
  codec::append_base64url(token, payload);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
  unsigned char der[128];
  std::size_t size = sizeof der;
  const auto* const text = reinterpret_cast<const unsigned char*>(token.data());
  QORGAN_ASSERT(EVP_DigestSign(context, der, &size, text, token.size()) == 1);
  EVP_MD_CTX_free(context);
  const unsigned char* p = der;
  ECDSA_SIG* const parts = d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(size));
  unsigned char raw[64];
  BN_bn2binpad(ECDSA_SIG_get0_r(parts), raw, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts), raw + 32, 32);
  ECDSA_SIG_free(parts);
  token.push_back('.');
  codec::append_base64url(token, {reinterpret_cast<const char*>(raw), sizeof raw});
  return token;
}

std::string sign(const claims& of, const key_ptr& key) {
  std::string header;
  std::string payload;
  append_header(header, of);
  append_payload(payload, of);
  return sign(header, payload, key);
}

std::string identity(const claims& of, const key_ptr& key) {
  std::string out = sign(of, key) + ";info=<" + of.x5u + ">;alg=ES256";
  if (!of.ppt.empty()) out += ";ppt=" + of.ppt;
  return out;
}

// ---- web server ----

web_server::web_server(answerer answers, const issued* tls)
    : answers_{std::move(answers)}, tls_{tls != nullptr} {
  std::signal(SIGPIPE, SIG_IGN);  // a client that has hung up is an answer too
  if (tls != nullptr) {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, tls->certificate.get());
    SSL_CTX_use_PrivateKey(context, tls->key.get());
    tls_context_ = {context, [](void* made) { SSL_CTX_free(static_cast<SSL_CTX*>(made)); }};
  }
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof name;
  QORGAN_ASSERT(::bind(listener_, reinterpret_cast<sockaddr*>(&name), length) == 0);
  QORGAN_ASSERT(::listen(listener_, 64) == 0);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&name), &length);
  port_ = ntohs(name.sin_port);
  thread_ = std::thread([this] { serve(); });
}

web_server::~web_server() {
  stopping_.store(true);
  thread_.join();
  for (std::thread& each : connections_) each.join();
  ::close(listener_);
}

std::string web_server::url(std::string_view path) const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) +
         std::string(path);
}

void web_server::serve() {
  while (!stopping_.load()) {
    pollfd waits{listener_, POLLIN, 0};
    if (::poll(&waits, 1, 10) <= 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) connections_.emplace_back([this, connection] { answer_one(connection); });
  }
}

void web_server::answer_one(int connection) {
  const timeval patience{5, 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  SSL* tls = nullptr;
  if (tls_context_) {
    tls = SSL_new(static_cast<SSL_CTX*>(tls_context_.get()));
    SSL_set_fd(tls, connection);
  }
  if (tls == nullptr || SSL_accept(tls) == 1) {
    char room[4'096];
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
      const auto got = tls != nullptr ? SSL_read(tls, room, sizeof room)
                                      : static_cast<int>(::recv(connection, room, sizeof room, 0));
      if (got <= 0) break;
      request.append(room, static_cast<std::size_t>(got));
    }
    const std::size_t begin = request.find(' ') + 1;
    ++requests_;
    const std::string answer = answers_(request.substr(begin, request.find(' ', begin) - begin));
    if (tls != nullptr && !answer.empty()) {
      SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
      SSL_shutdown(tls);
    } else if (!answer.empty()) {
      ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }
  SSL_free(tls);
  ::close(connection);
}

std::string ok(std::string_view body, std::string_view more_headers) {
  std::string out = "HTTP/1.1 200 OK\r\nContent-Type: application/pem-certificate-chain\r\n";
  out.append(more_headers).append("Connection: close\r\nContent-Length: ");
  return out.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

}  // namespace qorgan::stir::testing
