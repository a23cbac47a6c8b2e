#include "app/effects_digest.h"

#include <array>
#include <bit>
#include <cstdint>

namespace qorgan::app {
namespace {

void append(std::string& out, std::uint64_t value) {
  out.append(" ").append(std::to_string(value));
}

void append_bits(std::string& out, float value) {
  append(out, std::bit_cast<std::uint32_t>(value));
}

void append_time(std::string& out, timestamp at) {
  out.append(" ").append(std::to_string(to_us(at)));
}

void append_reasons(std::string& out, std::span<const evidence> reasons) {
  for (const evidence& reason : reasons) {
    append(out, reason.detector.value);
    append_bits(out, reason.weight);
    append(out, reason.observed);
    append(out, reason.threshold);
  }
  out.push_back('\n');
}

}  // namespace

std::string canonical_line(const decision& made) {
  std::string out = "decision " + to_string(made.key);
  append_time(out, made.decided_at);
  out.append(" ").append(to_string(made.enforced));
  out.append(" ").append(to_string(made.would));
  append(out, made.emergency);
  append(out, made.answer_code);
  append_bits(out, made.score);
  out.append(" '").append(made.rule.view()).append("'");
  append_reasons(out, made.reasons);
  if (made.challenger_score < 0) return out;  // and lines of older journals stay what they were
  out.append("challenger");
  append_bits(out, made.challenger_score);
  out.append(" ").append(to_string(made.challenger_would)).append("\n");
  return out;
}

std::string canonical_line(const alert& raised) {
  std::string out = "alert " + to_string(raised.key);
  append_time(out, raised.at);
  out.append(" '").append(raised.kind.view()).append("' ").append(to_string(raised.level));
  append_bits(out, raised.score);
  append(out, raised.caller.packed());
  append(out, raised.callee.packed());
  append_reasons(out, raised.reasons);
  return out;
}

effects_digest::effects_digest() {
  crypto_hash_sha256_init(&state_);
}

void effects_digest::add(std::string_view lines) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(lines.data()),
                            lines.size());
}

std::string effects_digest::finish() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> bytes;
  crypto_hash_sha256_final(&state_, bytes.data());
  std::array<char, 2 * bytes.size() + 1> text;
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

}  // namespace qorgan::app
