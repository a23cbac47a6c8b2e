#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "console/server.h"
#include "domain/enquiry.h"
#include "net/http_server.h"

namespace qorgan::console {

enum class language : std::uint8_t { en, ru, kk };
std::string_view to_string(language value);
/// The one of the three a client likes best (RFC 9110, 12.5.4); English when it names none.
language preferred_language(std::string_view accept_language);

/// Cause of ITU-T Q.850 for a final SIP status (RFC 3398, 8.2.6.1); 31 "normal, unspecified" for
/// one the table does not have, 0 for none.
std::uint16_t q850_cause(std::uint16_t sip_status);

/// `screening_answer` of the API. Of a call nothing was decided about, `made.key` is empty.
net::http_response answer_response(const enquiry_answer& answer,
                                   const std::vector<detector_text>& detectors, language in);

/// What is answered when nothing can be decided: the call passes.
enquiry_answer open_answer(fail_open why);

}  // namespace qorgan::console
