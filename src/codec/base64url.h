#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qorgan::codec {

/// Decodes base64url without padding (RFC 4648 §5, as JWS uses it). Strict: any other character, an
/// impossible length and unused bits that are not zero are refused, so that one value has one text.
/// The number of bytes written to `out`; nothing when the text is wrong or does not fit.
std::optional<std::size_t> decode_base64url(std::string_view text, std::span<char> out);

/// Appends the text of `bytes`, without padding.
void append_base64url(std::string& out, std::string_view bytes);

}  // namespace qorgan::codec
