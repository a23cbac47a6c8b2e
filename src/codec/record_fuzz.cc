#include <algorithm>
#include <array>
#include <cstdint>

#include "base/assert.h"
#include "codec/record.h"

// Whatever bytes decode, encode again: the second form must decode too and stay the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  record entry;
  if (!codec::decode(std::as_bytes(std::span{data, size}), entry)) return 0;
  std::array<std::byte, limits::kRecordBytes> first;
  std::array<std::byte, limits::kRecordBytes> second;
  const std::size_t first_size = codec::encode(entry, first);
  record again;
  QORGAN_ASSERT(codec::decode(std::span{first}.first(first_size), again).has_value());
  const std::size_t second_size = codec::encode(again, second);
  QORGAN_ASSERT(
      std::ranges::equal(std::span{first}.first(first_size), std::span{second}.first(second_size)));
  return 0;
}
