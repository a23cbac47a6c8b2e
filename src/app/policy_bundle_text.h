#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/policy.h"

namespace qorgan::app {

/// One text that holds a whole policy bundle, as the journal keeps it: readable as it stands, and
/// the same bundle always gives the same text, so that its digest names it.
///
///   qorgan policy bundle 1
///   policy 19 1042
///   policy/default.yaml
///   version: 1
///   …
///   list 7 17 245
///   roaming
///   lists/roaming.txt
///   …
///   trunks 812
///   - name: carrier-north
///   …
///
/// The last section, the trunks of the configuration, says what was in force beside the policy; a
/// replay does not need it, and older journals do not have it. The figures are the bytes of the
/// parts that follow, each part on lines of its own.
std::string bundle_to_text(const engine::policy_bundle& bundle, std::string_view trunks = {});

/// Inverse of `bundle_to_text`. The error says in words what is wrong with the text.
std::expected<engine::policy_bundle, std::string> bundle_from_text(std::string_view text);

}  // namespace qorgan::app
