#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>

#include "domain/record.h"
#include "engine/engine.h"

namespace qorgan::app {

/// Gives the engine the input of one record; null for a record that is no input of the engine.
/// `policy_adopted` is left to the caller, who has the bundles.
const engine::effects* feed(engine::engine& screening, const record_input& input);

/// Feeds a fresh engine everything the journal holds, with the policy of each moment, so that a
/// restart forgets nothing, and shows each record to `look_at`. Returns the number of records read.
std::expected<std::uint64_t, std::string> warm_start(
    engine::engine& screening, const std::string& journal_path,
    const std::function<void(const record&)>& look_at);

}  // namespace qorgan::app
