// One call may bring several PASSporTs. One of them speaks of the caller: a SHAKEN one, or a plain
// one of RFC 8225 when there is no SHAKEN one. "div" PASSporTs say that the call was sent on to
// another number, each by whom it had been sent to; they are followed from the first PASSporT's
// destination until one leads to where the call is going now. Only those that are followed have to
// be right: another one vouches for nothing.
#include "stir/judge.h"

#include <algorithm>
#include <optional>

#include "base/inline_vector.h"
#include "codec/passport.h"
#include "sip/date.h"
#include "sip/identity_header.h"
#include "sip/message.h"

namespace qorgan::stir {
namespace {

using codec::identity_claim;
using codec::passport;
using codec::passport_type;
using status = passport_status;

constexpr std::size_t kMostPassports = 8;
constexpr auto kResultStays = std::chrono::seconds{60};

struct signed_passport {
  passport claims;
  std::string token;  ///< full form
};

std::int64_t seconds_of(timestamp at) {
  return to_us(at) / 1'000'000;
}

status status_of(sip::identity_fault fault) {
  return fault == sip::identity_fault::no_info ? status::bad_identity_info
                                               : status::invalid_identity;
}

/// ATIS-1000082, error conditions of verification: a header that names no credential is 436, one we
/// have no means to verify is 437, everything else is 438.
status status_of(codec::passport_fault fault) {
  switch (fault) {
    case codec::passport_fault::bad_header: return status::bad_identity_info;
    case codec::passport_fault::wrong_typ:
    case codec::passport_fault::unsupported_alg:
    case codec::passport_fault::critical_extension: return status::unsupported_credential;
    default: return status::invalid_identity;
  }
}

/// The token in full form; nothing when the message lacks what the compact form leaves out.
std::optional<std::string> token_of(const sip::identity_value& value,
                                    const identity_question& asked) {
  if (!codec::is_compact(value.token)) return std::string(value.token);
  const auto date = sip::parse_sip_date(asked.date);
  // RFC 8588 and RFC 8946 have claims that no other header field repeats: full form only.
  if (!value.ppt.empty() || !date || asked.caller.empty() || asked.to.empty()) return std::nullopt;
  return codec::full_form(value.token, {value.info, asked.caller, asked.to, *date});
}

/// RFC 8224 §6.2 steps 1 and 2. `out` stays empty for a type nobody asked us to know.
status read(std::string_view text, const identity_question& asked,
            std::optional<signed_passport>& out) {
  const auto value = sip::parse_identity(text);
  if (!value) return status_of(value.error());
  if (!value->alg.empty() && value->alg != "ES256") return status::unsupported_credential;
  const bool known = value->ppt.empty() || value->ppt == "shaken" || value->ppt == "div";
  if (!known) return status::verified;
  auto token = token_of(*value, asked);
  if (!token) return status::invalid_identity;
  const auto claims = codec::parse_passport(*token);
  if (!claims) return status_of(claims.error());
  if (claims->type == passport_type::other) return status::verified;
  // The parameter, where given, is a copy of the header's "ppt".
  const std::string_view ppt = claims->type == passport_type::shaken ? "shaken"
                               : claims->type == passport_type::div  ? "div"
                                                                     : "";
  if (!value->ppt.empty() && value->ppt != ppt) return status::invalid_identity;
  if (claims->x5u.view() != value->info) return status::bad_identity_info;
  out = signed_passport{*claims, std::move(*token)};
  return status::verified;
}

/// user@host of a SIP URI without parameters, host in lower case; others as they are.
std::string plain_uri(std::string_view text) {
  const auto uri = sip::parse_uri(text);
  if (!uri || !uri->is_sip) return std::string(text);
  std::string out{uri->user.substr(0, uri->user.find(';'))};
  out.push_back('@');
  for (const char c : uri->host) {
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  }
  return out;
}

bool is(const identity_claim& claim, std::string_view number, std::string_view uri) {
  if (!claim.is_uri) return !number.empty() && claim.text.view() == number;
  return !uri.empty() && plain_uri(claim.text) == plain_uri(uri);
}

bool leads_to(const passport& claims, std::string_view number, std::string_view uri) {
  return std::any_of(claims.dest.begin(), claims.dest.end(),
                     [&](const identity_claim& each) { return is(each, number, uri); });
}

class verification {
 public:
  verification(const identity_question& asked, const judge_options& options,
               const find_credential& find)
      : asked_{asked}, options_{options}, find_{find} {}

  judgement run();

 private:
  judgement failed(status why) const;
  judgement failed_for_now(status why) const;
  status take_all();
  status check_time(const passport& claims) const;
  /// Follows the diversions; fills `used_`. False: the call is not about this destination.
  bool follow_diversions();
  judgement check_signatures();

  const identity_question& asked_;
  const judge_options& options_;
  const find_credential& find_;
  std::optional<signed_passport> base_;
  std::vector<signed_passport> diversions_;
  std::vector<const signed_passport*> used_;  ///< the base and the diversions that were followed
  unsigned signatures_ = 0;
};

judgement verification::failed(status why) const {
  return {{why, is_failure(why) ? attestation::failed : attestation::unknown},
          false,
          asked_.now + kResultStays,
          signatures_};
}

/// Rests on what could be fetched, and may be another soon.
judgement verification::failed_for_now(status why) const {
  judgement out = failed(why);
  out.stays_until = asked_.now + std::chrono::seconds{options_.failed_s};
  return out;
}

status verification::take_all() {
  for (const std::string_view text : asked_.identities) {
    std::optional<signed_passport> one;
    if (const status why = read(text, asked_, one); is_failure(why)) return why;
    if (!one) continue;
    if (one->claims.type == passport_type::div) {
      diversions_.push_back(std::move(*one));
      continue;
    }
    const bool both_shaken = base_ && base_->claims.type == passport_type::shaken &&
                             one->claims.type == passport_type::shaken;
    if (both_shaken) return status::invalid_identity;  // which of them is to be believed?
    if (!base_ || one->claims.type == passport_type::shaken) base_ = std::move(one);
  }
  if (base_) return status::verified;
  return diversions_.empty() ? status::not_present : status::invalid_identity;
}

/// RFC 8224 §6.2 step 5.
status verification::check_time(const passport& claims) const {
  const std::int64_t distance = claims.iat_s - seconds_of(asked_.now);
  const std::int64_t most = options_.freshness_s;
  return distance >= -most && distance <= most ? status::verified : status::stale_date;
}

bool verification::follow_diversions() {
  used_.push_back(&*base_);
  std::vector<bool> taken(diversions_.size());
  while (!leads_to(used_.back()->claims, asked_.callee, asked_.request_uri)) {
    const passport& now = used_.back()->claims;
    std::size_t next = 0;
    for (; next < diversions_.size(); ++next) {
      const passport& div = diversions_[next].claims;
      const bool from_here = std::find(now.dest.begin(), now.dest.end(), div.div) != now.dest.end();
      if (!taken[next] && from_here && div.orig == base_->claims.orig) break;
    }
    if (next == diversions_.size()) return false;
    taken[next] = true;
    used_.push_back(&diversions_[next]);
  }
  return true;
}

judgement verification::check_signatures() {
  bool pending = false;
  std::vector<std::shared_ptr<const credential>> credentials;
  for (const signed_passport* const each : used_) {
    const auto answer = find_(std::string(each->claims.x5u.view()));
    switch (answer.is) {
      case credential_cache::state::ready: credentials.push_back(answer.value); break;
      case credential_cache::state::failed: return failed_for_now(answer.why);
      case credential_cache::state::refused: return failed_for_now(status::unverified);
      case credential_cache::state::pending: pending = true; break;
    }
  }
  if (pending) return {{status::unverified, attestation::unknown}, true, asked_.now, 0};
  for (std::size_t i = 0; i < used_.size(); ++i) {
    const passport& claims = used_[i]->claims;
    const credential& with = *credentials[i];
    // A diversion is vouched for by whom the call had been sent to (RFC 8946 §5).
    const identity_claim& speaks_of = claims.type == passport_type::div ? claims.div : claims.orig;
    const bool entitled = speaks_of.is_uri ? !with.authority.providers.empty()
                                           : with.authority.covers(speaks_of.text);
    if (!with.in_force(asked_.now) || !entitled) return failed(status::unsupported_credential);
    ++signatures_;
    const std::string_view text{used_[i]->token.data(), claims.signed_bytes};
    if (!with.signed_by(text, claims.signature)) return failed(status::invalid_identity);
  }
  judgement out = failed(status::verified);
  switch (base_->claims.attest) {
    case 'A': out.found.attested = attestation::a; break;
    case 'B': out.found.attested = attestation::b; break;
    case 'C': out.found.attested = attestation::c; break;
    default: break;  // a plain PASSporT attests nothing beyond its number
  }
  for (const signed_passport* const each : used_) {
    const std::int64_t stale_s = each->claims.iat_s + options_.freshness_s;
    out.stays_until = std::min(out.stays_until, from_us(stale_s * 1'000'000));
  }
  return out;
}

judgement verification::run() {
  if (asked_.identities.empty())
    return {{status::not_present, attestation::none}, false, asked_.now, 0};
  if (asked_.identities.size() > kMostPassports) return failed(status::unverified);
  if (const status why = take_all(); why != status::verified) {
    judgement out = failed(why);
    if (why == status::not_present) out.found.attested = attestation::none;
    return out;
  }
  if (!is(base_->claims.orig, asked_.caller, asked_.from_uri)) {
    return failed(status::invalid_identity);
  }
  const bool arrived = follow_diversions();
  for (const signed_passport* const each : used_) {
    if (const status why = check_time(each->claims); is_failure(why)) return failed(why);
  }
  if (!arrived) {
    // RFC 8224 signs the To header field. Sent on to another number without a "div", the signature
    // may be a good one, and may as well be one that was overheard: it says nothing either way.
    const passport& last = used_.back()->claims;
    const bool sent_on = leads_to(last, asked_.to, asked_.to_uri);
    return failed(sent_on ? status::unverified : status::invalid_identity);
  }
  return check_signatures();
}

}  // namespace

judgement judge(const identity_question& asked, const judge_options& options,
                const find_credential& find) {
  return verification{asked, options, find}.run();
}

}  // namespace qorgan::stir
