#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "journal/chain.h"
#include "journal/journal.h"
#include "journal/sqlite.h"

namespace qorgan::journal {

/// The writing end of a journal file: appends groups in order and keeps the chain. Not thread-safe.
class journal_file {
 public:
  static std::expected<journal_file, std::string> open(const journal_options& options);

  /// Durable on return as `sync_mode` promises; after an error nothing of the group is in the file.
  std::expected<void, std::string> append(const group& next);
  std::expected<std::string, std::string> keep_attachment(std::string_view bytes);
  std::uint64_t last_seq() const { return last_seq_; }
  /// The file is no longer under its name: what is written would be found by nobody.
  bool is_gone() const;

 private:
  journal_file() = default;
  std::expected<void, std::string> prepare_statements();
  std::expected<void, std::string> find_end();

  connection db_;
  statement insert_;
  std::uint64_t last_seq_ = 0;
  chain_hash chain_{};
};

/// Chain value and sequence number before the first group in the file: zero for a whole journal.
struct chain_anchor {
  std::uint64_t seq = 0;
  chain_hash chain{};
};
std::expected<chain_anchor, std::string> read_anchor(sqlite3* db);

/// Size of the file; 0 when it is not there.
std::uint64_t file_bytes(const std::string& path);

/// How attachments are named.
std::string sha256_hexadecimal(std::span<const std::byte> bytes);

/// The file's format version is one this program reads.
std::expected<void, std::string> check_format(sqlite3* db, const std::string& path);

}  // namespace qorgan::journal
