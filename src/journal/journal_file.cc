#include "journal/journal_file.h"

#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cstring>

// groups       one row per commit: the records of one group, length-prefixed, and the chain value
// anchor       one row: where the chain begins. Pruning by age moves it: delete the groups up to a
//              projected sequence number and put that number and its chain value here, in one
//              transaction, so that what is left can still be verified.
// attachments  policy bundles by SHA-256

namespace qorgan::journal {
namespace {

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kPageBytes = 4096;

constexpr const char* kSchema = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS groups (
  first_seq INTEGER PRIMARY KEY,
  last_seq  INTEGER NOT NULL,
  at_us     INTEGER NOT NULL,
  chain     BLOB NOT NULL,
  payload   BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS anchor (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  seq   INTEGER NOT NULL,
  chain BLOB NOT NULL
);
INSERT OR IGNORE INTO anchor VALUES (1, 0, zeroblob(32));
CREATE TABLE IF NOT EXISTS attachments (
  digest TEXT PRIMARY KEY,
  bytes  BLOB NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
)sql";

// WAL: readers never wait for the journal nor it for them. Checkpoints are taken by the journal's
// thread every 4 MB, and the log is cut back after it, so neither file grows without end.
std::string pragmas(const journal_options& options) {
  std::string sql = "PRAGMA page_size = " + std::to_string(kPageBytes) +
                    ";PRAGMA journal_mode = WAL;PRAGMA wal_autocheckpoint = 1000"
                    ";PRAGMA journal_size_limit = 16777216;PRAGMA synchronous = ";
  sql += options.sync == sync_mode::full ? "FULL" : "NORMAL";
  if (options.max_bytes != 0) {
    sql += ";PRAGMA max_page_count = " + std::to_string(options.max_bytes / kPageBytes);
  }
  return sql;
}

std::expected<std::uint64_t, std::string> format_of(sqlite3* db) {
  auto query = prepare(db, "PRAGMA user_version");
  if (!query) return std::unexpected(query.error());
  if (sqlite3_step(query->get()) != SQLITE_ROW) return std::unexpected(trouble_of(db));
  return number_of(query->get(), 0);
}

}  // namespace

std::uint64_t file_bytes(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

std::string sha256_hexadecimal(std::span<const std::byte> bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::string out(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), digest.data(), digest.size());
  out.pop_back();
  return out;
}

std::expected<void, std::string> check_format(sqlite3* db, const std::string& path) {
  const auto format = format_of(db);
  if (!format) return std::unexpected(path + ": " + format.error());
  if (*format == kFormat) return {};
  return std::unexpected(path + ": not a journal of this version (format " +
                         std::to_string(*format) + ", expected " + std::to_string(kFormat) + ")");
}

std::expected<chain_anchor, std::string> read_anchor(sqlite3* db) {
  auto query = prepare(db, "SELECT seq, chain FROM anchor");
  if (!query) return std::unexpected(query.error());
  if (sqlite3_step(query->get()) != SQLITE_ROW) return std::unexpected("the anchor is missing");
  chain_anchor out;
  out.seq = number_of(query->get(), 0);
  const auto chain = blob_of(query->get(), 1);
  if (chain.size() != out.chain.size()) return std::unexpected("the anchor is damaged");
  std::memcpy(out.chain.data(), chain.data(), chain.size());
  return out;
}

std::expected<journal_file, std::string> journal_file::open(const journal_options& options) {
  if (sodium_init() < 0) return std::unexpected("libsodium does not start");
  journal_file out;
  auto db = open_database(options.path, access::create);
  if (!db) return std::unexpected(db.error());
  out.db_ = std::move(*db);
  const auto found = format_of(out.db_.get());
  if (!found) return std::unexpected(options.path + ": " + found.error());
  auto done = execute(out.db_.get(), pragmas(options));
  if (done && *found == 0) done = execute(out.db_.get(), kSchema);
  if (!done) return std::unexpected(options.path + ": " + done.error());
  if (auto format = check_format(out.db_.get(), options.path); !format) {
    return std::unexpected(format.error());
  }
  done = out.prepare_statements();
  if (done) done = out.find_end();
  if (!done) return std::unexpected(options.path + ": " + done.error());
  return out;
}

std::expected<void, std::string> journal_file::prepare_statements() {
  auto insert = prepare(db_.get(), "INSERT INTO groups VALUES (?1, ?2, ?3, ?4, ?5)");
  if (!insert) return std::unexpected(insert.error());
  insert_ = std::move(*insert);
  return {};
}

std::expected<void, std::string> journal_file::find_end() {
  const auto anchor = read_anchor(db_.get());
  if (!anchor) return std::unexpected(anchor.error());
  last_seq_ = anchor->seq;
  chain_ = anchor->chain;
  auto query =
      prepare(db_.get(), "SELECT last_seq, chain FROM groups ORDER BY first_seq DESC LIMIT 1");
  if (!query) return std::unexpected(query.error());
  const int code = sqlite3_step(query->get());
  if (code == SQLITE_DONE) return {};
  const auto chain = blob_of(query->get(), 1);
  if (code != SQLITE_ROW) return std::unexpected(trouble_of(db_.get()));
  if (chain.size() != chain_.size()) return std::unexpected("the last group is damaged");
  last_seq_ = number_of(query->get(), 0);
  std::memcpy(chain_.data(), chain.data(), chain.size());
  return {};
}

std::expected<void, std::string> journal_file::append(const group& next) {
  const chain_hash chain = chain_after(chain_, next);
  sqlite3_stmt* const insert = insert_.get();
  bind(insert, 1, next.first_seq);
  bind(insert, 2, next.last_seq);
  bind(insert, 3, static_cast<std::uint64_t>(next.at_us));
  bind(insert, 4, std::span<const std::byte>{chain});
  bind(insert, 5, next.payload);
  const int code = sqlite3_step(insert);
  if (code != SQLITE_DONE) {
    std::string why = trouble_of(db_.get());
    sqlite3_reset(insert);
    return std::unexpected(std::move(why));
  }
  sqlite3_reset(insert);
  last_seq_ = next.last_seq;
  chain_ = chain;
  return {};
}

std::expected<std::string, std::string> journal_file::keep_attachment(std::string_view bytes) {
  std::string name = sha256_hexadecimal(std::as_bytes(std::span{bytes}));
  auto insert = prepare(db_.get(), "INSERT OR IGNORE INTO attachments VALUES (?1, ?2)");
  if (!insert) return std::unexpected(insert.error());
  bind(insert->get(), 1, std::string_view{name});
  bind(insert->get(), 2, std::as_bytes(std::span{bytes}));
  if (sqlite3_step(insert->get()) != SQLITE_DONE) return std::unexpected(trouble_of(db_.get()));
  return name;
}

bool journal_file::is_gone() const {
  int moved = 0;
  sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

}  // namespace qorgan::journal
