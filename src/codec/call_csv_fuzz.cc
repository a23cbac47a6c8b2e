#include <cstdint>
#include <string>

#include "base/assert.h"
#include "codec/call_csv.h"

namespace {

struct outcome {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t bytes = 0;
  bool operator==(const outcome&) const = default;
};

template <typename Table>
outcome read_all(std::string_view text, std::size_t piece) {
  Table table;
  outcome out;
  while (true) {
    const auto step = table.next();
    if (step == Table::step::wrong_file) return {};
    if (step == Table::step::row) out.bytes += table.row().call_id.size();
    if (step != Table::step::more) continue;
    if (text.empty()) break;
    table.feed(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
    if (text.empty()) table.finish();
  }
  out.good = table.good();
  out.bad = table.bad();
  return out;
}

}  // namespace

// However the bytes are cut, the same lines come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan::codec;
  if (size == 0) return 0;
  const std::size_t piece = data[0] % 13 + 1;
  const std::string text = "call_id,started_at,trunk,caller,callee,label\n" +
                           std::string(reinterpret_cast<const char*>(data), size);
  QORGAN_ASSERT(read_all<call_table>(text, piece) == read_all<call_table>(text, text.size()));
  QORGAN_ASSERT(read_all<label_table>(text, piece) == read_all<label_table>(text, text.size()));
  return 0;
}
