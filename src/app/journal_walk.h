#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "domain/record.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "journal/journal.h"

namespace qorgan::app {

/// A journal from its first record to its last, one by one, with the policies it names.
class journal_walk {
 public:
  static std::expected<journal_walk, std::string> open(const std::string& path);

  /// The next record, null behind the last. Valid until the next call.
  std::expected<const record*, std::string> next();

  /// The policy with this digest. The error says so when this version does not understand it.
  std::expected<std::shared_ptr<const engine::policy_snapshot>, std::string> policy(
      std::string_view digest);

 private:
  explicit journal_walk(journal::reader source) : source_{std::move(source)} {}

  journal::reader source_;
  std::span<const record> group_;
  std::size_t at_ = 0;
  std::uint64_t after_ = 0;
};

/// The policy that was in force when the journal begins: the first one it names.
std::expected<std::shared_ptr<const engine::policy_snapshot>, std::string> first_policy(
    const std::string& journal_path);

}  // namespace qorgan::app
