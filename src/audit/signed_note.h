#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "audit/merkle.h"

namespace qorgan::audit {

/// Texts signed with Ed25519 in the signed-note format of C2SP (c2sp.org/signed-note), and what a
/// log says of its state in one (c2sp.org/tlog-checkpoint).

/// "NAME+HASH+BASE64": who may be believed. No spaces or plus signs in the name.
struct verifier_key {
  std::string name;
  std::uint32_t id = 0;
  std::array<std::uint8_t, 32> key{};
  std::string text() const;
};
std::expected<verifier_key, std::string> parse_verifier_key(std::string_view text);

/// "PRIVATE+KEY+NAME+HASH+BASE64".
struct signer_key {
  verifier_key open;
  std::array<std::uint8_t, 32> seed{};
  std::string text() const;
};
std::expected<signer_key, std::string> parse_signer_key(std::string_view text);
/// `seed`: 32 random bytes that nobody else knows. Spaces and plus signs of the name become dashes.
signer_key new_signer_key(std::string_view name, const std::array<std::uint8_t, 32>& seed);

/// `text` ends with a line end. The note with one more signature line.
std::string sign_note(const std::string& text, const signer_key& by);
/// Adds the signature of another key, a witness, to a note.
std::string cosign_note(const std::string& note, const signer_key& by);

/// The text of a note that this key has signed; the error is in words.
std::expected<std::string, std::string> open_note(std::string_view note, const verifier_key& by);

/// A log's state. `origin` names the log.
struct checkpoint {
  std::string origin;
  tree_state state;
};
std::string to_text(const checkpoint& value);
std::expected<checkpoint, std::string> parse_checkpoint(std::string_view text);

std::string to_base64(std::span<const std::uint8_t> bytes);

}  // namespace qorgan::audit
