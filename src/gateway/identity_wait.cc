// An INVITE whose PASSporT is being verified waits in its own server transaction, as received: the
// transaction absorbs retransmissions, its timer ends the wait, and the ticket of the question is
// its handle, so a late result finds nobody. Nothing else is known of the call yet: it is
// described, decided and recorded when it goes on, as if it had arrived then. What the engine sees
// is therefore in the order of time, and a replay does not need to know that there was a wait.
#include "gateway/identity_wait.h"

#include "base/assert.h"
#include "domain/number_plan.h"
#include "gateway/answers.h"
#include "gateway/identity.h"
#include "gateway/screening.h"

namespace qorgan::gateway {
namespace {

/// INVITEs that wait at once; beyond it they go on unverified.
constexpr std::uint64_t kParked = 4'096;
/// Nobody sends so many; the verifier does not believe any of them then.
constexpr std::size_t kIdentities = 9;

/// RFC 8224 §8.3: the number in E.164 without plus by the trunk's dial plan; else what was
/// signalled, without visual separators. Empty when it is no number.
std::string_view canonical(e164 number, std::string_view signalled,
                           std::array<char, limits::kSignalledBytes>& room) {
  if (!number.empty()) {
    char digits[16];
    return {room.data(), std::string_view{digits, number.digits(digits)}.copy(room.data(), 16)};
  }
  std::size_t used = 0;
  for (const char c : signalled) {
    if ((c >= '0' && c <= '9') || c == '*' || c == '#') {
      if (used == room.size()) return {};
      room[used++] = c;
    } else if (std::string_view("+-.() ").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return {room.data(), used};
}

identity_port::answer ask(call_path& path, const trunk& on, const call_started& event,
                          slot_handle at) {
  const sip::message& in = path.in;
  std::array<std::string_view, kIdentities> identities;
  std::size_t count = 0;
  for (const sip::header& field : in.headers) {
    if (field.id == sip::header_id::identity && count < kIdentities) {
      identities[count++] = field.value;
    }
  }
  if (count == 0) {
    return {identity_port::taken::answered, {passport_status::not_present, attestation::none}};
  }
  std::array<char, limits::kSignalledBytes> caller_room;
  std::array<char, limits::kSignalledBytes> callee_room;
  std::array<char, limits::kSignalledBytes> to_room;
  const std::string_view to = dialled(in.to.address);
  const sip::header* const date = in.find(sip::header_id::date);
  identity_question question;
  question.identities = std::span{identities}.first(count);
  question.caller = canonical(event.caller.number, event.caller.signalled, caller_room);
  question.callee = canonical(event.callee.number, event.callee.signalled, callee_room);
  question.to = canonical(normalise(to, on.options.numbers).number, to, to_room);
  question.from_uri = in.from.address.text;
  question.request_uri = in.request_uri;
  question.to_uri = in.to.address.text;
  if (date != nullptr) question.date = date->value;
  question.now = path.now;
  question.ticket = at.packed();
  return path.passports->ask(question);
}

void set(call_started& event, const identity_finding& found) {
  event.passport = found.status;
  event.attested = found.attested;
}

void count(call_path& path, const call_started& event) {
  ++path.figures.passports[static_cast<std::size_t>(event.passport)];
}

/// A transaction that keeps the INVITE as it came; empty when there is no room.
slot_handle park(call_path& path, const arrival& from, const sip::transaction_key& key) {
  if (path.figures.parked >= kParked) return {};
  const bool proxy = path.trunks.at(from.who.trunk).options.mode == trunk_mode::proxy;
  const slot_handle at = begin_transaction(
      path, from, proxy ? transaction_role::relay : transaction_role::answer, key, false);
  if (!at) return {};
  transaction& t = *path.transactions.find(at);
  t.request = path.bytes.keep(path.in.bytes);
  if (t.request) return at;
  close_transaction(path, at);
  return {};
}

/// The wait begins; the caller's switch is told that it was heard.
void begin_wait(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  t.parked = true;
  ++path.figures.parked;
  t.timer_due_ms = path.now_ms + path.options.identity_wait_ms;
  t.timer = path.timers.add(t.timer_due_ms, at.packed());
  const std::string_view trying = make_answer(path, path.in, t.source, {100, {}}, {});
  if (trying.empty()) return;
  path.sockets.send(t.upstream, trying);
  t.trying_sent = true;
}

void go_on(call_path& path, slot_handle at, const identity_finding& found) {
  transaction& t = *path.transactions.find(at);
  t.parked = false;
  --path.figures.parked;
  path.timers.cancel(t.timer);
  t.timer = {};
  stored kept = t.request;
  t.request = {};
  const arrival from{t.source, {t.trunk, true, false}};
  const sip::transaction_key key = t.key;
  QORGAN_ASSERT(sip::parse(kept.view(), path.in).has_value());
  path.target = sip::parse_uri(path.in.request_uri).value_or(sip::uri{});
  call_started event;
  describe_call(path, from, event);
  set(event, found);
  count(path, event);
  path.resumed = at;
  screen_invite(path, from, key, event);
  path.bytes.give_back(kept);
}

constexpr identity_finding kUnverified{passport_status::unverified, attestation::unknown};

}  // namespace

bool wait_for_identity(call_path& path, const arrival& from, const sip::transaction_key& key,
                       call_started& event) {
  const trunk& on = path.trunks.at(from.who.trunk);
  if (!on.options.passports.verify || path.passports == nullptr) return false;
  if (event.emergency || event.unscreened) return false;
  const bool signed_call = path.in.find(sip::header_id::identity) != nullptr;
  const bool may_wait = signed_call && path.options.identity_wait_ms > 0;
  const slot_handle at = may_wait ? park(path, from, key) : slot_handle{};
  if (may_wait && !at) ++path.figures.parked_refused;
  const identity_port::answer answer = ask(path, on, event, at);
  if (at && answer.how == identity_port::taken::pending) {
    begin_wait(path, at);
    return true;
  }
  if (at) {  // known at once: the transaction is there already
    path.bytes.give_back(path.transactions.find(at)->request);
    path.resumed = at;
  }
  set(event, answer.found);
  count(path, event);
  return false;
}

void take_identity_results(call_path& path) {
  identity_result result;
  while (path.passports->take(result)) {
    const slot_handle at = slot_handle::unpack(result.ticket);
    const transaction* const t = path.transactions.find(at);
    if (t != nullptr && t->parked) go_on(path, at, result.found);
  }
}

void on_parked_too_long(call_path& path, slot_handle at) {
  ++path.figures.parked_timeouts;
  go_on(path, at, kUnverified);
}

bool go_on_unverified(call_path& path, slot_handle at) {
  const std::string_view cancel = path.in.bytes;
  go_on(path, at, kUnverified);
  return sip::parse(cancel, path.in).has_value() && path.transactions.find(at) != nullptr;
}

}  // namespace qorgan::gateway
