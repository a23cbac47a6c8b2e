#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "casework/legal_bases.h"
#include "engine/policy.h"

namespace qorgan::app {

/// The catalogue of legal bases, every mistake with file and line; an empty one for no file.
std::expected<casework::legal_bases, config_errors> read_legal_bases(const std::string& file);

/// What the console asks of the law and the policy, swapped whole with every reload. Any thread.
class law_in_force {
 public:
  void store(casework::legal_bases bases, std::shared_ptr<const engine::policy_snapshot> policy);
  /// Never null.
  std::shared_ptr<const casework::legal_bases> bases() const;
  /// Whether the policy's list `trusted` has this caller ("+4930…").
  bool trusts(std::string_view caller) const;

 private:
  mutable std::mutex guard_;
  std::shared_ptr<const casework::legal_bases> bases_ =
      std::make_shared<const casework::legal_bases>();
  std::shared_ptr<const engine::policy_snapshot> policy_;
};

}  // namespace qorgan::app
