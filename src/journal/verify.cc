#include <sodium.h>

#include <cstring>

#include "codec/record.h"
#include "journal/journal_file.h"
#include "journal/payload.h"

namespace qorgan::journal {
namespace {

constexpr std::size_t kFaults = 100;  // a wholly damaged file is not listed group by group

std::string name_of(const group& g) {
  return "group " + std::to_string(g.first_seq) + "-" + std::to_string(g.last_seq);
}

/// Walks the groups in order. After a fault it goes on from what the file says, so that one changed
/// group is one fault and not one for each group behind it.
class walk {
 public:
  explicit walk(const chain_anchor& anchor) : last_seq_{anchor.seq}, chain_{anchor.chain} {}

  void take(const group& next, const chain_hash& stored) {
    ++report_.groups;
    const bool follows = check_numbers(next);
    const bool whole = chain_after(chain_, next) == stored;
    if (follows && !whole) fault(name_of(next) + " was changed after it was written");
    check_records(next);
    // Behind a group that does not belong here the chain goes on from the one before it.
    if (next.first_seq <= last_seq_) return;
    last_seq_ = next.last_seq;
    chain_ = stored;
  }
  void fault(std::string words) {
    if (report_.faults.size() < kFaults) report_.faults.push_back(std::move(words));
  }
  std::uint64_t last_seq() const { return last_seq_; }
  verify_report report() && { return std::move(report_); }

 private:
  bool check_numbers(const group& next) {
    if (next.first_seq == last_seq_ + 1) return true;
    if (next.first_seq <= last_seq_) {
      fault(name_of(next) + " was inserted: the group before it ends at " +
            std::to_string(last_seq_));
    } else {
      fault("records " + std::to_string(last_seq_ + 1) + "-" + std::to_string(next.first_seq - 1) +
            " were removed: " + name_of(next) + " comes next");
    }
    return false;
  }
  void check_records(const group& next) {
    std::uint64_t seq = next.first_seq;
    const auto split = split_payload(next.payload, [&](std::span<const std::byte> bytes) {
      if (auto read = codec::decode(bytes, scratch_); !read) return read;
      ++seq;
      return std::expected<void, std::string>{};
    });
    report_.records += seq - next.first_seq;
    if (!split) {
      fault(name_of(next) + ": record " + std::to_string(seq) +
            " cannot be read: " + split.error());
    } else if (seq != next.last_seq + 1) {
      fault(name_of(next) + " holds " + std::to_string(seq - next.first_seq) + " records");
    }
  }

  std::uint64_t last_seq_;
  chain_hash chain_;
  record scratch_;
  verify_report report_;
};

std::expected<void, std::string> check_attachments(sqlite3* db, walk& check) {
  auto query = prepare(db, "SELECT digest, bytes FROM attachments");
  if (!query) return std::unexpected(query.error());
  int code;
  while ((code = sqlite3_step(query->get())) == SQLITE_ROW) {
    const auto bytes = blob_of(query->get(), 1);
    const auto name = blob_of(query->get(), 0);
    const std::string_view digest{reinterpret_cast<const char*>(name.data()), name.size()};
    if (sha256_hexadecimal(bytes) != digest) {
      check.fault("attachment " + std::string(digest) + " was changed after it was written");
    }
  }
  if (code != SQLITE_DONE) return std::unexpected(trouble_of(db));
  return {};
}

}  // namespace

std::expected<verify_report, std::string> verify(const std::string& path) {
  if (sodium_init() < 0) return std::unexpected("libsodium does not start");
  auto opened = open_database(path, access::existing);
  if (!opened) return std::unexpected(opened.error());
  sqlite3* const db = opened->get();
  if (auto format = check_format(db, path); !format) return std::unexpected(format.error());
  const auto anchor = read_anchor(db);
  if (!anchor) return std::unexpected(path + ": " + anchor.error());
  walk check(*anchor);
  auto query = prepare(
      db, "SELECT first_seq, last_seq, at_us, payload, chain FROM groups ORDER BY first_seq");
  if (!query) return std::unexpected(path + ": " + query.error());
  int code;
  while ((code = sqlite3_step(query->get())) == SQLITE_ROW) {
    group next;
    next.first_seq = number_of(query->get(), 0);
    next.last_seq = number_of(query->get(), 1);
    next.at_us = static_cast<std::int64_t>(number_of(query->get(), 2));
    next.payload = blob_of(query->get(), 3);
    chain_hash stored{};
    const auto bytes = blob_of(query->get(), 4);
    if (bytes.size() == stored.size()) std::memcpy(stored.data(), bytes.data(), stored.size());
    check.take(next, stored);
  }
  if (code != SQLITE_DONE) return std::unexpected(path + ": " + trouble_of(db));
  if (auto done = check_attachments(db, check); !done) return std::unexpected(done.error());
  return std::move(check).report();
}

}  // namespace qorgan::journal
