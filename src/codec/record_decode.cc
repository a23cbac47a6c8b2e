#include "codec/record.h"
#include "codec/record_format.h"

namespace qorgan::codec {
namespace {

using namespace format;

timestamp time_near(byte_reader& from, std::uint64_t base) {
  return from_us(static_cast<std::int64_t>(from.near(base)));
}

/// A packed number whose length field and value agree, so that nothing behind the codec meets one
/// that e164 itself could not have made.
e164 get_number(byte_reader& from) {
  const e164 number = e164::from_packed(from.varint());
  if (number.empty()) return {};
  std::uint64_t smallest = 1;
  for (unsigned i = 1; i < number.length(); ++i) smallest *= 10;
  if (number.length() == 0 || number.value() < smallest || number.value() / 10 >= smallest) {
    from.fail("a number is not in E.164");
    return {};
  }
  return number;
}

country get_country(byte_reader& from) {
  country where;
  from.into(where.code, 2);
  return where;
}

ip_endpoint get_endpoint(byte_reader& from) {
  ip_endpoint endpoint;
  switch (from.fixed<std::uint8_t>()) {
    case kNoEndpoint: return endpoint;
    case kV4Endpoint: {
      endpoint.address[10] = endpoint.address[11] = 0xff;
      from.into(endpoint.address.data() + 12, 4);
      break;
    }
    case kV6Endpoint: from.into(endpoint.address.data(), 16); break;
    default: from.fail("an address has no known form"); return endpoint;
  }
  endpoint.port = from.fixed<std::uint16_t>();
  return endpoint;
}

party get_party(byte_reader& from) {
  party side;
  side.number = get_number(from);
  side.info.where = get_country(from);
  const auto packed = from.fixed<std::uint8_t>();
  side.info.type = from.choice(packed >> 4, number_type::voicemail);
  side.info.validity = from.choice(packed & 0x0f, number_validity::not_a_number);
  const auto size = from.fixed<std::uint8_t>();
  if (size == kSameDigits || size == kSameWithPlus) {
    char text[17] = {'+'};
    const std::size_t digits = side.number.empty() ? 0 : side.number.digits(text + 1);
    side.signalled = size == kSameDigits ? std::string_view{text + 1, digits}
                                         : std::string_view{text, digits + 1};
  } else if (size > limits::kSignalledBytes) {
    from.fail("a text is longer than its field");
  } else {
    side.signalled = from.bytes(size);
  }
  return side;
}

template <typename Reasons>
void get_reasons(byte_reader& from, Reasons& out) {
  const auto count = from.fixed<std::uint8_t>();
  if (count > Reasons::capacity()) return from.fail("too many reasons");
  out.resize(count);
  for (evidence& reason : out) {
    reason.detector.value = from.small<std::uint16_t>();
    reason.weight = from.fixed<float>();
    reason.observed = from.small<std::uint32_t>();
    reason.threshold = from.small<std::uint32_t>();
  }
}

template <typename Event>
void get_key_and_time(byte_reader& from, Event& out) {
  out.key.value = from.fixed<std::uint64_t>();
  out.at = time_near(from, out.key.value);
}

void get(byte_reader& from, call_started& out, std::uint8_t version) {
  get_key_and_time(from, out);
  out.trunk.value = from.fixed<std::uint16_t>();
  const auto flags = from.fixed<std::uint8_t>();
  out.kind = from.choice(flags & 3, trunk_kind::roaming_hub);
  out.mode = static_cast<enforcement>(flags >> 2 & 1);
  out.attested = from.choice(flags >> 3 & 7, attestation::failed);
  out.emergency = (flags & 0x40) != 0;
  out.unscreened = (flags & 0x80) != 0;
  out.carrier_country = get_country(from);
  out.caller = get_party(from);
  out.callee = get_party(from);
  out.source = get_endpoint(from);
  out.media = get_endpoint(from);
  out.fingerprint = from.fixed<std::uint64_t>();
  out.sip_call_id = from.text(limits::kTextBytes);
  out.user_agent = from.text(limits::kTextBytes);
  if (version >= kVersionSeenBy) {
    out.seen = from.choice(from.fixed<std::uint8_t>(), seen_by::screened);
  }
  if (version >= kVersionPassport) {
    out.passport = from.choice(from.fixed<std::uint8_t>(), passport_status::invalid_identity);
  }
}

void get(byte_reader& from, call_ringing& out) {
  get_key_and_time(from, out);
}
void get(byte_reader& from, call_answered& out) {
  get_key_and_time(from, out);
}
void get(byte_reader& from, ladder_rest& out) {
  get_key_and_time(from, out);
}
void get(byte_reader& from, time_passed& out) {
  out.at = from_us(from.fixed<std::int64_t>());
}
void get(byte_reader& from, process_started& out) {
  out.at = from_us(from.fixed<std::int64_t>());
}

void get(byte_reader& from, call_ended& out) {
  get_key_and_time(from, out);
  out.sip_code = from.small<std::uint16_t>();
  out.by = from.choice(from.fixed<std::uint8_t>(), ended_by::centre);
}

void get(byte_reader& from, policy_adopted& out) {
  out.at = from_us(from.fixed<std::int64_t>());
  out.digest = from.text(64);
}

void get(byte_reader& from, refusal_waived& out) {
  get_key_and_time(from, out);
  out.why = from.choice(from.fixed<std::uint8_t>(), waiver::no_room);
  out.answer_code = from.small<std::uint16_t>();
}

void get(byte_reader& from, teardown_progress& out) {
  get_key_and_time(from, out);
  const auto flags = from.fixed<std::uint8_t>();
  out.state = from.choice(flags & 0x0f, teardown_state::failed);
  out.caller_ended = (flags & 0x10) != 0;
  out.callee_ended = (flags & 0x20) != 0;
  if (flags >= 0x40) from.fail("a value is out of range");
  out.actor = from.text(63);
  out.cause = from.text(95);
}

void get(byte_reader& from, order_changed& out, std::uint8_t version) {
  if (version < kVersionReports) return from.fail("an input of unknown kind");
  out.at = from_us(from.fixed<std::int64_t>());
  out.order.value = static_cast<std::int64_t>(from.varint());
  const auto flags = from.fixed<std::uint8_t>();
  out.target.kind = from.choice(flags & 7, order_kind::equipment);
  out.does = from.choice(flags >> 3 & 7, verdict::block);
  out.in_force = (flags & 0x40) != 0;
  if (flags >= 0x80) from.fail("a value is out of range");
  out.target.value = from.fixed<std::uint64_t>();
  out.until = from_us(from.fixed<std::int64_t>());
  out.divert = from.text(127);
}

void get(byte_reader& from, call_reported& out, std::uint8_t version) {
  if (version < kVersionReports) return from.fail("an input of unknown kind");
  out.at = from_us(from.fixed<std::int64_t>());
  out.caller = get_number(from);
  out.callee = get_number(from);
  const auto flags = from.fixed<std::uint8_t>();
  out.source = from.choice(flags & 0x7f, report_source::operator_);
  out.fraud = (flags & 0x80) != 0;
  out.about.value = from.varint();
  out.actor = from.text(63);
}

void get(byte_reader& from, decision& out, std::uint64_t base, std::uint8_t version) {
  out.key.value = from.near(base);
  out.decided_at = time_near(from, base);
  const auto flags = from.fixed<std::uint8_t>();
  out.enforced = from.choice(flags & 7, verdict::block);
  out.would = from.choice(flags >> 3 & 7, verdict::block);
  out.emergency = (flags & 0x40) != 0;
  const bool challenged = (flags & kHasChallenger) != 0;
  if (challenged && version < kVersionChallenger) from.fail("a value is out of range");
  out.answer_code = from.small<std::uint16_t>();
  out.score = from.fixed<float>();
  out.rule = from.text(47);
  get_reasons(from, out.reasons);
  if (!challenged) return;
  out.challenger_score = from.fixed<float>();
  out.challenger_would = from.choice(from.fixed<std::uint8_t>(), verdict::block);
  if (!(out.challenger_score >= 0)) from.fail("a value is out of range");
}

void get(byte_reader& from, alert& out, std::uint64_t base) {
  out.key.value = from.near(base);
  out.at = time_near(from, base);
  out.kind = from.text(47);
  out.level = from.choice(from.fixed<std::uint8_t>(), alert_level::urgent);
  out.score = from.fixed<float>();
  out.caller = get_number(from);
  out.callee = get_number(from);
  get_reasons(from, out.reasons);
}

void get(byte_reader& from, ladder_entry& out, std::uint64_t base) {
  out.at = time_near(from, base);
  out.cseq = from.small<std::uint32_t>();
  out.status = from.small<std::uint16_t>();
  const auto flags = from.fixed<std::uint8_t>();
  out.side = static_cast<leg>(flags & 1);
  out.way = static_cast<direction>(flags >> 1 & 1);
  const std::size_t code = flags >> 2;
  if (code >= kMethods.size()) return from.fail("a value is out of range");
  out.method = code == 0 ? from.text(15) : kMethods[code];
}

/// Sets `out` to an empty input of the kind with number `Kind` or a higher one and reads it.
template <std::size_t Kind = 0>
void get_input(byte_reader& from, std::size_t kind, std::uint8_t version, record_input& out) {
  if constexpr (Kind == std::variant_size_v<record_input>) {
    from.fail("an input of unknown kind");
  } else if (kind == Kind) {
    auto& input = out.emplace<Kind>();
    if constexpr (requires { get(from, input, version); }) {
      get(from, input, version);
    } else {
      get(from, input);
    }
  } else {
    get_input<Kind + 1>(from, kind, version, out);
  }
}

/// A counted list that is only there when it is not empty.
template <typename List>
void get_list(byte_reader& from, List& out, std::uint64_t base) {
  const auto count = from.fixed<std::uint8_t>();
  if (count == 0 || count > List::capacity()) return from.fail("a list is too long");
  out.resize(count);
  for (auto& value : out) get(from, value, base);
}

}  // namespace

std::expected<void, std::string> decode(std::span<const std::byte> bytes, record& out) {
  byte_reader from{bytes};
  const auto version = from.fixed<std::uint8_t>();
  if (version < kOldestVersion || version > kVersion) {
    return std::unexpected("record of unknown version " + std::to_string(version));
  }
  const auto parts = from.fixed<std::uint8_t>();
  if ((parts & 0x80) != 0) from.fail("unknown parts");
  get_input(from, parts & kKindMask, version, out.input);
  const std::uint64_t base = base_of(out.input);
  out.decided.reset();
  out.alerts.clear();
  out.messages.clear();
  if ((parts & kHasDecision) != 0) get(from, out.decided.emplace(), base, version);
  if ((parts & kHasAlerts) != 0) get_list(from, out.alerts, base);
  if ((parts & kHasLadder) != 0) get_list(from, out.messages, base);
  if (!from.at_end()) from.fail("bytes behind the end");
  if (from.failed()) return std::unexpected(std::string("record: ") + from.why());
  return {};
}

}  // namespace qorgan::codec
