#pragma once

#include <span>
#include <string_view>

namespace soci {
class session;
}

namespace qorgan::store {

enum class dialect : unsigned char;

/// One numbered step of the schema; a file of src/store/migrations.
struct migration {
  int number;
  std::string_view name;
  std::string_view sql;
};
/// In the order of their numbers, which may have gaps.
std::span<const migration> all_migrations();

/// Brings the schema to the newest version, each step in a transaction of its own. Two processes
/// may try at once. Throws when the database is newer than the program.
void migrate(soci::session& session, dialect spoken);

}  // namespace qorgan::store
