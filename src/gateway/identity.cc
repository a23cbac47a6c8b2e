#include "gateway/identity.h"

#include "domain/number_plan.h"
#include "engine/policy.h"
#include "gateway/recorder.h"
#include "sip/fingerprint.h"

namespace qorgan::gateway {
namespace {

sip::header_id field_of(identity_header header) {
  switch (header) {
    case identity_header::p_asserted_identity: return sip::header_id::p_asserted_identity;
    case identity_header::remote_party_id: return sip::header_id::remote_party_id;
    case identity_header::from: break;
  }
  return sip::header_id::from;
}

/// The identity in this field: P-Asserted-Identity may hold a SIP and a tel URI (RFC 3325 §9.1),
/// the first one that is a telephone number counts. False: the field is not there.
bool take_identity(const sip::message& in, identity_header header, const dial_plan& plan,
                   party& out) {
  if (header == identity_header::from) {
    fill(out, dialled(in.from.address), plan);
    return true;
  }
  bool found = false;
  for (const sip::header& field : in.headers) {
    if (field.id != field_of(header)) continue;
    sip::for_each_value(field.value, [&](std::string_view value) {
      const auto address = sip::parse_name_address(value);
      if (!address) return true;
      found = true;
      fill(out, dialled(address->address), plan);
      return out.number.empty();
    });
    if (!out.number.empty()) break;
  }
  return found;
}

}  // namespace

void fill(party& out, std::string_view user, const dial_plan& plan) {
  out.signalled.assign(user);
  const normalised number = normalise(user, plan);
  out.number = number.number;
  out.info = number.info;
}

std::string_view dialled(const sip::uri& address) {
  return address.user.substr(0, address.user.find(';'));
}

bool is_emergency_target(const sip::uri& target, const trunk_options& on,
                         std::span<const std::string> numbers) {
  return is_emergency(dialled(target), on.numbers, numbers) ||
         (!target.is_sip && is_emergency(target.text, on.numbers, numbers));
}

bool is_emergency_call(const call_path& path, const trunk& on) {
  return is_emergency_target(path.target, on.options,
                             engine::emergency_numbers(path.screening.policy()));
}

void describe_invite(const sip::message& in, const sip::uri& target, const trunk_options& on,
                     call_started& event) {
  event.trunk = on.id;
  event.kind = on.kind;
  event.mode = on.enforced;
  event.carrier_country = on.where;
  for (const identity_header header : on.identity) {
    if (take_identity(in, header, on.numbers, event.caller)) break;
  }
  fill(event.callee, dialled(target), on.numbers);
  const sip::sdp_media media = sip::first_media(in.body);
  if (!media.address.empty()) {
    if (const auto at = sip::numeric_host(media.address, media.port)) event.media = *at;
  }
  event.fingerprint = sip::fingerprint(in);
  event.sip_call_id.assign(in.call_id);
  if (const sip::header* const agent = in.find(sip::header_id::user_agent)) {
    event.user_agent.assign(agent->value);
  }
}

void describe_call(call_path& path, const arrival& from, call_started& event) {
  const trunk_options& on = path.trunks.at(from.who.trunk).options;
  event.key = next_key(path);
  event.at = path.now;
  event.source = from.from.at;
  event.seen = on.mode == trunk_mode::redirect ? seen_by::redirect : seen_by::proxy;
  describe_invite(path.in, path.target, on, event);
}

}  // namespace qorgan::gateway
