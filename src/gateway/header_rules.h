#pragma once

#include <string>
#include <string_view>

#include "domain/decision.h"
#include "gateway/options.h"
#include "sip/name_list.h"
#include "sip/writer.h"

namespace qorgan::gateway {

/// header_options of a trunk, ready for use message by message.
struct header_rules {
  sip::name_list from_carrier;  ///< left out of what the carrier sends
  sip::name_list to_carrier;    ///< left out of what goes to the carrier
};
header_rules rules_of(const header_options& options);

/// The lines added to an INVITE, placeholders filled in.
void write_added_lines(sip::writer& out, const header_options& options, const decision& decided);

/// What is wrong with a configured line "Name: value", in words; empty: nothing. Names that carry
/// the call itself (Via, From, Contact …) cannot be added.
std::string wrong_with_line(std::string_view line);
/// What is wrong with a name to strip; it may end with '*'.
std::string wrong_with_stripped(std::string_view name);
/// What is wrong with a text for display names.
std::string wrong_with_label(std::string_view text);

}  // namespace qorgan::gateway
