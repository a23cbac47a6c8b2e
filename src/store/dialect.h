#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace qorgan::store {

/// What the two databases do not have in common is decided here and in the two bulk writers.
enum class dialect : unsigned char { sqlite, postgresql };

struct connection_words {
  dialect spoken = dialect::sqlite;
  std::string parameters;  ///< as SOCI takes them
  std::string name;        ///< for messages: without a password
};

/// Understands the URLs of store.h.
std::expected<connection_words, std::string> parse_url(const std::string& url);

/// Replaces {words} of a migration by the database's own.
std::string spelled(std::string_view sql, dialect spoken);

/// Opens a transaction that will write. SQLite must know it from the start: a reader that becomes a
/// writer is refused when another one wrote in between.
std::string_view begin_writing(dialect spoken);

}  // namespace qorgan::store
