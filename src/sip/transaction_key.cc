#include "sip/transaction_key.h"

#include <algorithm>

#include "base/hash.h"

namespace qorgan::sip {
namespace {

constexpr std::string_view kCookie = "z9hG4bK";  // RFC 3261 §8.1.1.7
constexpr std::string_view kPrefix = "z9hG4bKqg";

bool read_hex(std::string_view text, std::uint64_t& out) {
  out = 0;
  for (const char c : text) {
    std::uint64_t digit;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint64_t>(c - 'a') + 10;
    } else {
      return false;
    }
    out = out << 4 | digit;
  }
  return true;
}

}  // namespace

void write_hex(std::uint64_t value, char* out) {
  for (int i = 15; i >= 0; --i, value >>= 4) out[i] = "0123456789abcdef"[value & 15];
}

transaction_key server_key(const message& request, std::uint64_t origin, std::uint64_t seed) {
  transaction_key key;
  key.call = hash_bytes(request.call_id, seed);
  const bool invite = request.verb == method::ack || request.verb == method::cancel;
  const auto verb = invite ? method::invite : request.verb;
  std::uint64_t place = combine(seed, origin);
  place = verb == method::other ? hash_bytes(request.verb_text, place)
                                : combine(place, static_cast<std::uint64_t>(verb));
  const via_value& via = request.top_via;
  if (via.branch.starts_with(kCookie)) {
    place = hash_bytes(via.branch, place);
    place = hash_bytes(via.host, place + via.port);
  } else {
    // RFC 2543 clients: Request-URI, From tag, Call-ID, CSeq number and top Via. The To tag is left
    // out: that of an ACK is the one of our response.
    place = hash_bytes(request.request_uri, place);
    place = hash_bytes(request.from.tag, place + request.cseq.number);
    place = hash_bytes(via.text, place) ^ key.call;
  }
  key.place = place;
  return key;
}

std::uint64_t dialog_key(std::string_view call_id, std::string_view tag, std::uint64_t seed) {
  return hash_bytes(tag, hash_bytes(call_id, seed));
}

std::string_view local_tag(transaction_key key, char (&out)[16]) {
  write_hex(combine(key.place, key.call), out);
  return {out, sizeof out};
}

std::string_view write_branch(proxy_branch branch, char (&out)[kBranchLength]) {
  std::copy_n(kPrefix.data(), kPrefix.size(), out);
  write_hex(branch.transaction, out + kPrefix.size());
  write_hex(branch.loop, out + kPrefix.size() + 16);
  return {out, sizeof out};
}

bool read_branch(std::string_view text, proxy_branch& out) {
  if (text.size() != kBranchLength || !text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  return read_hex(text.substr(0, 16), out.transaction) && read_hex(text.substr(16), out.loop);
}

std::uint64_t loop_hash(const message& request, std::uint64_t seed) {
  std::uint64_t h = hash_bytes(request.call_id, seed + request.cseq.number);
  h = hash_bytes(request.from.tag, h);
  h = hash_bytes(request.to.tag, h);
  h = hash_bytes(request.request_uri, h);
  for (const header& field : request.headers) {
    if (field.id == header_id::route || field.id == header_id::proxy_require) {
      h = hash_bytes(field.value, h);
    }
  }
  return h;
}

}  // namespace qorgan::sip
