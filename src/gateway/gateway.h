#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "domain/call_control.h"
#include "domain/centre_status.h"
#include "domain/enquiry.h"
#include "domain/identity.h"
#include "domain/journal_port.h"
#include "domain/order_book.h"
#include "domain/record.h"
#include "domain/rejected.h"
#include "domain/report_intake.h"
#include "engine/engine.h"
#include "gateway/options.h"
#include "os/clock.h"

namespace qorgan::gateway {

/// Drives the SIP state machines and the engine over real sockets: the call path. It is one thread
/// that waits for nothing but its sockets and the journal's eventfd.
class gateway final : public call_control,
                      public enquiry_desk,
                      public report_intake,
                      public order_enforcement {
 public:
  struct dependencies {
    engine::engine& screening;  ///< used by the call-path thread only, once `run` has begun
    journal_port& journal;
    const os::clock& clock;
    identity_port* passports = nullptr;  ///< needed when a trunk verifies; outlives the gateway
  };

  /// Binds the sockets; the error names the address and the reason in one line.
  static std::expected<std::unique_ptr<gateway>, std::string> open(gateway_options options,
                                                                   dependencies needs);
  ~gateway() override;

  /// The call path; returns after `stop`.
  void run();
  /// From any thread (and from a signal handler's thread): ends `run`.
  void stop() noexcept;

  /// From any thread: from now on OPTIONS is answered 503, so that neighbours send new calls
  /// elsewhere; calls go on as before.
  void drain() noexcept;

  /// A planned restart (carry_over.h). `save_calls` after `run` has returned and before the journal
  /// stops: the calls that are up, empty when there are none. `restore_calls` before `run`: then
  /// no `process_started` is recorded, since nothing is lost.
  std::string save_calls();
  std::expected<std::size_t, std::string> restore_calls(std::string_view bytes);

  drop_answer drop(const drop_request& request) override;
  bool enforce(const order_changed& change) override;
  intake_answer report(const call_reported& said) override;
  bool submit(const enquiry_letter& letter) noexcept override;
  bool next_answer(enquiry_answer& out) noexcept override;
  void wake_on_answer(int event_fd) noexcept override;
  /// Before `run`: recent records of calls that were asked about, oldest first.
  void remember(std::span<const record> asked);
  /// From any thread: the snapshot is adopted between two messages and journalled with this digest.
  void adopt(std::shared_ptr<const engine::policy_snapshot> policy, std::string digest);
  /// From any thread: reads the files of TLS again. New connections use them; nothing changes when
  /// there is a mistake, which the error names in one line.
  std::expected<void, std::string> renew_certificates();
  /// The same with other settings, in the same moment. Trunks are taken over by name: one that is
  /// missing takes no new calls and finishes those it has. What sockets and tables were opened with
  /// (listen, max_live_calls, max_transactions, message_memory_bytes) stays as it is.
  void adopt(std::shared_ptr<const engine::policy_snapshot> policy, std::string digest,
             gateway_options settings);
  /// From any thread: figures as of the last tenth of a second.
  gateway_figures figures() const;
  /// From any thread: the newest messages that were turned away.
  rejected_report rejected() const;
  /// From any thread: rounds of the call path so far, at least five a second while it is well.
  std::uint64_t rounds() const noexcept;

 private:
  struct state;
  explicit gateway(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::gateway
