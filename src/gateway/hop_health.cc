#include "gateway/hop_health.h"

#include <algorithm>

#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "sip/forward.h"
#include "sip/writer.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kPingPatience_ms = 2'000;
constexpr std::uint8_t kSilentPings = 2;

/// Calls `change(hop&)` for this hop and every other one of the same address.
template <typename Change>
void for_address(call_path& path, const hop& of, Change change) {
  const peer at = of.to;
  for (trunk& each : path.trunks.all()) {
    for (hop& next : each.hops) {
      if (next.to.is_same_place(at)) change(next);
    }
  }
}

void set_up(call_path& path, const hop& of, bool up) {
  for_address(path, of, [&](hop& next) {
    if (up) next.silent = 0;
    if (next.up == up) return;
    next.up = up;
    next.since = path.now;
  });
}

hop* hop_of(call_path& path, const transaction& t) {
  trunk& on = path.trunks.at(t.trunk);
  if (t.diverted || t.hop >= on.hops.size()) return nullptr;
  hop& of = on.hops[t.hop];
  return of.to.at == t.downstream.at ? &of : nullptr;  // else its name leads elsewhere by now
}

void send_ping(call_path& path, std::uint16_t trunk_index, std::uint8_t hop_index) {
  hop& target = path.trunks.at(trunk_index).hops[hop_index];
  const slot_handle at = open_transaction(path, transaction_role::ping);
  if (!at) return;
  transaction& t = *path.transactions.find(at);
  t.verb = sip::method::options;
  t.trunk = trunk_index;
  t.hop = hop_index;
  t.downstream = target.to;
  t.loop = path.seed ^ ++path.stateless;
  char branch[sip::kBranchLength];
  char tag[16];
  sip::write_hex(t.loop * 0x9e3779b97f4a7c15ULL, tag);
  const std::string_view unique{tag, sizeof tag};
  const auto& side = path.sockets.at(target.to.listener);
  const std::string& address = target.address;
  sip::writer out(path.scratch);
  out.text("OPTIONS sip:").text(address).text(" SIP/2.0").crlf();
  sip::write_via(out, path.sockets.via_transport(target.to), side.name.host, side.name.at.port,
                 sip::write_branch(branch_of(t, at), branch));
  out.header_line("Max-Forwards", 1);
  out.text("From: <sip:qorgan@").text(side.name.host).text(">;tag=").text(unique).crlf();
  out.text("To: <sip:").text(address).text(">").crlf();
  out.text("Call-ID: ").text(unique).text("@").text(side.name.host).crlf();
  out.text("CSeq: 1 OPTIONS").crlf().body();
  for_address(path, target, [](hop& same) { same.ping_open = true; });
  start_client(path, at, out.view(), kPingPatience_ms);
  arm(path, at);
}

}  // namespace

void send_pings(call_path& path) {
  const std::int64_t interval = path.options.next_hop_ping_ms;
  if (interval == 0) return;
  auto& all = path.trunks.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all[i].hops.size(); ++j) {
      const hop& next = all[i].hops[j];
      if (!next.leads_somewhere() || next.ping_open || path.now_ms - next.heard_at_ms < interval)
        continue;
      send_ping(path, static_cast<std::uint16_t>(i), static_cast<std::uint8_t>(j));
    }
  }
}

void on_ping_final(call_path& path, slot_handle at, std::uint16_t status) {
  const transaction& t = *path.transactions.find(at);
  hop* const of = hop_of(path, t);
  if (of == nullptr) return;
  const std::uint8_t silent = status == 0 ? static_cast<std::uint8_t>(of->silent + 1) : 0;
  for_address(path, *of, [&](hop& same) {
    same.ping_open = false;
    same.heard_at_ms = path.now_ms;  // also of silence: the next one waits as long
    same.silent = std::min(silent, kSilentPings);
  });
  if (status == 503) return set_up(path, *of, false);  // it drains
  if (status != 0) return set_up(path, *of, true);
  if (silent >= kSilentPings) set_up(path, *of, false);
}

void note_hop_answered(call_path& path, const transaction& t) {
  hop* const of = hop_of(path, t);
  if (of == nullptr) return;
  of->heard_at_ms = path.now_ms;
  if (!of->up && path.in.status != 503) set_up(path, *of, true);
}

void note_hop_silent(call_path& path, const transaction& t) {
  if (hop* const of = hop_of(path, t)) set_up(path, *of, false);
}

}  // namespace qorgan::gateway
