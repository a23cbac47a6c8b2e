#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// The INVITE of a new call in `path.in`: from its arrival to its verdict carried out.
void on_new_invite(call_path& path, const arrival& from, const sip::transaction_key& key);

/// The same INVITE from its description on: with the outcome of PASSporT verification, however
/// that came about.
void screen_invite(call_path& path, const arrival& from, const sip::transaction_key& key,
                   const call_started& event);

/// Refusals whose records are durable leave; those that waited too long, or wait for a journal that
/// cannot commit, become passes.
void release_refusals(call_path& path);

/// Status the trunk answers this verdict with.
std::uint16_t status_for(const trunk_options& on, const decision& decided);

}  // namespace qorgan::gateway
