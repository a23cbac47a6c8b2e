#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/strong_id.h"

namespace qorgan {

/// One call attempt, unique across restarts: the arrival time of its INVITE in microseconds, moved
/// up by one where two would be equal. Zero is no call.
using call_key = strong_id<struct call_key_tag, std::uint64_t>;

/// Derived from the trunk's name (`trunk_id_of`), so that it means the same trunk in every record
/// and every configuration. Two trunks of one configuration with equal ids are a configuration
/// error. Zero is no trunk.
using trunk_id = strong_id<struct trunk_id_tag, std::uint16_t>;

/// Number of a detector, given once in its definition and never reused.
using detector_id = strong_id<struct detector_id_tag, std::uint16_t>;

trunk_id trunk_id_of(std::string_view name);

/// Sixteen lower-case hexadecimal digits, as the console, the API and `qorgan explain` show it.
std::string to_string(call_key key);
std::expected<call_key, std::string> parse_call_key(std::string_view text);

}  // namespace qorgan
