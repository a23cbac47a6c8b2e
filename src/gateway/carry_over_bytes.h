#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "codec/bytes.h"
#include "gateway/call_path.h"

namespace qorgan::gateway {

// The bytes of carry_over.h: seed, listeners, calls, INVITEs under way. Trunks are named by their
// ids and listeners by transport and address, since both may have other places in the next process.

/// Grows; room for the fixed fields of one thing and its texts is made before it is written.
class carried_writer {
 public:
  void begin(const call_path& path);
  void call_of(const call_path& path, const call& c);
  void count(std::uint64_t transactions);
  /// `branch`: as it is on the wire. `call_number`: from 1 in the order of calls; 0: it has none.
  void transaction_of(const call_path& path, const transaction& t, std::uint64_t branch,
                      std::uint64_t call_number);
  std::string take() { return std::move(bytes_); }

 private:
  template <typename Write>
  void add(std::size_t texts, Write write);

  std::string bytes_;
};

// Texts point into what was read; `trunk` and the listeners of peers are still to be translated.
struct carried_call {
  call fields;
  std::uint16_t trunk_word = 0;  ///< trunk_id
  bool dropping = false;
  std::string_view dialog, masked_from, shown_from, drop_words;
};
struct carried_transaction {
  transaction fields;
  std::uint64_t call_number = 0;
  std::uint64_t branch = 0;
  std::uint16_t trunk_word = 0;
  bool cancel_sent = false;
  std::string_view request, response;
};
struct carried_block {
  std::uint64_t seed = 0;
  std::uint64_t stateless = 0;
  std::vector<listen_address> listeners;
  std::vector<carried_call> calls;
  std::vector<carried_transaction> transactions;
};

/// All of it or an error in words. Every transaction's call is there.
std::expected<carried_block, std::string> read_carried(std::string_view bytes);

}  // namespace qorgan::gateway
