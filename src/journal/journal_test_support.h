#pragma once

#include <sqlite3.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/testing/temporary_folder.h"
#include "domain/record.h"
#include "journal/journal.h"

namespace qorgan::journal {

/// A folder of its own for each test.
struct scratch_folder : temporary_folder {
  std::string journal() const { return file("journal.sqlite"); }
};

/// A call whose every field can be told from its number.
inline record numbered_call(std::uint64_t number) {
  call_started in;
  in.key = {1'772'359'200'000'000 + number};
  in.at = from_us(static_cast<std::int64_t>(in.key.value));
  in.trunk = trunk_id_of("carrier-north");
  in.caller = {std::string_view{"+79161234567"}, *e164::from_digits("79161234567"), {}};
  in.callee = {std::string_view{"77011234567"}, *e164::from_digits("77011234567"), {}};
  in.source = from_v4(0x7f000001, 5060);
  in.sip_call_id = std::string_view{std::to_string(number) + "@127.0.0.1"};
  record out;
  out.input = in;
  decision& made = out.decided.emplace();
  made.key = in.key;
  made.decided_at = in.at;
  made.rule = std::string_view{"spoofed-domestic"};
  made.reasons.push_back({{1}, 2.5F, 1, 1});
  return out;
}

inline std::uint64_t number_of_call(const record& entry) {
  return call_of(entry.input).value - 1'772'359'200'000'000;
}

/// True once `happened` is; gives up after a time no healthy machine needs.
template <typename Condition>
bool eventually(Condition happened, std::chrono::seconds limit = std::chrono::seconds{20}) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!happened()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::microseconds{200});
  }
  return true;
}

/// Everything in the file, in order.
inline std::vector<record> read_all(const std::string& path) {
  std::vector<record> out;
  auto source = reader::open(path);
  if (!source) throw std::runtime_error(source.error());
  for (;;) {
    const auto batch = source->read_after(out.empty() ? 0 : out.back().seq);
    if (!batch) throw std::runtime_error(batch.error());
    if (batch->empty()) return out;
    out.insert(out.end(), batch->begin(), batch->end());
  }
}

/// Does to the file what somebody with another program might do.
inline void tamper(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  char* error = nullptr;
  const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
  const std::string words = error == nullptr ? "" : error;
  sqlite3_free(error);
  sqlite3_close(db);
  if (code != SQLITE_OK) throw std::runtime_error(words);
}

}  // namespace qorgan::journal
