#include "bench/load/caller.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>

#include "base/hash.h"
#include "os/clock.h"

namespace qorgan::load {

caller::caller(const options& o, wire socket)
    : options_{o},
      socket_{std::move(socket)},
      honest_{invite_text(socket_.local(), o.to, kHonestDigits, o.over, o.dial)},
      spoofed_{invite_text(socket_.local(), o.to, kSpoofedDigits, o.over, o.dial)},
      slots_(o.window),
      run_{
          static_cast<std::uint16_t>(mix64(o.seed * 0x9e3779b97f4a7c15ULL + socket_.local().port))},
      random_{mix64(o.seed)},
      spoofed_below_{static_cast<std::uint64_t>(o.spoofed_share * 1'000'000)} {
  for (unsigned i = o.window; i-- > 0;) free_.push_back(static_cast<int>(i));
  if (!o.log_refused.empty()) refused_log_.reset(std::fopen(o.log_refused.c_str(), "w"));
}

bool caller::may_start(std::int64_t now_ns) const {
  if (free_.empty()) return false;
  if (options_.calls != 0 && figures_.started >= options_.calls) return false;
  const double elapsed = static_cast<double>(now_ns - began_ns_) / 1e9;
  if (options_.seconds > 0 && elapsed >= options_.seconds) return false;
  return options_.rate <= 0 || static_cast<double>(figures_.started) < elapsed * options_.rate;
}

void caller::start_due(std::int64_t now_ns) {
  if (began_ns_ == 0) began_ns_ = now_ns;
  while (may_start(now_ns)) {
    const int slot = free_.back();
    free_.pop_back();
    start(slot, now_ns);
  }
}

void caller::start(int slot, std::int64_t now_ns) {
  slot_state& s = slots_[static_cast<std::size_t>(slot)];
  s.busy = true;
  s.answered = false;
  s.started_ns = now_ns;
  ++s.serial;
  ++figures_.started;
  s.random = random_ = mix64(random_ + 0x9e3779b97f4a7c15ULL);
  send_invite(slot, now_ns);
}

void caller::send_invite(int slot, std::int64_t now_ns) {
  slot_state& s = slots_[static_cast<std::size_t>(slot)];
  s.sent_ns = now_ns;
  const bool is_spoofed = s.random % 1'000'000 < spoofed_below_;
  char from[kHonestDigits + 1];
  char to[kCalleeDigits + 1];
  std::memcpy(to, "7701", 4);
  put_digits(1'000'000 + (s.random >> 20) % options_.callees, to + 4, to + kCalleeDigits);
  unsigned digits = kHonestDigits;
  if (is_spoofed) {
    digits = kSpoofedDigits;
    std::memcpy(from, "77172200", 8);
    put_digits((s.random >> 40) % 1'000, from + 8, from + digits);
  } else {
    std::memcpy(from, "49151", 5);
    put_digits(10'000'000 + (s.random >> 40) % options_.callers, from + 5, from + digits);
  }
  const auto name = call_name{run_, static_cast<std::uint16_t>(slot), s.serial}.text();
  const message_template& message = is_spoofed ? spoofed_ : honest_;
  message.write({from, digits}, {to, kCalleeDigits}, {name.data(), name.size()},
                socket_.reserve(message.size()).data());
  socket_.commit(message.size(), options_.to);
}

int caller::slot_of(std::string_view call_id) const {
  call_name name;
  if (!call_id.starts_with(kCallIdPrefix)) return -1;
  if (!call_name::parse(call_id.substr(kCallIdPrefix.size()), name)) return -1;
  if (name.run != run_ || name.slot >= slots_.size()) return -1;
  const slot_state& s = slots_[name.slot];
  return s.busy && s.serial == name.serial ? name.slot : -1;
}

void caller::release(int slot) {
  slots_[static_cast<std::size_t>(slot)].busy = false;
  free_.push_back(slot);
}

void caller::note_final(int slot, unsigned status, std::string_view call_id, std::int64_t now_ns) {
  slot_state& s = slots_[static_cast<std::size_t>(slot)];
  if (s.answered) return;
  s.answered = true;
  ++figures_.codes[status];
  figures_.latency.add(now_ns - s.started_ns);
  if (status == 603 && refused_log_) {
    std::fprintf(refused_log_.get(), "%.*s\n", static_cast<int>(call_id.size()), call_id.data());
  }
}

void caller::expire(std::int64_t now_ns) {
  const std::int64_t oldest = now_ns - std::int64_t{options_.timeout_ms} * 1'000'000;
  const std::int64_t resend = now_ns - std::int64_t{options_.resend_ms} * 1'000'000;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!slots_[i].busy) continue;
    if (options_.resend_ms > 0 && !slots_[i].answered && slots_[i].sent_ns < resend) {
      send_invite(static_cast<int>(i), now_ns);
    }
    if (slots_[i].started_ns >= oldest) continue;
    ++figures_.lost;
    release(static_cast<int>(i));
  }
}

std::int64_t caller::next_due_ns() const {
  if (options_.rate <= 0) return 0;
  return began_ns_ +
         static_cast<std::int64_t>(static_cast<double>(figures_.started) * 1e9 / options_.rate);
}

bool caller::finished(std::int64_t now_ns) const {
  const double elapsed = static_cast<double>(now_ns - began_ns_) / 1e9;
  const bool enough = (options_.calls != 0 && figures_.started >= options_.calls) ||
                      (options_.seconds > 0 && elapsed >= options_.seconds);
  return enough && free_.size() == slots_.size();
}

void caller::flush_log() {
  if (refused_log_) std::fflush(refused_log_.get());
}

unsigned status_of(std::string_view bytes) {
  if (bytes.size() < 12 || !bytes.starts_with("SIP/2.0 ")) return 0;
  return static_cast<unsigned>((bytes[8] - '0') * 100 + (bytes[9] - '0') * 10 + (bytes[10] - '0'));
}

std::string_view value_of(std::string_view bytes, std::string_view name_with_colon) {
  std::size_t at = 0;
  for (;;) {
    at = bytes.find(name_with_colon, at);
    if (at == std::string_view::npos) return {};
    if (at > 0 && bytes[at - 1] == '\n') break;
    ++at;
  }
  at += name_with_colon.size();
  while (at < bytes.size() && bytes[at] == ' ') ++at;
  const std::size_t end = bytes.find('\r', at);
  return end == std::string_view::npos ? std::string_view{} : bytes.substr(at, end - at);
}

namespace {

void wait_for_any(std::initializer_list<const wire*> wires, std::int64_t until_ns) {
  constexpr std::size_t kMost = 64;
  constexpr std::int64_t kMillisecondNs = 1'000'000;
  std::array<pollfd, kMost> watched;
  std::size_t count = 0;
  for (const wire* each : wires) {
    for (const int fd : each->fds()) {
      if (count < kMost) watched[count++] = {fd, POLLIN, 0};
    }
  }
  const std::int64_t left = until_ns == 0 ? kMillisecondNs : until_ns - os::monotonic_ns();
  const timespec span{0, std::clamp<std::int64_t>(left, 0, kMillisecondNs)};
  ::ppoll(watched.data(), count, &span, nullptr);
}

}  // namespace

void wait_for(const wire& one, std::int64_t until_ns) {
  wait_for_any({&one}, until_ns);
}
void wait_for(const wire& one, const wire& other, std::int64_t until_ns) {
  wait_for_any({&one, &other}, until_ns);
}

}  // namespace qorgan::load
