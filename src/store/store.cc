#include "store/store.h"

#include "store/migrations.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
store::store(std::unique_ptr<state> s) : state_{std::move(s)} {}
store::~store() = default;

std::expected<std::unique_ptr<store>, std::string> store::open(const std::string& url) {
  const auto words = parse_url(url);
  if (!words) return std::unexpected(words.error());
  try {
    {
      soci::session session;
      connections::open(session, *words);
      migrate(session, words->spoken);
    }
    return std::unique_ptr<store>(new store(std::make_unique<state>(*words)));
  } catch (const std::exception& error) {
    return std::unexpected(words->name + ": " + words_of(error));
  }
}

std::uint64_t store::position() {
  const std::lock_guard lock(state_->writer_guard);
  try {
    return state_->writer.position();
  } catch (const std::exception& error) {
    throw std::runtime_error("store: " + words_of(error));
  }
}

void store::project(std::span<const record> batch) {
  const std::lock_guard lock(state_->writer_guard);
  try {
    state_->writer.project(batch);
  } catch (const std::exception& error) {
    throw std::runtime_error("store: " + words_of(error));
  }
}

void store::save_trunks(const std::vector<std::pair<trunk_id, std::string>>& names) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    for (const auto& [id, name] : names) {
      const int number = id.value;
      const std::string text = clean(name);
      session << "INSERT INTO trunks (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET "
                 "name = excluded.name",
          soci::use(number), soci::use(text);
    }
    all.commit();
  });
}

std::string store::description() {
  return state_->pool.use([&](soci::session& session) {
    std::string version;
    if (state_->pool.spoken() == dialect::sqlite) {
      session << "SELECT sqlite_version()", soci::into(version);
      return "SQLite " + version;
    }
    session << "SHOW server_version", soci::into(version);
    return "PostgreSQL " + version.substr(0, version.find(' '));
  });
}

}  // namespace qorgan::store
