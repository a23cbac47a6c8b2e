// Both ends of every held call are here, and a held call is a byte and a time: what is known of a
// dialog is the same for all but the numbers and the name, which follow from the call's own number.
#include "bench/load/hold.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "bench/load/called_side.h"
#include "bench/load/caller.h"
#include "os/clock.h"
#include "sip/writer.h"

namespace qorgan::load {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
/// Nothing is repeated: what is not answered by then has failed.
constexpr std::int64_t kGiveUpNs = 8 * kSecondNs;

enum class phase : std::uint8_t { idle, inviting, up, ending, over, failed };

std::uint64_t resident_bytes(int pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

struct numbers {
  std::array<char, kHonestDigits> from;
  std::array<char, kCalleeDigits> to;

  explicit numbers(std::uint32_t call) {
    put_digits(4'915'110'000'000ULL + call, from.data(), from.data() + from.size());
    put_digits(77'011'000'000ULL + call, to.data(), to.data() + to.size());
  }
  std::string_view caller() const { return {from.data(), from.size()}; }
  std::string_view callee() const { return {to.data(), to.size()}; }
};

class held_calls {
 public:
  held_calls(const options& o, wire socket)
      : options_{o},
        socket_{std::move(socket)},
        invite_{invite_text(socket_.local(), o.to, kHonestDigits)},
        phases_(o.calls, phase::idle),
        since_ns_(o.calls, 0) {
    counts_[0] = static_cast<std::uint32_t>(o.calls);
  }

  std::uint32_t count(phase which) const { return counts_[static_cast<std::size_t>(which)]; }
  const wire& line() const { return socket_; }

  /// Starts what the rate allows by now: INVITEs, or BYEs of calls that are up.
  void start_due(bool ending) {
    const std::int64_t now = os::monotonic_ns();
    if (began_ns_ == 0 || ending != ending_) began_ns_ = now, next_ = 0, ending_ = ending;
    const double elapsed = static_cast<double>(now - began_ns_) / 1e9;
    const double due = std::min(static_cast<double>(options_.calls), elapsed * options_.rate + 1);
    for (; next_ < static_cast<std::uint32_t>(due); ++next_) {
      if (!ending) send_invite(next_, now);
      if (ending && phases_[next_] == phase::up) send_bye(next_, now);
    }
  }
  bool work() {
    const auto batch = socket_.receive();
    for (const net::datagram& one : batch) {
      if (sip::parse(one.bytes, m_) && !m_.is_request && m_.status >= 200) on_final();
    }
    socket_.flush();
    return !batch.empty();
  }
  /// Calls that wait for an answer for too long have failed.
  void expire() {
    const std::int64_t oldest = os::monotonic_ns() - kGiveUpNs;
    for (std::uint32_t call = 0; call < phases_.size(); ++call) {
      const bool waits = phases_[call] == phase::inviting || phases_[call] == phase::ending;
      if (waits && since_ns_[call] < oldest) move(call, phase::failed);
    }
  }

 private:
  void move(std::uint32_t call, phase to) {
    --counts_[static_cast<std::size_t>(phases_[call])];
    phases_[call] = to;
    ++counts_[static_cast<std::size_t>(to)];
  }
  void send_invite(std::uint32_t call, std::int64_t now) {
    const numbers who(call);
    const auto name = call_name{0, 0, call}.text();
    invite_.write(who.caller(), who.callee(), {name.data(), name.size()},
                  socket_.reserve(invite_.size()).data());
    socket_.commit(invite_.size(), options_.to);
    move(call, phase::inviting);
    since_ns_[call] = now;
  }
  void send_bye(std::uint32_t call, std::int64_t now) {
    send_in_dialog(call, "BYE", 2);
    move(call, phase::ending);
    since_ns_[call] = now;
  }
  void on_final() {
    call_name name;
    if (!m_.call_id.starts_with(kCallIdPrefix)) return;
    if (!call_name::parse(m_.call_id.substr(kCallIdPrefix.size()), name)) return;
    if (name.serial >= phases_.size()) return;
    const bool good = m_.status < 300;
    if (m_.verb == sip::method::invite) {
      if (good) remember_dialog();
      if (phases_[name.serial] == phase::inviting)
        move(name.serial, good ? phase::up : phase::failed);
      if (good) send_in_dialog(name.serial, "ACK", 1);
    } else if (m_.verb == sip::method::bye && phases_[name.serial] == phase::ending) {
      move(name.serial, good ? phase::over : phase::failed);
    }
  }
  void remember_dialog() {
    const sip::header* const contact = m_.find(sip::header_id::contact);
    if (!target_.empty() || contact == nullptr) return;
    const auto target = sip::parse_name_address(contact->value);
    if (!target) return;
    target_ = target->address.text;
    const sip::header* const route = m_.find(sip::header_id::record_route);
    if (route != nullptr) route_ = route->value;
  }
  /// §12.2.1.1, loose routing.
  void send_in_dialog(std::uint32_t call, std::string_view verb, std::uint32_t cseq) {
    const numbers who(call);
    const auto name = call_name{0, 0, call}.text();
    const std::string_view id{name.data(), name.size()};
    const std::string host = address_text(socket_.local());
    sip::writer out{socket_.reserve(1'024)};
    out.request_line(verb, target_);
    out.text("Via: SIP/2.0/UDP ").text(to_string(socket_.local())).text(";branch=z9hG4bK");
    out.text(verb).text(id).text(";rport\r\nMax-Forwards: 70\r\n");
    if (!route_.empty()) out.header_line("Route", route_);
    out.text("From: <sip:+").text(who.caller()).text("@").text(host).text(">;tag=").text(id);
    out.text("\r\nTo: <sip:+").text(who.callee()).text("@").text(address_text(options_.to));
    out.text(">;tag=uas\r\nCall-ID: ").text(kCallIdPrefix).text(id).text("@").text(host);
    out.text("\r\nCSeq: ").number(cseq).text(" ").text(verb).text("\r\n").body();
    if (out.ok()) socket_.commit(out.size(), options_.to);
  }

  options options_;
  wire socket_;
  message_template invite_;
  std::vector<phase> phases_;
  std::vector<std::int64_t> since_ns_;
  std::array<std::uint32_t, 6> counts_{};
  std::string route_, target_;
  std::uint32_t next_ = 0;
  std::int64_t began_ns_ = 0;
  bool ending_ = false;
  sip::message m_;
};

/// Until every call is up, or until every call is over; failed ones have settled either way.
void drive(held_calls& calls, called_side& called, bool ending) {
  std::int64_t expire_at = os::monotonic_ns() + kSecondNs;
  const auto unsettled = [&] {
    return calls.count(ending ? phase::up : phase::idle) +
           calls.count(ending ? phase::ending : phase::inviting);
  };
  while (unsettled() > 0) {
    calls.start_due(ending);
    const bool heard = calls.work();
    const bool answered = called.work();
    if (!heard && !answered) wait_for(calls.line(), called.line());
    if (os::monotonic_ns() < expire_at) continue;
    calls.expire();
    expire_at += kSecondNs;
  }
}

}  // namespace

hold_figures run_hold(const options& o, wire socket, wire uas) {
  held_calls calls{o, std::move(socket)};
  called_side called{std::move(uas)};
  const int pid = o.pids.empty() ? 0 : o.pids.front();
  hold_figures out;
  out.idle_bytes = resident_bytes(pid);
  drive(calls, called, false);
  out.up = calls.count(phase::up);
  out.held_bytes = resident_bytes(pid);
  const std::int64_t until = os::monotonic_ns() + static_cast<std::int64_t>(o.seconds * 1e9);
  while (os::monotonic_ns() < until) {
    calls.work();
    called.work();
    wait_for(calls.line(), called.line());
  }
  out.held_later_bytes = resident_bytes(pid);
  drive(calls, called, true);
  out.hung_up = calls.count(phase::over);
  out.failed = calls.count(phase::failed);
  return out;
}

void print(const hold_figures& f, bool json) {
  const double calls = f.up == 0 ? 1 : f.up;
  const auto more = [](std::uint64_t from, std::uint64_t to) {
    return static_cast<double>(to) - static_cast<double>(from);
  };
  const double per_call = more(f.idle_bytes, f.held_bytes) / calls;
  const double growth = more(f.held_bytes, f.held_later_bytes);
  std::printf(json ? "{\"up\":%u,\"hung_up\":%u,\"failed\":%u,\"bytes_per_call\":%.0f,"
                     "\"growth_bytes\":%.0f}\n"
                   : "%u calls up, %u hung up, %u failed; %.0f bytes a call, %.0f bytes more when "
                     "held\n",
              f.up, f.hung_up, f.failed, per_call, growth);
}

}  // namespace qorgan::load
