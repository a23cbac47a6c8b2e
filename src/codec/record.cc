#include "codec/record.h"

#include <algorithm>

#include "base/assert.h"
#include "codec/record_format.h"

namespace qorgan::codec {
namespace {

using namespace format;

std::uint64_t us(timestamp at) {
  return static_cast<std::uint64_t>(to_us(at));
}

template <typename Enum>
std::uint8_t number(Enum value) {
  return static_cast<std::uint8_t>(value);
}

void put(byte_writer& out, const ip_endpoint& endpoint) {
  if (endpoint == ip_endpoint{}) {
    out.fixed(kNoEndpoint);
  } else if (endpoint.is_v4()) {
    out.fixed(kV4Endpoint);
    out.bytes(endpoint.address.data() + 12, 4);
    out.fixed(endpoint.port);
  } else {
    out.fixed(kV6Endpoint);
    out.bytes(endpoint.address.data(), 16);
    out.fixed(endpoint.port);
  }
}

void put(byte_writer& out, const party& side) {
  out.varint(side.number.packed());
  out.bytes(side.info.where.code, 2);
  out.fixed(static_cast<std::uint8_t>(number(side.info.type) << 4 | number(side.info.validity)));
  const std::string_view text = side.signalled.view();
  if (!side.number.empty() && !text.empty()) {
    char digits[16];
    const std::string_view same{digits, side.number.digits(digits)};
    if (text == same) return out.fixed(kSameDigits);
    if (text[0] == '+' && text.substr(1) == same) return out.fixed(kSameWithPlus);
  }
  out.text(text);
}

void put(byte_writer& out, std::span<const evidence> reasons) {
  out.fixed(static_cast<std::uint8_t>(reasons.size()));
  for (const evidence& reason : reasons) {
    out.varint(reason.detector.value);
    out.fixed(reason.weight);
    out.varint(reason.observed);
    out.varint(reason.threshold);
  }
}

// Inputs. The record's base (its call key, or its time when there is no call) comes first.

void put(byte_writer& out, const call_started& in) {
  out.fixed(in.key.value);
  out.near(us(in.at), in.key.value);
  out.fixed(in.trunk.value);
  out.fixed(static_cast<std::uint8_t>(number(in.kind) | number(in.mode) << 2 |
                                      number(in.attested) << 3 | in.emergency << 6 |
                                      in.unscreened << 7));
  out.bytes(in.carrier_country.code, 2);
  put(out, in.caller);
  put(out, in.callee);
  put(out, in.source);
  put(out, in.media);
  out.fixed(in.fingerprint);
  out.text(in.sip_call_id);
  out.text(in.user_agent);
  out.fixed(number(in.seen));
  out.fixed(number(in.passport));
}

template <typename Event>
void put_key_and_time(byte_writer& out, const Event& in) {
  out.fixed(in.key.value);
  out.near(us(in.at), in.key.value);
}

void put(byte_writer& out, const call_ringing& in) {
  put_key_and_time(out, in);
}
void put(byte_writer& out, const call_answered& in) {
  put_key_and_time(out, in);
}
void put(byte_writer& out, const ladder_rest& in) {
  put_key_and_time(out, in);
}
void put(byte_writer& out, const time_passed& in) {
  out.fixed(to_us(in.at));
}
void put(byte_writer& out, const process_started& in) {
  out.fixed(to_us(in.at));
}

void put(byte_writer& out, const call_ended& in) {
  put_key_and_time(out, in);
  out.varint(in.sip_code);
  out.fixed(number(in.by));
}

void put(byte_writer& out, const policy_adopted& in) {
  out.fixed(to_us(in.at));
  out.text(in.digest);
}

void put(byte_writer& out, const refusal_waived& in) {
  put_key_and_time(out, in);
  out.fixed(number(in.why));
  out.varint(in.answer_code);
}

void put(byte_writer& out, const teardown_progress& in) {
  put_key_and_time(out, in);
  out.fixed(
      static_cast<std::uint8_t>(number(in.state) | in.caller_ended << 4 | in.callee_ended << 5));
  out.text(in.actor);
  out.text(in.cause);
}

void put(byte_writer& out, const order_changed& in) {
  out.fixed(to_us(in.at));
  out.varint(static_cast<std::uint64_t>(in.order.value));
  out.fixed(
      static_cast<std::uint8_t>(number(in.target.kind) | number(in.does) << 3 | in.in_force << 6));
  out.fixed(in.target.value);
  out.fixed(to_us(in.until));
  out.text(in.divert);
}

void put(byte_writer& out, const call_reported& in) {
  out.fixed(to_us(in.at));
  out.varint(in.caller.packed());
  out.varint(in.callee.packed());
  out.fixed(static_cast<std::uint8_t>(number(in.source) | in.fraud << 7));
  out.varint(in.about.value);
  out.text(in.actor);
}

// Parts behind the input.

void put(byte_writer& out, const decision& made, std::uint64_t base) {
  out.near(made.key.value, base);
  out.near(us(made.decided_at), base);
  const bool challenged = made.challenger_score >= 0;
  out.fixed(static_cast<std::uint8_t>(number(made.enforced) | number(made.would) << 3 |
                                      made.emergency << 6 | (challenged ? kHasChallenger : 0)));
  out.varint(made.answer_code);
  out.fixed(made.score);
  out.text(made.rule);
  put(out, made.reasons);
  if (!challenged) return;
  out.fixed(made.challenger_score);
  out.fixed(number(made.challenger_would));
}

void put(byte_writer& out, const alert& raised, std::uint64_t base) {
  out.near(raised.key.value, base);
  out.near(us(raised.at), base);
  out.text(raised.kind);
  out.fixed(number(raised.level));
  out.fixed(raised.score);
  out.varint(raised.caller.packed());
  out.varint(raised.callee.packed());
  put(out, raised.reasons);
}

void put(byte_writer& out, const ladder_entry& entry, std::uint64_t base) {
  out.near(us(entry.at), base);
  out.varint(entry.cseq);
  out.varint(entry.status);
  const std::string_view name = entry.method.view();
  const auto known = std::find(kMethods.begin() + 1, kMethods.end(), name);
  const auto code = known == kMethods.end() ? 0 : known - kMethods.begin();
  out.fixed(static_cast<std::uint8_t>(number(entry.side) | number(entry.way) << 1 | code << 2));
  if (code == 0) out.text(name);
}

}  // namespace

std::size_t encode(const record& entry, std::span<std::byte> out) {
  QORGAN_ASSERT(out.size() >= limits::kRecordBytes);
  byte_writer to{out.data()};
  const std::uint64_t base = base_of(entry.input);
  to.fixed(kVersion);
  to.fixed(static_cast<std::uint8_t>(entry.input.index() | (entry.decided ? kHasDecision : 0) |
                                     (entry.alerts.empty() ? 0 : kHasAlerts) |
                                     (entry.messages.empty() ? 0 : kHasLadder)));
  std::visit([&](const auto& input) { put(to, input); }, entry.input);
  if (entry.decided) put(to, *entry.decided, base);
  if (!entry.alerts.empty()) {
    to.fixed(static_cast<std::uint8_t>(entry.alerts.size()));
    for (const alert& raised : entry.alerts) put(to, raised, base);
  }
  if (!entry.messages.empty()) {
    to.fixed(static_cast<std::uint8_t>(entry.messages.size()));
    for (const ladder_entry& message : entry.messages) put(to, message, base);
  }
  return to.size();
}

}  // namespace qorgan::codec
