#include <benchmark/benchmark.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "codec/base64url.h"
#include "codec/passport.h"
#include "sip/identity_header.h"
#include "stir/judge.h"
#include "stir/recent_results.h"
#include "stir/verifier.h"

namespace qorgan::stir {
namespace {

constexpr timestamp kNow = from_us(1'772'359'200'000'000);
constexpr std::string_view kUrl = "https://cert.example.org/a.pem";

/// A credential without a certificate: what is measured begins behind the cache.
std::shared_ptr<const credential> a_credential() {
  credential out;
  out.key = {EVP_EC_gen("P-256"), EVP_PKEY_free};
  out.authority.providers = {"709J"};
  out.valid_until = kNow + std::chrono::hours{1};
  return std::make_shared<const credential>(std::move(out));
}

std::string signed_header(const credential& with) {
  std::string token;
  codec::append_base64url(token, R"({"alg":"ES256","ppt":"shaken","typ":"passport","x5u":")" +
                                     std::string(kUrl) + "\"}");
  token.push_back('.');
  codec::append_base64url(
      token, R"({"attest":"A","dest":{"tn":["77010000001"]},"iat":1772359200,"orig":{"tn":)"
             R"("442079460001"},"origid":"123e4567-e89b-12d3-a456-426655440000"})");
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, with.key.get());
  unsigned char der[128];
  std::size_t size = sizeof der;
  EVP_DigestSign(context, der, &size, reinterpret_cast<const unsigned char*>(token.data()),
                 token.size());
  EVP_MD_CTX_free(context);
  const unsigned char* p = der;
  ECDSA_SIG* const parts = d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(size));
  char raw[64];
  BN_bn2binpad(ECDSA_SIG_get0_r(parts), reinterpret_cast<unsigned char*>(raw), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts), reinterpret_cast<unsigned char*>(raw) + 32, 32);
  ECDSA_SIG_free(parts);
  token.push_back('.');
  codec::append_base64url(token, {raw, sizeof raw});
  return token + ";info=<" + std::string(kUrl) + ">;alg=ES256;ppt=shaken";
}

identity_question question_of(std::span<const std::string_view> identities) {
  identity_question out;
  out.identities = identities;
  out.caller = "442079460001";
  out.callee = out.to = "77010000001";
  out.from_uri = "sip:+442079460001@carrier.example";
  out.request_uri = out.to_uri = "sip:+77010000001@192.0.2.1";
  out.now = kNow;
  return out;
}

/// Header and token read, nothing verified.
void read_passport(benchmark::State& state) {
  const std::string header = signed_header(*a_credential());
  for (auto _ : state) {
    const auto value = sip::parse_identity(header);
    benchmark::DoNotOptimize(codec::parse_passport(value->token));
  }
}
BENCHMARK(read_passport);

void verify_signature(benchmark::State& state) {
  const auto with = a_credential();
  const std::string header = signed_header(*with);
  const std::string token = header.substr(0, header.find(';'));
  const auto claims = codec::parse_passport(token);
  const std::string_view text = std::string_view(token).substr(0, claims->signed_bytes);
  for (auto _ : state) {
    if (!with->signed_by(text, claims->signature)) state.SkipWithError("not verified");
  }
}
BENCHMARK(verify_signature);

/// Everything a verifier thread does for one call whose credential is at hand. With several
/// threads: how verification grows with them.
void judge_call(benchmark::State& state) {
  static const auto with = a_credential();
  static const std::string header = signed_header(*with);
  const std::string_view identities[] = {header};
  const identity_question asked = question_of(identities);
  const find_credential find = [](const std::string&) {
    return credential_cache::answer{credential_cache::state::ready, with,
                                    passport_status::verified};
  };
  for (auto _ : state) {
    if (judge(asked, {}, find).found.attested != attestation::a) state.SkipWithError("not A");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(judge_call)->Threads(1)->Threads(2)->UseRealTime();

/// What the call path pays for a signed INVITE: the question into the ring, the result out of it.
/// The host is on nobody's list, so that the threads have little to do.
void ask_and_take(benchmark::State& state) {
  stir_options options;
  auto opened = verifier::open(options, [] { return kNow; });
  verifier& under_test = **opened;
  std::string header = signed_header(*a_credential());
  identity_result result;
  std::uint64_t asked = 0;
  for (auto _ : state) {
    header[20] = static_cast<char>('A' + asked % 20);  // another question each time
    header[21] = static_cast<char>('A' + asked / 20 % 20);
    const std::string_view identities[] = {header};
    identity_question question = question_of(identities);
    question.now = kNow + std::chrono::seconds{++asked};
    benchmark::DoNotOptimize(under_test.ask(question));
    while (under_test.take(result)) benchmark::DoNotOptimize(result);
  }
}
BENCHMARK(ask_and_take);

void ask_again(benchmark::State& state) {
  recent_results recent;
  const std::string question(900, 'q');
  recent.keep(recent.key_of(question), {}, kNow + std::chrono::hours{1});
  for (auto _ : state) benchmark::DoNotOptimize(recent.find(recent.key_of(question), kNow));
}
BENCHMARK(ask_again);

}  // namespace
}  // namespace qorgan::stir
