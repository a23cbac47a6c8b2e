#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace qorgan::console {

/// Text that an attacker may have written (User-Agent, display name, Call-ID), made fit to be
/// shown: valid UTF-8, no control characters, no characters that change the direction of text
/// (Unicode Bidi_Control) or are invisible, at most `max_bytes` bytes, never half a character.
std::string clean_text(std::string_view text, std::size_t max_bytes = 128);

/// A telephone number with its middle hidden: "+7701•••••67". Of a shorter text less is shown; of
/// one with fewer than five digits ("anonymous", a short code) nothing is hidden. The text is
/// cleaned as well.
std::string mask_number(std::string_view number);

}  // namespace qorgan::console
