#pragma once

#include <cstdint>
#include <string_view>

#include "domain/call.h"
#include "domain/decision.h"
#include "sip/writer.h"

namespace qorgan::sip {

/// What a refused caller can act on: the decision's id and where to ask.
struct refusal {
  std::uint16_t status = 603;
  std::string_view url;  ///< empty: no reference is given
  call_key key;
};

/// Header lines of a refusal: 603 with the Reason of 603+ (ATIS-1000099), 608 with Call-Info
/// (RFC 8688 §3.4), nothing for other codes or without a URL.
void write_refusal_lines(writer& out, const refusal& of);

/// "Network Blocked" for a 603 that carries its reason (ATIS-1000099); "" for others.
std::string_view refusal_phrase(const refusal& of);

/// "0.973"
void write_score(writer& out, float score);
/// The decision's id as sixteen hexadecimal digits.
void write_id(writer& out, call_key key);

/// The caller's number with what is known about its signature: P-Asserted-Identity with the
/// `verstat` parameter of 3GPP TS 24.229 §7.2A.20. Nothing when the number is not known.
void write_verstat_line(writer& out, const e164& caller, attestation attested);

/// X-Qorgan-Verdict, X-Qorgan-Score and X-Qorgan-Id, for switches that ask by redirect.
void write_verdict_lines(writer& out, const decision& decided, verdict enforced);

}  // namespace qorgan::sip
