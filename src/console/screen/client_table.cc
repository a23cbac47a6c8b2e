#include "console/screen/client_table.h"

#include <algorithm>

#include "console/passwords.h"

namespace qorgan::console {

bool asking_client::may_name(trunk_id trunk) const {
  return std::ranges::find(trunks, trunk) != trunks.end();
}

void client_table::replace(const std::vector<api_client>& all, std::int64_t now_ms) {
  std::vector<asking_client> fresh;
  for (const api_client& one : all) {
    if (one.revoked || fresh.size() >= kClients) continue;
    std::vector<trunk_id> trunks;
    for (const std::string& name : one.trunks) trunks.push_back(trunk_id_of(name));
    const auto known = std::ranges::find(all_, one.name, &asking_client::name);
    if (known == all_.end()) {
      fresh.push_back({one.name, one.token_hash, std::move(trunks),
                       token_bucket{one.per_second, now_ms},
                       token_bucket{one.per_second * asking_client::kNewsPerQuestion, now_ms}});
      continue;
    }
    asking_client kept = *known;
    kept.token_hash = one.token_hash;
    kept.trunks = std::move(trunks);
    kept.questions.set_rate(one.per_second);
    kept.news.set_rate(one.per_second * asking_client::kNewsPerQuestion);
    fresh.push_back(std::move(kept));
  }
  all_ = std::move(fresh);
}

asking_client* client_table::find(std::string_view token) {
  const std::string hash = sha256_hex(token);
  asking_client* found = nullptr;
  for (asking_client& one : all_) {
    if (equal_secrets(one.token_hash, hash)) found = &one;
  }
  return found;
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != kScheme[i]) return {};
  }
  std::string_view token = authorization.substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

}  // namespace qorgan::console
