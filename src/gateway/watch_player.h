#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "gateway/watch_tracker.h"
#include "gateway/watch_window.h"

namespace qorgan::gateway {

/// What a played capture led to, in order.
class watch_audience {
 public:
  virtual ~watch_audience() = default;
  virtual void on_decision(const call_started& event, const decision& decided) = 0;
  virtual void on_alert(const alert& raised) = 0;
  virtual void on_ringing(const watched_call& call) = 0;
  virtual void on_answered(const watched_call& call) = 0;
  virtual void on_ended(const watched_call& call) = 0;
};

/// Plays mirrored messages through an engine of its own: what the call path does with them, without
/// sockets, clock and journal. Every trunk is only watched, whatever its mode. Calls that are still
/// up at the end stay up.
class watch_player final : public watch_host {
 public:
  watch_player(std::vector<trunk_options> trunks, const engine::engine_options& options,
               std::shared_ptr<const engine::policy_snapshot> policy, watch_audience& audience);
  ~watch_player() override;

  /// A SIP message with the time, the sender and the receiver it had on the wire.
  void take(std::string_view message, const mirrored& on);
  /// No more will come.
  void finish();

  const watch_figures& figures() const { return figures_; }
  std::size_t live() const;

  int trunk_of(const ip_endpoint& sender) override;
  const trunk_options& trunk(std::uint16_t position) override { return trunks_[position]; }
  bool is_own(const ip_endpoint&) override { return false; }
  std::span<const std::string> emergency_numbers() override;
  call_key on_started(const watched_call& call, call_started& event) override;
  void on_joined(const watched_call&) override {}
  void on_ringing(const watched_call& call) override;
  void on_answered(const watched_call& call) override;
  void on_ended(const watched_call& call) override;
  void on_messages(const watched_call&) override {}

 private:
  void follow(std::string_view message, const mirrored& on);
  /// Timers of the engine that were due before this moment.
  void run_timers(timestamp until);
  void tell_alerts(const engine::effects& made);

  std::vector<trunk_options> trunks_;
  std::shared_ptr<const engine::policy_snapshot> policy_;
  engine::engine engine_;
  watch_audience& audience_;
  watch_figures figures_;
  watch_window window_;
  watch_tracker tracker_;
  std::unique_ptr<sip::message> in_;
  timestamp newest_;
  std::uint64_t last_key_ = 0;
};

}  // namespace qorgan::gateway
