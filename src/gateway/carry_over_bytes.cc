#include "gateway/carry_over_bytes.h"

#include <iterator>
#include <span>

namespace qorgan::gateway {
namespace {

using codec::byte_reader;
using codec::byte_writer;

constexpr std::uint8_t kFormat = 2;
constexpr std::size_t kFixedBytes = 1'024;  // more than the fixed fields of anything below
static_assert(sizeof(transaction) + sizeof(call) < 4 * kFixedBytes);

void put_text(byte_writer& out, std::string_view text) {
  out.varint(text.size());
  out.bytes(text.data(), text.size());
}
std::string_view get_text(byte_reader& in) {
  return in.bytes(in.varint());
}

void put_endpoint(byte_writer& out, const ip_endpoint& at) {
  out.bytes(at.address.data(), at.address.size());
  out.fixed(at.port);
}
ip_endpoint get_endpoint(byte_reader& in) {
  ip_endpoint at;
  in.into(at.address.data(), at.address.size());
  at.port = in.fixed<std::uint16_t>();
  return at;
}

void put_peer(byte_writer& out, const peer& of) {
  put_endpoint(out, of.at);
  out.varint(of.listener);
}

template <std::size_t Bits>
std::uint32_t packed(const bool (&flags)[Bits]) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < Bits; ++i) out |= static_cast<std::uint32_t>(flags[i]) << i;
  return out;
}

carried_call get_call(byte_reader& in) {
  carried_call out;
  call& c = out.fields;
  c.key.value = in.fixed<std::uint64_t>();
  c.dialog_key = in.fixed<std::uint64_t>();
  out.trunk_word = in.fixed<decltype(trunk_id{}.value)>();
  c.phase = in.choice(in.fixed<std::uint8_t>(), call_phase::answered);
  c.enforced = in.choice(in.fixed<std::uint8_t>(), verdict::block);
  const std::uint64_t flags = in.varint();
  c.emergency = (flags & 1) != 0;
  c.indexed = (flags & 2) != 0;
  c.acked = (flags & 4) != 0;
  c.forwarded = (flags & 8) != 0;
  out.dropping = (flags & 16) != 0;
  c.ladder_total = in.small<std::uint16_t>();
  c.drop_code = in.small<std::uint16_t>();
  c.cseq[0] = in.small<std::uint32_t>();
  c.cseq[1] = in.small<std::uint32_t>();
  c.started_at = from_us(in.fixed<std::int64_t>());
  c.ringing_at = from_us(in.fixed<std::int64_t>());
  c.answered_at = from_us(in.fixed<std::int64_t>());
  for (peer* each : {&c.caller, &c.callee}) {
    each->at = get_endpoint(in);
    each->listener = in.small<std::uint16_t>();
  }
  out.dialog = get_text(in);
  out.masked_from = get_text(in);
  out.shown_from = get_text(in);
  out.drop_words = get_text(in);
  return out;
}

carried_transaction get_transaction(byte_reader& in) {
  carried_transaction out;
  transaction& t = out.fields;
  out.call_number = in.varint();
  out.branch = in.fixed<std::uint64_t>();
  t.verb = sip::method::invite;
  t.loop = in.fixed<std::uint64_t>();
  t.key.place = in.fixed<std::uint64_t>();
  t.key.call = in.fixed<std::uint64_t>();
  out.trunk_word = in.fixed<decltype(trunk_id{}.value)>();
  t.from = in.choice(in.fixed<std::uint8_t>(), leg::callee);
  const std::uint64_t flags = in.varint();
  bool* const places[]{&t.initial,  &t.answered,        &t.heard,
                       &t.diverted, &t.cancel_wanted,   &t.cancelled_by_caller,
                       &t.rang_out, &t.rewrites_target, &out.cancel_sent};
  for (std::size_t i = 0; i < std::size(places); ++i) *places[i] = (flags >> i & 1) != 0;
  t.attempt = in.small<std::uint8_t>();
  t.hop = in.small<std::uint8_t>();
  t.tried = in.small<std::uint32_t>();
  t.cseq = in.small<std::uint32_t>();
  for (peer* each : {&t.source, &t.upstream, &t.downstream}) {
    each->at = get_endpoint(in);
    each->listener = in.small<std::uint16_t>();
  }
  out.request = get_text(in);
  out.response = get_text(in);
  return out;
}

}  // namespace

template <typename Write>
void carried_writer::add(std::size_t texts, Write write) {
  const std::size_t begin = bytes_.size();
  bytes_.resize(begin + kFixedBytes + texts);
  byte_writer out(reinterpret_cast<std::byte*>(bytes_.data() + begin));
  write(out);
  bytes_.resize(begin + out.size());
}

void carried_writer::begin(const call_path& path) {
  add(path.sockets.size() * 32, [&](byte_writer& out) {
    out.fixed(kFormat);
    out.fixed(path.seed);
    out.fixed(path.stateless);
    out.varint(path.sockets.size());
    for (std::size_t i = 0; i < path.sockets.size(); ++i) {
      out.fixed(static_cast<std::uint8_t>(path.sockets.at(i).over));
      put_endpoint(out, path.sockets.at(i).name.at);
    }
    out.varint(path.calls.size());
  });
}

void carried_writer::call_of(const call_path& path, const call& c) {
  const stored* const texts[]{&c.dialog, &c.masked_from, &c.shown_from, &c.drop_words};
  std::size_t size = 0;
  for (const stored* text : texts) size += text->size + codec::kVarintBytes;
  add(size, [&](byte_writer& out) {
    out.fixed(c.key.value);
    out.fixed(c.dialog_key);
    out.fixed(path.trunks.at(c.trunk).options.id.value);
    out.fixed(static_cast<std::uint8_t>(c.phase));
    out.fixed(static_cast<std::uint8_t>(c.enforced));
    out.varint(packed({c.emergency, c.indexed, c.acked, c.forwarded, c.cut.active()}));
    out.varint(c.ladder_total);
    out.varint(c.drop_code);
    out.varint(c.cseq[0]);
    out.varint(c.cseq[1]);
    out.fixed(to_us(c.started_at));
    out.fixed(to_us(c.ringing_at));
    out.fixed(to_us(c.answered_at));
    put_peer(out, c.caller);
    put_peer(out, c.callee);
    for (const stored* text : texts) put_text(out, text->view());
  });
}

void carried_writer::count(std::uint64_t transactions) {
  add(0, [&](byte_writer& out) { out.varint(transactions); });
}

void carried_writer::transaction_of(const call_path& path, const transaction& t,
                                    std::uint64_t branch, std::uint64_t call_number) {
  add(t.request.size + t.response.size + 2 * codec::kVarintBytes, [&](byte_writer& out) {
    out.varint(call_number);
    out.fixed(branch);
    out.fixed(t.loop);
    out.fixed(t.key.place);
    out.fixed(t.key.call);
    out.fixed(path.trunks.at(t.trunk).options.id.value);
    out.fixed(static_cast<std::uint8_t>(t.from));
    out.varint(
        packed({t.initial, t.answered, t.heard, t.diverted, t.cancel_wanted, t.cancelled_by_caller,
                t.rang_out, t.rewrites_target, static_cast<bool>(t.cancel)}));
    out.varint(t.attempt);
    out.varint(t.hop);
    out.varint(t.tried);
    out.varint(t.cseq);
    for (const peer* each : {&t.source, &t.upstream, &t.downstream}) put_peer(out, *each);
    put_text(out, t.request.view());
    put_text(out, t.response.view());
  });
}

std::expected<carried_block, std::string> read_carried(std::string_view bytes) {
  byte_reader in(std::as_bytes(std::span(bytes.data(), bytes.size())));
  carried_block out;
  if (in.fixed<std::uint8_t>() != kFormat) return std::unexpected("written by another version");
  out.seed = in.fixed<std::uint64_t>();
  out.stateless = in.fixed<std::uint64_t>();
  for (std::uint64_t left = in.varint(); left > 0 && !in.failed(); --left) {
    const auto over = in.choice(in.fixed<std::uint8_t>(), transport::tls);
    out.listeners.push_back({over, get_endpoint(in)});
  }
  for (std::uint64_t left = in.varint(); left > 0 && !in.failed(); --left) {
    out.calls.push_back(get_call(in));
  }
  for (std::uint64_t left = in.varint(); left > 0 && !in.failed(); --left) {
    out.transactions.push_back(get_transaction(in));
    if (out.transactions.back().call_number > out.calls.size()) in.fail("a call is missing");
  }
  if (!in.failed() && !in.at_end()) in.fail("more than there should be");
  if (in.failed()) return std::unexpected(std::string(in.why()));
  return out;
}

}  // namespace qorgan::gateway
