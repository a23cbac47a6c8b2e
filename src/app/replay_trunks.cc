#include "app/replay_trunks.h"

#include "domain/number_plan.h"

namespace qorgan::app {
namespace {

party party_of(std::string_view signalled, const dial_plan& plan) {
  const normalised read = normalise(signalled, plan);
  return {signalled, read.number, read.info};
}

}  // namespace

trunk_book::trunk_book(const std::vector<gateway::trunk_options>& known) : open_{known.empty()} {
  for (const auto& trunk : known) by_name_.emplace(trunk.name, trunk);
}

const gateway::trunk_options* trunk_book::find(std::string_view name) {
  key_.assign(name);
  auto at = by_name_.find(key_);
  if (at == by_name_.end() && open_) {
    gateway::trunk_options trunk;
    trunk.name = key_;
    trunk.id = trunk_id_of(name);
    trunk.enforced = enforcement::enforce;
    at = by_name_.emplace(key_, std::move(trunk)).first;
  }
  return at == by_name_.end() ? nullptr : &at->second;
}

call_started started_of(const codec::call_row& row, const gateway::trunk_options& trunk,
                        call_key key, std::span<const std::string> emergency) {
  call_started out;
  out.key = key;
  out.at = row.started_at;
  out.trunk = trunk.id;
  out.kind = trunk.kind;
  out.mode = trunk.enforced;
  out.attested = row.attested;
  out.emergency = is_emergency(row.callee, trunk.numbers, emergency);
  out.carrier_country = trunk.where;
  out.caller = party_of(row.caller, trunk.numbers);
  out.callee = party_of(row.callee, trunk.numbers);
  out.source = row.source;
  out.media = row.media;
  out.fingerprint = row.fingerprint;
  out.sip_call_id = row.call_id;
  out.user_agent = row.user_agent;
  return out;
}

}  // namespace qorgan::app
