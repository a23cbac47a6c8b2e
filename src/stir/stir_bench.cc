#include <benchmark/benchmark.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <thread>

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
/// In batches that fit the ring; the time the threads take for them is not counted. The host is on
/// nobody's list, so that they have little to do.
void ask_and_take(benchmark::State& state) {
  constexpr unsigned kBatch = 256;
  static_assert(kBatch < verifier::kQuestions);
  auto opened = verifier::open(stir_options{}, [] { return kNow; });
  verifier& under_test = **opened;
  std::string header = signed_header(*a_credential());
  const std::size_t digits = header.find(".eyJ") + 40;
  const std::string_view identities[] = {header};
  identity_question question = question_of(identities);
  std::uint64_t asked = 0;
  std::uint64_t taken = 0;
  identity_result result;
  for (auto _ : state) {
    for (unsigned i = 0; i < kBatch; ++i) {
      for (std::uint64_t n = asked, at = digits; at < digits + 6; ++at, n /= 20) {
        header[at] = static_cast<char>('A' + n % 20);  // another question each time
      }
      if (under_test.ask(question).how != identity_port::taken::pending) {
        state.SkipWithError("refused");
      }
      ++asked;
    }
    state.PauseTiming();
    while (!under_test.take(result)) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    state.ResumeTiming();
    for (taken = 1; taken < kBatch && under_test.take(result); ++taken) {
    }
    if (taken != kBatch) state.SkipWithError("results missing");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(asked));
}
BENCHMARK(ask_and_take)->Iterations(50);

void ask_again(benchmark::State& state) {
  recent_results recent;
  const std::string question(900, 'q');
  recent.keep(recent.key_of(question), {}, kNow + std::chrono::hours{1});
  for (auto _ : state) benchmark::DoNotOptimize(recent.find(recent.key_of(question), kNow));
}
BENCHMARK(ask_again);

}  // namespace
}  // namespace qorgan::stir
