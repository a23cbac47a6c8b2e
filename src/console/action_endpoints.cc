// What people do to calls beside ending them: opening their numbers. The audit entry is written
// first; if it cannot be, nothing is done.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"

namespace qorgan::console {

std::optional<known_call> find_known(exchange& x, call_key key) {
  {
    const std::lock_guard lock{x.needs.live.mutex};
    if (const live_call* now = x.needs.live.view.find(key)) {
      return known_call{now->detail.call, now->live(), now->live() && now->detail.teardown.empty()};
    }
  }
  // The live view may have missed it. What the call path says counts then.
  if (auto kept = x.needs.outside.archive.call(key)) {
    const bool over = happened(kept->call.ended_at) || kept->call.enforced == verdict::block;
    return known_call{std::move(kept->call), !over, !over && kept->teardown.empty()};
  }
  return std::nullopt;
}

answer open_number(exchange& x) {
  body_reader read{x.body};
  const std::string purpose = read.text("purpose", 3, 200);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto found = find_known(x, x.id);
  if (!found) return refuse(problem_code::not_found, "No such call");
  audit(x, "open_number", to_string(x.id), purpose);
  return json_answer(200, {{"caller", clean_text(found->call.caller, 48)},
                           {"callee", clean_text(found->call.callee, 48)},
                           {"opened_at", to_rfc3339(x.needs.outside.clock.now())}});
}

}  // namespace qorgan::console
