#include "store/projection.h"

#include <stdexcept>

#include "store/connections.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

/// A bucket of call_numbers is closed when it has this many entries.
constexpr int kBucketEntries = 16'384;

constexpr const char* kUpdateTableSql =
    "CREATE TEMP TABLE IF NOT EXISTS call_updates (key BIGINT, ringing_us BIGINT, answered_us "
    "BIGINT, ended_us BIGINT, sip_code INTEGER, ended_by INTEGER, waived INTEGER, messages "
    "TEXT){until_commit}";

constexpr const char* kUpdateSql = R"sql(
UPDATE calls SET
  ringing_us = CASE WHEN u.ringing_us <> 0 THEN u.ringing_us ELSE calls.ringing_us END,
  answered_us = CASE WHEN u.answered_us <> 0 THEN u.answered_us ELSE calls.answered_us END,
  sip_code = CASE WHEN u.ended_us <> 0 OR u.sip_code <> 0 THEN u.sip_code ELSE calls.sip_code END,
  ended_by = CASE WHEN u.ended_us <> 0 THEN u.ended_by ELSE calls.ended_by END,
  ended_us = CASE WHEN u.ended_us <> 0 THEN u.ended_us ELSE calls.ended_us END,
  enforced = CASE WHEN u.waived <> 0 THEN 0 ELSE calls.enforced END,
  messages = calls.messages || u.messages
FROM call_updates u WHERE calls.key = u.key)sql";

/// Who ended them is not known; the time of the takeover is the latest at which it can have been.
constexpr const char* kTakeoverSql =
    "UPDATE calls SET ended_us = :at WHERE ended_us = 0 AND sip_code = 0 AND seq < :seq";

}  // namespace

soci::session& projection::session() {
  if (session_) return *session_;
  session_.emplace();
  try {
    connections::open(*session_, words_);
    *session_ << spelled(kUpdateTableSql, words_.spoken);
    writer_ = words_.spoken == dialect::sqlite ? make_sqlite_writer(*session_)
                                               : make_postgresql_writer(*session_);
  } catch (...) {
    close();
    throw;
  }
  return *session_;
}

void projection::close() {
  writer_.reset();
  session_.reset();
}

std::uint64_t projection::position() {
  long long position = 0;
  session() << "SELECT position FROM projection", soci::into(position);
  return static_cast<std::uint64_t>(position);
}

void projection::project(std::span<const record> batch) {
  if (batch.empty()) return;
  rows_.take(batch);
  try {
    transaction all(session(), words_.spoken);
    if (const std::uint64_t at = position(); batch.front().seq <= at) {
      throw std::runtime_error("record " + std::to_string(batch.front().seq) +
                               " is in the store already; it stands at " + std::to_string(at));
    }
    write(batch.back().seq);
    all.commit();
  } catch (...) {
    close();  // whatever state the connection is in
    throw;
  }
}

void projection::write(std::uint64_t last_seq) {
  soci::session& to = *session_;
  if (!rows_.calls().empty()) writer_->insert(kCallTable, rows_.calls());
  if (!rows_.numbers().empty()) write_numbers();
  if (!rows_.updates().empty()) {
    writer_->fill(kUpdateTable, rows_.updates());
    to << kUpdateSql;
    if (words_.spoken == dialect::sqlite) to << "DELETE FROM call_updates";
  }
  for (const batch_rows::takeover& event : rows_.takeovers()) {
    const long long at = event.at_us;
    const long long seq = event.seq;
    to << kTakeoverSql, soci::use(at, "at"), soci::use(seq, "seq");
  }
  if (!rows_.alerts().empty()) writer_->insert(kAlertTable, rows_.alerts());
  if (!rows_.teardown().empty()) writer_->insert(kTeardownTable, rows_.teardown());
  const auto position = static_cast<long long>(last_seq);
  to << "UPDATE projection SET position = :p", soci::use(position);
}

void projection::write_numbers() {
  soci::session& to = *session_;
  const std::span<const number_entry> numbers = rows_.numbers();
  long long first = numbers.front().key;
  long long last = first;
  for (const number_entry& entry : numbers) {
    first = std::min<long long>(first, entry.key);
    last = std::max<long long>(last, entry.key);
  }
  long long bucket = 0;
  int entries = kBucketEntries;
  to << "SELECT id, entries FROM number_buckets ORDER BY id DESC LIMIT 1", soci::into(bucket),
      soci::into(entries);
  const int added = static_cast<int>(numbers.size());
  if (entries >= kBucketEntries) {
    ++bucket;
    to << "INSERT INTO number_buckets VALUES (:id, :n, :first, :last)", soci::use(bucket),
        soci::use(added), soci::use(first), soci::use(last);
  } else {
    to << "UPDATE number_buckets SET entries = entries + :n, first_key = CASE WHEN :first < "
          "first_key THEN :first ELSE first_key END, last_key = CASE WHEN :last > last_key THEN "
          ":last ELSE last_key END WHERE id = :id",
        soci::use(added, "n"), soci::use(first, "first"), soci::use(last, "last"),
        soci::use(bucket, "id");
  }
  number_cells_.clear();
  for (const number_entry& entry : numbers) {
    number_cells_.insert(number_cells_.end(), {std::int64_t{bucket}, entry.number, entry.key});
  }
  writer_->insert(kNumberTable, number_cells_);
}

}  // namespace qorgan::store
