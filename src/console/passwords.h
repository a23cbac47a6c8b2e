#pragma once

#include <string>
#include <string_view>

namespace qorgan::console {

/// True when the Argon2id PHC string was made of this password. Takes some 50 ms and 64 MB. Without
/// a hash (no such user) it takes as long and says no, so that time does not tell who exists.
bool verify_password(const std::string& phc_hash, std::string_view password);

/// 32 random bytes, hexadecimal.
std::string random_token();
/// SHA-256, hexadecimal.
std::string sha256_hex(std::string_view bytes);
/// Compares in time that depends on the lengths only.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace qorgan::console
