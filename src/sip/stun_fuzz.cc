// Whatever arrives: an answer is as long as STUN says, and only a binding request has one.
#include <array>
#include <cstdint>
#include <cstdlib>

#include "sip/stun.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view datagram(reinterpret_cast<const char*>(data), size);
  std::array<char, sip::kStunAnswerBytes> room;
  const auto v4 = sip::answer_stun(datagram, from_v4(0x7f000001, 5060), room);
  if (!v4.empty() && (!sip::is_stun(datagram) || v4.size() != 32)) std::abort();
  ip_endpoint v6;
  v6.address[0] = 0x20;
  const auto other = sip::answer_stun(datagram, v6, room);
  if (v4.empty() != other.empty() || (!other.empty() && other.size() != 44)) std::abort();
  return 0;
}
