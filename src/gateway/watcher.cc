#include "gateway/watcher.h"

#include "engine/policy.h"
#include "gateway/figures.h"
#include "gateway/recorder.h"

namespace qorgan::gateway {
namespace {

/// Mirrored messages held for sorting: 0.1 s of 80,000 a second.
constexpr std::size_t kWindowMessages = 8'192;
constexpr std::size_t kWindowBytes = 32u << 20;
/// An agent whose clock differs by more is not believed: arrival counts instead. The store's search
/// by time relies on a call's key, its time of recording, being near its begin.
constexpr duration kBelieved = std::chrono::seconds{1};

watch_limits limits_of(const gateway_options& options) {
  watch_limits out;
  out.calls = options.watch.max_calls;
  out.ring_timeout_ms = options.ring_timeout_ms;
  out.max_call_duration_ms = options.max_call_duration_ms;
  return out;
}

std::uint64_t ms_between(timestamp from, timestamp to) {
  return to > from ? static_cast<std::uint64_t>((to - from).count() / 1'000) : 0;
}

}  // namespace

watcher::watcher(call_path& path, watch_ports ports)
    : path_{path},
      ports_{std::move(ports)},
      window_{kWindowBytes, kWindowMessages, path.options.watch.reorder_ms},
      tracker_{limits_of(path.options), path.seed, *this, path.figures.watch} {
  path.figures.watch.configured = true;
}

std::expected<std::unique_ptr<watcher>, std::string> watcher::open(call_path& path) {
  auto ports = watch_ports::open(path.options.watch, path.figures.watch);
  if (!ports) return std::unexpected(ports.error());
  return std::unique_ptr<watcher>(new watcher(path, std::move(*ports)));
}

void watcher::receive() {
  ports_.receive([this](std::string_view bytes) { on_packet(bytes); });
}

void watcher::on_packet(std::string_view bytes) {
  watch_figures& figures = path_.figures.watch;
  ++figures.packets;
  codec::hep_packet packet;
  if (const auto decoded = codec::decode_hep(bytes, packet); !decoded) {
    const bool old = decoded.error() == codec::hep_fault::old_version;
    ++(old ? figures.old_version : figures.malformed);
    return;
  }
  if (!has_key(packet.auth_key)) {
    ++figures.wrong_key;
    return;
  }
  if (packet.payload_kind != codec::kHepSip) {
    ++figures.other;
    return;
  }
  std::string_view message = packet.payload;
  if (packet.is_compressed) {
    message = inflater_.inflate(packet.payload, room_);
    if (message.empty()) {
      ++figures.malformed;
      return;
    }
  }
  ++figures.messages;
  const mirrored on{packet.source, packet.destination, believed(packet.at)};
  const auto take = [this](std::string_view each, const mirrored& at) { follow(each, at); };
  while (!window_.put(message, on)) {
    ++figures.no_room;
    if (window_.empty()) return follow(message, on);  // no memory at all: unsorted then
    window_.release_one(take);
  }
}

/// In the time of the configured key, so that its length of agreement does not show.
bool watcher::has_key(std::string_view given) const {
  const std::string& key = path_.options.watch.auth_key;
  if (key.empty()) return true;
  unsigned char differs = given.size() == key.size() ? 0 : 1;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char other = i < given.size() ? given[i] : '\0';
    differs |= static_cast<unsigned char>(key[i] ^ other);
  }
  return differs == 0;
}

timestamp watcher::believed(timestamp claimed) {
  if (claimed >= path_.now - kBelieved && claimed <= path_.now) return claimed;
  if (claimed < path_.now || claimed > path_.now + kBelieved) ++path_.figures.watch.clock_off;
  return path_.now;
}

void watcher::on_time() {
  window_.release(path_.now,
                  [this](std::string_view each, const mirrored& at) { follow(each, at); });
  tracker_.advance(path_.now - std::chrono::milliseconds{path_.options.watch.reorder_ms});
}

void watcher::follow(std::string_view message, const mirrored& on) {
  const auto parsed = sip::parse(message, in_);
  if (parsed) {
    tracker_.take(in_, on);
  } else if (parsed.error() == sip::parse_fault::empty) {
    ++path_.figures.watch.other;
  } else {
    ++path_.figures.watch.bad_sip;
  }
}

int watcher::trunk_of(const ip_endpoint& sender) {
  const origin from = path_.trunks.find(sender);
  return from.known && !from.next_hop_only ? from.trunk : -1;
}

const trunk_options& watcher::trunk(std::uint16_t position) {
  return path_.trunks.at(position).options;
}

bool watcher::is_own(const ip_endpoint& at) {
  for (std::size_t i = 0; i < path_.sockets.size(); ++i) {
    if (path_.sockets.at(i).name.at == at) return true;
  }
  return false;
}

std::span<const std::string> watcher::emergency_numbers() {
  return engine::emergency_numbers(path_.screening.policy());
}

call_key watcher::on_started(const watched_call& call, call_started& event) {
  auto& on = path_.trunks.at(call.trunk);
  ++on.figures.attempts;
  ++on.figures.live;
  on.attempts.count(path_.now_ms);
  event.key = next_key(path_);
  const decision decided = screen(path_, event);
  count_verdict(on.figures, decided, event.emergency);
  record_started(path_, call.messages);
  return event.key;
}

void watcher::on_joined(const watched_call& call) {
  ++path_.trunks.at(call.trunk).figures.live;
}

void watcher::on_ringing(const watched_call& call) {
  trunk_figures& figures = path_.trunks.at(call.trunk).figures;
  ++figures.ringing;
  figures.post_dial_delay_ms += ms_between(call.started_at, call.ringing_at);
  record_watched(path_, call_ringing{call.key, call.ringing_at}, call.messages);
}

void watcher::on_answered(const watched_call& call) {
  trunk_figures& figures = path_.trunks.at(call.trunk).figures;
  ++figures.answered;
  if (!call.joined) figures.answers.count(200);  // else the question has had its own
  record_watched(path_, call_answered{call.key, call.answered_at}, call.messages);
}

void watcher::on_ended(const watched_call& call) {
  trunk_figures& figures = path_.trunks.at(call.trunk).figures;
  --figures.live;
  if (happened(call.answered_at)) {
    figures.talk_time_ms += ms_between(call.answered_at, call.ended_at);
  } else if (!call.joined && call.end_code >= 300 && call.end_code < 700) {
    figures.answers.count(call.end_code);
  }
  record_watched(path_, call_ended{call.key, call.ended_at, call.end_code, call.by}, call.messages);
}

void watcher::on_messages(const watched_call& call) {
  record_watched(path_, ladder_rest{call.key, path_.now}, call.messages);
}

}  // namespace qorgan::gateway
