#pragma once

#include <cstdint>

#include "domain/call.h"
#include "domain/report.h"
#include "engine/engine_state.h"

namespace qorgan::engine {

/// A call the engine let through is over: how it went enters the records of its caller, range,
/// equipment, media address and callee. Call it while `ended` is still in the table of live calls.
void count_ended(engine::state& state, const live_call& ended, const call_ended& event);

/// A call to this subscriber was not answered. When a new foreign number keeps the subscriber on
/// the line meanwhile, that call may raise an alert.
void notice_missed_call(engine::state& state, const live_call& missed);

/// What a report changes. It counts for the caller, its range, and for the equipment and media
/// address of the caller's newest call; never for a trunk.
void take_report(engine::state& state, const call_reported& said);

/// Effective reports of one citizen or one honeypot within 24 hours; more are ignored, so that one
/// who floods moves nothing beyond this. The same reporter counts once per caller and day.
inline constexpr std::uint32_t kReportsPerPerson = 3;
/// Of all police, of all banks, or of all operators, which are not told apart.
inline constexpr std::uint32_t kReportsPerInstitution = 2'000;

}  // namespace qorgan::engine
