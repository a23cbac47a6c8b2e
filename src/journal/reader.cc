#include <cstring>

#include "codec/record.h"
#include "journal/journal_file.h"
#include "journal/payload.h"

namespace qorgan::journal {

struct reader::state {
  connection db;
  statement next_group;
  statement find_attachment;
  statement find_last;
  std::vector<record> records;  // the first `count` are those read last
  std::size_t count = 0;

  std::expected<bool, std::string> append_group(std::uint64_t after);
};

reader::reader(std::unique_ptr<state> s) : state_{std::move(s)} {}
reader::reader(reader&&) noexcept = default;
reader& reader::operator=(reader&&) noexcept = default;
reader::~reader() = default;

std::expected<reader, std::string> reader::open(const std::string& path) {
  auto s = std::make_unique<state>();
  auto db = open_database(path, access::existing);
  if (!db) return std::unexpected(db.error());
  s->db = std::move(*db);
  if (auto format = check_format(s->db.get(), path); !format) {
    return std::unexpected(format.error());
  }
  // The group that holds the next number, or else the first one behind it.
  constexpr const char* kNextGroup =
      "SELECT first_seq, payload FROM groups WHERE last_seq > ?1 AND first_seq >= "
      "(SELECT coalesce(max(first_seq), 0) FROM groups WHERE first_seq <= ?1 + 1) "
      "ORDER BY first_seq LIMIT 1";
  constexpr const char* kLast = "SELECT last_seq FROM groups ORDER BY first_seq DESC LIMIT 1";
  constexpr const char* kAttachment = "SELECT bytes FROM attachments WHERE digest = ?1";
  for (const auto& [slot, sql] :
       {std::pair{&s->next_group, kNextGroup}, std::pair{&s->find_last, kLast},
        std::pair{&s->find_attachment, kAttachment}}) {
    auto made = prepare(s->db.get(), sql);
    if (!made) return std::unexpected(path + ": " + made.error());
    *slot = std::move(*made);
  }
  return reader{std::move(s)};
}

/// Decodes the group that holds the record behind `after` to the end of `records`; false: there is
/// none.
std::expected<bool, std::string> reader::state::append_group(std::uint64_t after) {
  sqlite3_stmt* const query = next_group.get();
  const reset_after end(query);
  bind(query, 1, after);
  const int code = sqlite3_step(query);
  if (code == SQLITE_DONE) return false;
  if (code != SQLITE_ROW) return std::unexpected(trouble_of(db.get()));
  std::uint64_t seq = number_of(query, 0);
  auto split = split_payload(blob_of(query, 1), [&](std::span<const std::byte> bytes) {
    if (records.size() == count) records.emplace_back();
    if (seq > after) {
      if (auto read = codec::decode(bytes, records[count]); !read) return read;
      records[count++].seq = seq;
    }
    ++seq;
    return std::expected<void, std::string>{};
  });
  if (!split) return std::unexpected("record " + std::to_string(seq) + ": " + split.error());
  return true;
}

std::expected<std::span<const record>, std::string> reader::read_after(std::uint64_t after,
                                                                       std::size_t enough) {
  state& s = *state_;
  s.count = 0;
  do {
    const auto found = s.append_group(after);
    if (!found) return std::unexpected(found.error());
    if (!*found) break;
    if (s.count != 0) after = s.records[s.count - 1].seq;
  } while (s.count < enough);
  return std::span<const record>{s.records.data(), s.count};
}

std::expected<std::string, std::string> reader::attachment(std::string_view digest) {
  sqlite3_stmt* const query = state_->find_attachment.get();
  const reset_after end(query);
  bind(query, 1, digest);
  const int code = sqlite3_step(query);
  if (code == SQLITE_DONE) return std::unexpected("the journal has no " + std::string(digest));
  if (code != SQLITE_ROW) return std::unexpected(trouble_of(state_->db.get()));
  const auto bytes = blob_of(query, 0);
  return std::string{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint64_t reader::last_seq() {
  sqlite3_stmt* const query = state_->find_last.get();
  const reset_after end(query);
  if (sqlite3_step(query) == SQLITE_ROW) return number_of(query, 0);
  const auto anchor = read_anchor(state_->db.get());
  return anchor ? anchor->seq : 0;
}

}  // namespace qorgan::journal
