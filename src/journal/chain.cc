#include "journal/chain.h"

#include <sodium.h>

#include <cstring>

namespace qorgan::journal {

chain_hash chain_after(const chain_hash& previous, const group& next) noexcept {
  std::array<unsigned char, 32 + 3 * 8> head;
  std::memcpy(head.data(), previous.data(), 32);
  std::memcpy(head.data() + 32, &next.first_seq, 8);
  std::memcpy(head.data() + 40, &next.last_seq, 8);
  std::memcpy(head.data() + 48, &next.at_us, 8);
  crypto_generichash_state state;
  chain_hash out;
  crypto_generichash_init(&state, nullptr, 0, out.size());
  crypto_generichash_update(&state, head.data(), head.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(next.payload.data()),
                            next.payload.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(out.data()), out.size());
  return out;
}

}  // namespace qorgan::journal
