#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/call.h"
#include "domain/decision.h"
#include "domain/record.h"

namespace qorgan::store {

// Small lists inside a row are kept as short texts that a person with a database tool can read:
//   reasons   "3:1.75:140:60;…"         detector:weight:observed:threshold
//   messages  "0 1 0 <c INVITE;…"       µs after the call's key, CSeq, status, < received or
//                                       > sent, c caller's or d callee's leg, method

void append_reasons(std::string& out, std::span<const evidence> reasons);
std::vector<evidence> parse_reasons(std::string_view text);

void append_messages(std::string& out, call_key key, std::span<const ladder_entry> messages);
std::vector<ladder_entry> parse_messages(std::string_view text, call_key key);

/// Text from a wire as any database takes it: valid UTF-8, control characters and what is not
/// UTF-8 replaced by '?'. Without it one message with a zero byte would stop the projection.
void append_clean(std::string& out, std::string_view text);
std::string clean(std::string_view text);

/// For `LIKE … ESCAPE '!'`: text that is matched as it stands, % and _ included. Empty: everything.
std::string like_whole(std::string_view text);
std::string like_part(std::string_view text);

/// "+77011234567", or the text as signalled.
void append_party(std::string& out, const party& side);

/// Numbers that begin with `digits`, as call_numbers keeps them; first > last when there are none.
struct number_range {
  std::int64_t first = 0;
  std::int64_t last = -1;
};
number_range range_of(std::string_view digits);
/// What call_numbers keeps of a party; negative: nothing to search by.
std::int64_t search_number(const party& side);

}  // namespace qorgan::store
