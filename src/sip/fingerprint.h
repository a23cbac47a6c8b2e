#pragma once

#include <cstdint>

#include "sip/message.h"

namespace qorgan::sip {

/// How the equipment behind an INVITE speaks, as a number; never 0. What it says (numbers, names,
/// addresses, identifiers, times, ports) does not enter, so calls of one installation agree, and
/// two calls that agree probably come from the same kind of equipment with the same settings.
///
/// What enters:
///  - names of the header fields in order, as spelled (long or compact, case); repeated lines count
///    once, and fields that depend on the call or its path are left out (see kCallDependent);
///  - User-Agent up to its first digit: the product, not the version, so that an update does not
///  make
///    a stranger of known equipment;
///  - Supported and Allow as written;
///  - names of the top Via's parameters in order;
///  - shapes of From tag, Via branch and Call-ID: class of length, alphabet, separators;
///  - SDP: kinds of lines and attributes in order, words in `o=` and `s=` up to the first digit,
///  the
///    payload types of each stream in order.
///
/// An identifier may look like one of a smaller alphabet by chance: shapes are classed so that this
/// happens less than once in a few hundred calls.
///
/// Stable across machines and versions: it is written to records. A change of the recipe needs a
/// new `kFingerprintRecipe`.
std::uint64_t fingerprint(const message& invite);

inline constexpr std::uint64_t kFingerprintRecipe = 1;

}  // namespace qorgan::sip
