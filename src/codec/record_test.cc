#include "codec/record.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <random>
#include <sstream>

namespace qorgan::codec {
namespace {

// ---- records in words: two are equal exactly when their texts are ----

struct describer {
  std::ostringstream out;

  template <typename T>
  describer& operator()(const T& value) {
    out << value << '|';
    return *this;
  }
  void at(timestamp value) { (*this)(to_us(value)); }
  template <typename Enum>
  void choice(Enum value) {
    (*this)(static_cast<int>(value));
  }
  void bits(float value) { (*this)(std::bit_cast<std::uint32_t>(value)); }
  void text(std::string_view value) { (*this)(value.size())(value); }
  void side(const party& value) {
    text(value.signalled);
    (*this)(value.number.packed());
    text({value.info.where.code, 2});
    choice(value.info.type);
    choice(value.info.validity);
  }
  void reasons(std::span<const evidence> values) {
    (*this)(values.size());
    for (const evidence& v : values) {
      (*this)(v.detector.value)(v.observed)(v.threshold);
      bits(v.weight);
    }
  }
  void endpoint(const ip_endpoint& value) {
    for (const auto byte : value.address) (*this)(int{byte});
    (*this)(value.port);
  }

  void input(const call_started& v) {
    (*this)(v.key.value)(v.trunk.value)(v.emergency)(v.unscreened)(v.fingerprint);
    at(v.at);
    choice(v.kind);
    choice(v.mode);
    choice(v.attested);
    choice(v.seen);
    choice(v.passport);
    text({v.carrier_country.code, 2});
    side(v.caller);
    side(v.callee);
    endpoint(v.source);
    endpoint(v.media);
    text(v.sip_call_id);
    text(v.user_agent);
  }
  template <typename Event>
    requires requires(Event e) { e.key; }
  void input(const Event& v) {
    (*this)(v.key.value);
    at(v.at);
    if constexpr (requires { v.sip_code; }) {
      (*this)(v.sip_code);
      choice(v.by);
    }
    if constexpr (requires { v.actor; }) {
      choice(v.state);
      (*this)(v.caller_ended)(v.callee_ended);
      text(v.actor);
      text(v.cause);
    }
  }
  void input(const time_passed& v) { at(v.at); }
  void input(const process_started& v) { at(v.at); }
  void input(const policy_adopted& v) {
    at(v.at);
    text(v.digest);
  }
  void input(const order_changed& v) {
    at(v.at);
    at(v.until);
    (*this)(v.order.value)(v.in_force)(v.target.value);
    choice(v.target.kind);
    choice(v.does);
    text(v.divert);
  }
  void input(const call_reported& v) {
    at(v.at);
    (*this)(v.caller.packed())(v.callee.packed())(v.fraud)(v.about.value);
    choice(v.source);
    text(v.actor);
  }
};

std::string describe(const record& value) {
  describer d;
  d(value.input.index());
  std::visit([&](const auto& in) { d.input(in); }, value.input);
  d(value.decided.has_value());
  if (value.decided) {
    const decision& v = *value.decided;
    d(v.key.value)(v.emergency)(v.answer_code);
    d.at(v.decided_at);
    d.choice(v.enforced);
    d.choice(v.would);
    d.bits(v.score);
    d.text(v.rule);
    d.reasons(v.reasons);
    d.bits(v.challenger_score);
    d.choice(v.challenger_would);
  }
  for (const alert& v : value.alerts) {
    d("alert")(v.key.value)(v.caller.packed())(v.callee.packed());
    d.at(v.at);
    d.text(v.kind);
    d.choice(v.level);
    d.bits(v.score);
    d.reasons(v.reasons);
  }
  for (const ladder_entry& v : value.messages) {
    d("message")(v.cseq)(v.status);
    d.at(v.at);
    d.choice(v.side);
    d.choice(v.way);
    d.text(v.method);
  }
  return d.out.str();
}

// ---- random records; the seed reproduces them ----

class sampler {
 public:
  explicit sampler(std::uint64_t seed) : random_{seed} {}

  record next() {
    record out;
    key_ = coin() ? word() : 1'772'359'200'000'000u + below(1'000'000'000);
    input(out.input);
    if (coin()) out.decided = decided();
    for (auto n = below(5); n > 0; --n) out.alerts.push_back(raised());
    for (auto n = below(17); n > 0; --n) out.messages.push_back(message());
    return out;
  }

 private:
  std::uint64_t word() { return random_(); }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  bool coin() { return (random_() & 1) != 0; }
  template <typename Enum>
  Enum upto(Enum last) {
    return static_cast<Enum>(below(static_cast<std::uint64_t>(last) + 1));
  }
  std::string_view text(std::size_t longest) {
    text_.resize(coin() ? below(longest + 1) : (coin() ? longest : 0));
    for (char& c : text_) c = static_cast<char>(word());
    return text_;
  }
  timestamp time() {
    return from_us(static_cast<std::int64_t>(coin() ? key_ + below(1'000'000) : word()));
  }
  call_key key() { return {coin() ? key_ : word()}; }
  e164 number() {
    if (below(5) == 0) return {};
    std::string digits(1 + below(15), '0');
    for (char& c : digits) c = static_cast<char>('0' + below(10));
    if (digits[0] == '0') digits[0] = '7';
    return *e164::from_digits(digits);
  }
  party side() {
    party out;
    out.number = number();
    const std::string same = to_string(out.number);
    switch (below(4)) {
      case 0: out.signalled = std::string_view(same); break;
      case 1: out.signalled = std::string_view(same).substr(same.empty() ? 0 : 1); break;
      default: out.signalled = text(limits::kSignalledBytes);
    }
    out.info.where = coin() ? country{"KZ"} : country{};
    out.info.type = upto(number_type::voicemail);
    out.info.validity = upto(number_validity::not_a_number);
    return out;
  }
  ip_endpoint endpoint() {
    if (coin())
      return from_v4(static_cast<std::uint32_t>(word()), static_cast<std::uint16_t>(word()));
    ip_endpoint out;
    if (coin()) {
      for (auto& byte : out.address) byte = static_cast<std::uint8_t>(word());
    }
    if (coin()) out.port = static_cast<std::uint16_t>(word());
    return out;
  }
  template <typename Reasons>
  void reasons(Reasons& out) {
    for (auto n = below(Reasons::capacity() + 1); n > 0; --n) {
      out.push_back({{static_cast<std::uint16_t>(word())},
                     static_cast<float>(below(1000)) / 7 - 50,
                     static_cast<std::uint32_t>(word()),
                     static_cast<std::uint32_t>(below(100))});
    }
  }
  void fill(call_started& v) {
    v.trunk = {static_cast<std::uint16_t>(word())};
    v.kind = upto(trunk_kind::roaming_hub);
    v.mode = upto(enforcement::enforce);
    v.attested = upto(attestation::failed);
    v.seen = upto(seen_by::screened);
    v.passport = upto(passport_status::invalid_identity);
    v.emergency = coin();
    v.unscreened = coin();
    if (coin()) v.carrier_country = country{"RU"};
    v.caller = side();
    v.callee = side();
    v.source = endpoint();
    v.media = endpoint();
    v.fingerprint = coin() ? word() : 0;
    v.sip_call_id = text(limits::kTextBytes);
    v.user_agent = text(limits::kTextBytes);
  }
  void fill(call_ended& v) {
    v.sip_code = static_cast<std::uint16_t>(word());
    v.by = upto(ended_by::centre);
  }
  void fill(refusal_waived& v) {
    v.why = upto(waiver::no_room);
    v.answer_code = static_cast<std::uint16_t>(word());
  }
  void fill(policy_adopted& v) { v.digest = text(64); }
  void fill(order_changed& v) {
    v.order.value = static_cast<std::int64_t>(below(1'000'000));
    v.in_force = coin();
    v.target = {upto(order_kind::equipment), word()};
    v.does = upto(verdict::block);
    v.until = time();
    v.divert = text(127);
  }
  void fill(call_reported& v) {
    v.caller = number();
    v.callee = number();
    v.source = upto(report_source::operator_);
    v.fraud = coin();
    v.about = coin() ? key() : call_key{};
    v.actor = text(63);
  }
  void fill(teardown_progress& v) {
    v.state = upto(teardown_state::failed);
    v.caller_ended = coin();
    v.callee_ended = coin();
    v.actor = text(63);
    v.cause = text(95);
  }
  template <typename Event>
  void fill(Event&) {}

  template <typename Event>
  void make(record_input& out) {
    Event value;
    value.at = time();
    if constexpr (requires { value.key; }) value.key = key();
    fill(value);
    out = value;
  }
  void input(record_input& out) {
    switch (below(12)) {
      case 0: return make<call_started>(out);
      case 1: return make<call_ringing>(out);
      case 2: return make<call_answered>(out);
      case 3: return make<call_ended>(out);
      case 4: return make<time_passed>(out);
      case 5: return make<process_started>(out);
      case 6: return make<policy_adopted>(out);
      case 7: return make<teardown_progress>(out);
      case 8: return make<refusal_waived>(out);
      case 9: return make<call_reported>(out);
      case 10: return make<order_changed>(out);
      default: return make<ladder_rest>(out);
    }
  }
  decision decided() {
    decision v;
    v.key = key();
    v.decided_at = time();
    v.enforced = upto(verdict::block);
    v.would = upto(verdict::block);
    v.emergency = coin();
    v.answer_code = static_cast<std::uint16_t>(word());
    v.score = static_cast<float>(below(1000)) / 1000;
    v.rule = text(47);
    reasons(v.reasons);
    if (coin()) {
      v.challenger_score = static_cast<float>(below(1000)) / 1000;
      v.challenger_would = upto(verdict::block);
    }
    return v;
  }
  alert raised() {
    alert v;
    v.key = key();
    v.at = time();
    v.kind = text(47);
    v.level = upto(alert_level::urgent);
    v.score = static_cast<float>(below(1000)) / 1000;
    v.caller = number();
    v.callee = number();
    reasons(v.reasons);
    return v;
  }
  ladder_entry message() {
    ladder_entry v;
    v.at = time();
    v.cseq = static_cast<std::uint32_t>(word());
    v.status = static_cast<std::uint16_t>(word());
    v.side = upto(leg::callee);
    v.way = upto(direction::sent);
    v.method = coin() ? std::string_view("INVITE") : text(15);
    return v;
  }

  std::mt19937_64 random_;
  std::uint64_t key_ = 0;
  std::string text_;  // what text() gave last
};

using buffer = std::array<std::byte, limits::kRecordBytes>;

/// A foreign call to a Kazakh mobile with three reasons, as the gateway writes thousands a second.
record usual_call() {
  call_started in;
  in.key = {1'772'359'200'123'456};
  in.at = from_us(1'772'359'200'123'456);
  in.trunk = trunk_id_of("carrier-north");
  in.carrier_country = country{"RU"};
  in.caller = {std::string_view{"+79161234567"},
               *e164::from_digits("79161234567"),
               {country{"RU"}, number_type::mobile, number_validity::valid}};
  in.callee = {std::string_view{"77011234567"},
               *e164::from_digits("77011234567"),
               {country{"KZ"}, number_type::mobile, number_validity::valid}};
  in.source = *parse_endpoint("198.51.100.20:5060", 5060);
  in.media = *parse_endpoint("198.51.100.21:17344", 5060);
  in.fingerprint = 0x1234'5678'9abc'def0;
  in.sip_call_id = std::string_view{"a84b4c76e66710-0b31e5f2@198.51.100.20"};
  in.user_agent = std::string_view{"Asterisk PBX 18.12.0"};
  record out;
  out.input = in;
  decision made;
  made.key = in.key;
  made.decided_at = in.at;
  made.would = made.enforced = verdict::block;
  made.score = 0.97f;
  made.rule = std::string_view{"velocity-of-one-number"};
  made.reasons.push_back({{7}, 2.5f, 140, 60});
  made.reasons.push_back({{8}, 1.5f, 133, 40});
  made.reasons.push_back({{3}, 0.25f, 1, 1});
  out.decided = made;
  out.messages.push_back(
      {in.at, 1, 0, leg::caller, direction::received, std::string_view{"INVITE"}});
  return out;
}

TEST(record_codec, every_record_comes_back_as_it_went) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    const record before = sampler{seed}.next();
    buffer bytes;
    const std::size_t size = encode(before, bytes);
    ASSERT_LE(size, bytes.size());
    record after = sampler{seed + 1}.next();  // whatever was there before must be gone
    const auto done = decode(std::span{bytes}.first(size), after);
    ASSERT_TRUE(done) << "seed " << seed << ": " << done.error();
    ASSERT_EQ(describe(before), describe(after)) << "seed " << seed;
  }
}

TEST(record_codec, cut_short_anywhere_is_an_error) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    buffer bytes;
    const std::size_t size = encode(sampler{seed}.next(), bytes);
    record after;
    for (std::size_t cut = 0; cut < size; ++cut) {
      ASSERT_FALSE(decode(std::span{bytes}.first(cut), after)) << "seed " << seed << " at " << cut;
    }
  }
}

TEST(record_codec, damaged_bytes_give_an_error_or_a_record_that_can_be_written) {
  std::mt19937_64 random{7};
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    buffer bytes;
    const std::size_t size = encode(sampler{seed}.next(), bytes);
    for (int i = 0; i < 3; ++i) bytes[random() % size] ^= static_cast<std::byte>(random() | 1);
    record after;
    if (!decode(std::span{bytes}.first(size), after)) continue;
    buffer again;
    EXPECT_LE(encode(after, again), again.size());
  }
}

TEST(record_codec, says_what_is_wrong) {
  buffer bytes;
  const std::size_t size = encode(usual_call(), bytes);
  record after;
  bytes[size] = std::byte{0};
  EXPECT_EQ(decode(std::span{bytes}.first(size + 1), after).error(),
            "record: bytes behind the end");
  EXPECT_EQ(decode(std::span{bytes}.first(20), after).error(), "record: cut short");
  bytes[0] = std::byte{9};
  EXPECT_EQ(decode(std::span{bytes}.first(size), after).error(), "record of unknown version 9");
}

TEST(record_codec, a_record_of_an_older_version_says_less) {
  record call = usual_call();
  call.decided.reset();
  call.messages.clear();
  std::get<call_started>(call.input).seen = seen_by::watched;
  std::get<call_started>(call.input).passport = passport_status::stale_date;
  buffer bytes;
  const std::size_t size = encode(call, bytes);
  record after;
  bytes[0] = std::byte{3};  // the next one only brought another kind of input
  ASSERT_TRUE(decode(std::span{bytes}.first(size), after));
  EXPECT_EQ(describe(call), describe(after));
  bytes[0] = std::byte{2};  // each version ended one byte earlier than the next
  ASSERT_TRUE(decode(std::span{bytes}.first(size - 1), after));
  std::get<call_started>(call.input).passport = passport_status::not_asked;
  EXPECT_EQ(describe(call), describe(after));
  bytes[0] = std::byte{1};
  ASSERT_TRUE(decode(std::span{bytes}.first(size - 2), after));
  std::get<call_started>(call.input).seen = seen_by::unknown;
  EXPECT_EQ(describe(call), describe(after));
}

TEST(record_codec, a_report_in_a_version_that_has_none_is_an_error) {
  record report;
  report.input = call_reported{from_us(5), *e164::from_digits("442079460001"), {}};
  buffer bytes;
  const std::size_t size = encode(report, bytes);
  record after;
  ASSERT_TRUE(decode(std::span{bytes}.first(size), after));
  EXPECT_EQ(describe(report), describe(after));
  bytes[0] = std::byte{3};
  EXPECT_EQ(decode(std::span{bytes}.first(size), after).error(),
            "record: an input of unknown kind");
}

TEST(record_codec, a_model_in_shadow_in_a_version_that_has_none_is_an_error) {
  record call = usual_call();
  call.decided->challenger_score = 0.5f;
  buffer bytes;
  const std::size_t size = encode(call, bytes);
  record after;
  ASSERT_TRUE(decode(std::span{bytes}.first(size), after));
  EXPECT_EQ(describe(call), describe(after));
  bytes[0] = std::byte{3};
  EXPECT_EQ(decode(std::span{bytes}.first(size), after).error(), "record: a value is out of range");
}

TEST(record_codec, a_usual_call_is_small) {
  buffer bytes;
  EXPECT_LE(encode(usual_call(), bytes), 200u);
}

TEST(record_codec, seq_is_left_to_the_journal) {
  buffer bytes;
  const std::size_t size = encode(usual_call(), bytes);
  record after;
  after.seq = 42;
  ASSERT_TRUE(decode(std::span{bytes}.first(size), after));
  EXPECT_EQ(after.seq, 42u);
}

}  // namespace
}  // namespace qorgan::codec
