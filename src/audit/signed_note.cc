#include "audit/signed_note.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace qorgan::audit {
namespace {

constexpr std::uint8_t kEd25519 = 1;
constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::string_view kDash = "\u2014 ";
using key_bytes = std::array<std::uint8_t, 32>;

std::expected<std::vector<std::uint8_t>, std::string> from_base64(std::string_view text) {
  std::vector<std::uint8_t> out(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::unexpected("is not base64");
  }
  out.resize(size);
  return out;
}

/// The first four bytes of SHA-256 over name, line end, algorithm and key.
std::uint32_t id_of(std::string_view name, const key_bytes& key) {
  std::string all(name);
  all += '\n';
  all += static_cast<char>(kEd25519);
  all.append(reinterpret_cast<const char*>(key.data()), key.size());
  tree_hash digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(all.data()), all.size());
  return std::uint32_t{digest[0]} << 24 | std::uint32_t{digest[1]} << 16 |
         std::uint32_t{digest[2]} << 8 | digest[3];
}

std::array<std::uint8_t, 4> id_bytes(std::uint32_t id) {
  return {static_cast<std::uint8_t>(id >> 24), static_cast<std::uint8_t>(id >> 16),
          static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
}

std::string hexadecimal(std::uint32_t id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out(8, '0');
  for (int i = 7; i >= 0; --i, id >>= 4) out[static_cast<std::size_t>(i)] = kDigits[id & 15];
  return out;
}

std::string with_algorithm(const key_bytes& key) {
  std::array<std::uint8_t, 33> all{kEd25519};
  std::ranges::copy(key, all.begin() + 1);
  return to_base64(all);
}

struct named_bytes {
  std::string name;
  std::uint32_t id = 0;
  key_bytes bytes{};
};
/// "NAME+HASH+BASE64".
std::expected<named_bytes, std::string> parse_named(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (second == text.npos || first == 0) return std::unexpected("is not NAME+HASH+KEY");
  named_bytes out;
  out.name = text.substr(0, first);
  const std::string_view id = text.substr(first + 1, second - first - 1);
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), out.id, 16);
  if (id.size() != 8 || error != std::errc{} || end != id.data() + 8) {
    return std::unexpected("has no hash of eight digits");
  }
  const auto bytes = from_base64(text.substr(second + 1));
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != 33 || (*bytes)[0] != kEd25519) {
    return std::unexpected("is no Ed25519 key");
  }
  std::copy_n(bytes->begin() + 1, 32, out.bytes.begin());
  return out;
}

void derive(const key_bytes& seed, key_bytes& open, std::array<std::uint8_t, 64>& secret) {
  crypto_sign_seed_keypair(open.data(), secret.data(), seed.data());
}

/// Text and signature lines of a note.
struct parts {
  std::string_view text;
  std::string_view signatures;
};
std::expected<parts, std::string> split(std::string_view note) {
  const std::size_t at = note.rfind("\n\n");
  if (at == note.npos || !note.ends_with('\n')) return std::unexpected("is no signed note");
  return parts{note.substr(0, at + 1), note.substr(at + 2)};
}

std::string signature_line(std::string_view text, const signer_key& by) {
  key_bytes open;
  std::array<std::uint8_t, 64> secret;
  derive(by.seed, open, secret);
  std::array<std::uint8_t, 68> all;
  std::ranges::copy(id_bytes(by.open.id), all.begin());
  crypto_sign_detached(all.data() + 4, nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  return std::string(kDash) + by.open.name + " " + to_base64(all) + "\n";
}

}  // namespace

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the terminating zero
  return out;
}

std::string verifier_key::text() const {
  return name + "+" + hexadecimal(id) + "+" + with_algorithm(key);
}

std::expected<verifier_key, std::string> parse_verifier_key(std::string_view text) {
  auto named = parse_named(text);
  if (!named) return std::unexpected("the key " + named.error());
  if (named->id != id_of(named->name, named->bytes)) {
    return std::unexpected("the key's hash does not belong to it");
  }
  return verifier_key{std::move(named->name), named->id, named->bytes};
}

std::string signer_key::text() const {
  return std::string(kPrivate) + open.name + "+" + hexadecimal(open.id) + "+" +
         with_algorithm(seed);
}

std::expected<signer_key, std::string> parse_signer_key(std::string_view text) {
  if (!text.starts_with(kPrivate)) return std::unexpected("the key is no private key");
  auto named = parse_named(text.substr(kPrivate.size()));
  if (!named) return std::unexpected("the key " + named.error());
  signer_key out;
  out.seed = named->bytes;
  std::array<std::uint8_t, 64> secret;
  derive(out.seed, out.open.key, secret);
  sodium_memzero(secret.data(), secret.size());
  out.open.name = std::move(named->name);
  out.open.id = id_of(out.open.name, out.open.key);
  if (out.open.id != named->id) return std::unexpected("the key's hash does not belong to it");
  return out;
}

signer_key new_signer_key(std::string_view name, const std::array<std::uint8_t, 32>& seed) {
  signer_key out;
  out.seed = seed;
  std::array<std::uint8_t, 64> secret;
  derive(out.seed, out.open.key, secret);
  sodium_memzero(secret.data(), secret.size());
  for (const char c : name) out.open.name += c == '+' || c == ' ' ? '-' : c;
  out.open.id = id_of(out.open.name, out.open.key);
  return out;
}

std::string sign_note(const std::string& text, const signer_key& by) {
  return text + "\n" + signature_line(text, by);
}

std::string cosign_note(const std::string& note, const signer_key& by) {
  const auto of = split(note);
  return of ? note + signature_line(of->text, by) : note;
}

std::expected<std::string, std::string> open_note(std::string_view note, const verifier_key& by) {
  const auto of = split(note);
  if (!of) return std::unexpected(of.error());
  const std::string begin = std::string(kDash) + by.name + " ";
  std::string_view left = of->signatures;
  while (!left.empty()) {
    const std::size_t end = left.find('\n');
    const std::string_view line = left.substr(0, end);
    left.remove_prefix(std::min(left.size(), end + 1));
    if (!line.starts_with(begin)) continue;
    const auto bytes = from_base64(line.substr(begin.size()));
    if (!bytes || bytes->size() != 68) continue;
    if (!std::ranges::equal(id_bytes(by.id), std::span(*bytes).first(4))) continue;
    if (crypto_sign_verify_detached(bytes->data() + 4,
                                    reinterpret_cast<const unsigned char*>(of->text.data()),
                                    of->text.size(), by.key.data()) == 0) {
      return std::string(of->text);
    }
    return std::unexpected("the signature of " + by.name + " does not fit the text");
  }
  return std::unexpected("is not signed by " + by.name);
}

std::string to_text(const checkpoint& value) {
  return value.origin + "\n" + std::to_string(value.state.size) + "\n" +
         to_base64(value.state.root) + "\n";
}

std::expected<checkpoint, std::string> parse_checkpoint(std::string_view text) {
  checkpoint out;
  std::array<std::string_view, 3> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return std::unexpected("the checkpoint has fewer than three lines");
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  out.origin = lines[0];
  const char* const last = lines[1].data() + lines[1].size();
  const auto [end, error] = std::from_chars(lines[1].data(), last, out.state.size);
  if (lines[0].empty() || error != std::errc{} || end != last) {
    return std::unexpected("the checkpoint's size is no number");
  }
  const auto root = from_base64(lines[2]);
  if (!root || root->size() != 32) return std::unexpected("the checkpoint's root is no hash");
  std::ranges::copy(*root, out.state.root.begin());
  return out;
}

}  // namespace qorgan::audit
