#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/time.h"
#include "domain/desk.h"

namespace qorgan::casework {

/// The life of a case, as a machine without clocks: every step takes the moment and the person and
/// either changes the case or says why not.
///
///   waiting --claim--> claimed --outcome--> closed
///      ^                 |  |                 |
///      |<----release-----'  '--shelve--> shelved (until its moment, or taken out)
///      '<---lease over                        '--reopen (within kReopenWithin)--> claimed

struct person {
  const std::string& actor;
  timestamp at;
};

using result = std::expected<void, desk_refusal>;

/// A closed case may be opened again so long: who closed it by mistake undoes it.
inline constexpr duration kReopenWithin = std::chrono::minutes{10};

/// Takes a case that waits, is shelved or whose lease is over. What somebody else holds is taken
/// over only with a reason.
result claim(desk_case& it, const person& by, duration lease, std::string_view takeover_reason);
/// Gives it back to the queue.
result release(desk_case& it, const person& by);
/// Something was done for the case: the first action stops its clock, and the lease begins anew.
result acted(desk_case& it, const person& by, duration lease);
/// A warning went out to the subscriber.
result warned(desk_case& it, const person& by, duration lease);
/// Puts it aside until a moment; nothing urgent is put off.
result shelve(desk_case& it, const person& by, timestamp until, std::string_view reason);
/// Takes it off the shelf, back to the queue.
result unshelve(desk_case& it);
result escalate(desk_case& it, const person& by, std::string_view why);
result acknowledge(desk_case& it, const person& by);

struct verdict_of_people {
  case_outcome outcome = case_outcome::none;
  std::int64_t amount = 0;
  std::string bank;
};
/// Records what came of it and closes it. Only its holder may.
result finish(desk_case& it, const person& by, const verdict_of_people& said);
result reopen(desk_case& it, const person& by, duration lease);

/// The clock's own steps: true when something changed.
bool pass_time(desk_case& it, timestamp now, timestamp abandoned);

}  // namespace qorgan::casework
