#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/identity.h"
#include "stir/credential_cache.h"

namespace qorgan::stir {

/// What one look at a call's PASSporTs came to.
struct judgement {
  identity_finding found;
  bool pending = false;     ///< a credential is being fetched; look again when it is there
  timestamp stays_until{};  ///< the same question has the same answer until then
  unsigned signatures = 0;  ///< verified on the way
};

struct judge_options {
  std::uint32_t freshness_s = 60;
  std::uint32_t failed_s = 30;  ///< how long an answer that rests on a fetch stays
};

using find_credential = std::function<credential_cache::answer(const std::string& url)>;

/// Verifies the PASSporTs of an INVITE: RFC 8224 §6.2, RFC 8588, RFC 8946. Cheap checks first:
/// form, time, numbers and diversions cost no fetch and no signature. Pure but for `find`.
judgement judge(const identity_question& asked, const judge_options& options,
                const find_credential& find);

}  // namespace qorgan::stir
