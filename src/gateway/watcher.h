#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "codec/hep.h"
#include "gateway/call_path.h"
#include "gateway/watch_ports.h"
#include "gateway/watch_tracker.h"
#include "gateway/watch_window.h"

namespace qorgan::gateway {

/// Mirrored signalling on the call path: packets in, the same events as the proxy's out. Of a
/// watched call nothing can be carried out, so its verdict is what would have been; alerts go to
/// the desk. Reads one batch per round, and never holds up a call that passes here.
class watcher final : public watch_host {
 public:
  /// Binds the ports of `path.options.watch`. The path must outlive it.
  static std::expected<std::unique_ptr<watcher>, std::string> open(call_path& path);

  int fd() const { return ports_.fd(); }
  const std::vector<ip_endpoint>& bound() const { return ports_.bound(); }
  /// The ports have something.
  void receive();
  /// One HEP packet of a known agent.
  void on_packet(std::string_view bytes);
  /// Messages that have waited long enough are followed; timers run.
  void on_time();

  /// A redirect trunk's call was decided, or its refusal became a pass.
  void on_verdict(const call_started& event, bool refused) { tracker_.on_verdict(event, refused); }
  void on_verdict_passed(call_key key) { tracker_.on_verdict_passed(key); }
  bool is_watching(call_key key) const { return tracker_.is_watching(key); }
  std::size_t live() const { return tracker_.live(); }

  int trunk_of(const ip_endpoint& sender) override;
  const trunk_options& trunk(std::uint16_t position) override;
  bool is_own(const ip_endpoint& at) override;
  std::span<const std::string> emergency_numbers() override;
  call_key on_started(const watched_call& call, call_started& event) override;
  void on_joined(const watched_call& call) override;
  void on_ringing(const watched_call& call) override;
  void on_answered(const watched_call& call) override;
  void on_ended(const watched_call& call) override;
  void on_messages(const watched_call& call) override;

 private:
  watcher(call_path& path, watch_ports ports);

  bool has_key(std::string_view given) const;
  timestamp believed(timestamp claimed);
  void follow(std::string_view message, const mirrored& on);

  call_path& path_;
  watch_ports ports_;
  watch_window window_;
  watch_tracker tracker_;
  codec::hep_inflater inflater_;
  sip::message in_;
  std::array<char, limits::kSipMessageBytes> room_;
};

}  // namespace qorgan::gateway
