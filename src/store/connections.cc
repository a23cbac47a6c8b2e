#include "store/connections.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

namespace qorgan::store {

std::string words_of(const std::exception& error) {
  constexpr std::size_t kLongest = 300;
  std::string words = error.what();
  words.resize(std::min(
      {words.find(" while preparing"), words.find(" while executing"), words.size(), kLongest}));
  std::ranges::replace(words, '\n', ' ');
  const std::size_t end = words.find_last_not_of(' ');
  words.resize(end == std::string::npos ? 0 : end + 1);
  return words;
}

namespace {

/// Every connection here is used by one thread at a time, so SQLite's own locks, taken for each
/// value bound, are left out. Without effect when somebody in the process has used SQLite before.
void prepare_sqlite() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

}  // namespace

connections::connections(connection_words words, std::size_t count)
    : words_{std::move(words)}, pool_{count}, broken_(count, 0) {
  for (std::size_t i = 0; i < count; ++i) open(pool_.at(i), words_);
}

void connections::open(soci::session& session, const connection_words& words) {
  session.close();
  if (words.spoken == dialect::postgresql) {
    session.open(soci::postgresql, words.parameters);
    session << "SET client_min_messages = warning";
    session << "SET TIME ZONE 'UTC'";
    return;
  }
  prepare_sqlite();
  session.open(soci::sqlite3, words.parameters);
  // The journal is the truth: a store that loses its last seconds with the power is projected
  // again from where it stands, so there is no need to wait for the disk at every commit.
  session << "PRAGMA journal_mode = WAL";
  session << "PRAGMA synchronous = NORMAL";
  session << "PRAGMA wal_autocheckpoint = 4000";
  session << "PRAGMA journal_size_limit = 67108864";
  session << "PRAGMA temp_store = MEMORY";
  session << "PRAGMA cache_size = -32768";
}

void connections::reopen(soci::session& session) {
  open(session, words_);
}

}  // namespace qorgan::store
