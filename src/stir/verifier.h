#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "base/spsc_ring.h"
#include "domain/identity.h"
#include "stir/credential.h"
#include "stir/credential_cache.h"
#include "stir/judge.h"
#include "stir/options.h"
#include "stir/recent_results.h"

namespace qorgan::stir {

/// Verifies PASSporTs on threads of its own. The call path puts a question into a ring and takes
/// results out of another; neither side of it ever waits, allocates or looks at a lock.
///
/// Bounded: kQuestions wait for a thread (beyond: refused, counted), kQuestionBytes of one question
/// (beyond: refused), kResults wait to be taken (beyond: lost; the call goes on unverified when its
/// time is up).
class verifier final : public identity_port {
 public:
  static constexpr std::size_t kQuestions = 512;
  static constexpr std::size_t kQuestionBytes = 12'288;
  static constexpr std::size_t kResults = 4'096;

  /// Loads the trust anchors and starts the threads; the error is one line. `now` tells the
  /// centre's time and is called from every thread.
  static std::expected<std::unique_ptr<verifier>, std::string> open(const stir_options& options,
                                                                    std::function<timestamp()> now);
  ~verifier() override;

  answer ask(const identity_question& question) noexcept override;
  bool take(identity_result& out) noexcept override;
  void wake_on_result(int event_fd) noexcept override;
  identity_figures figures() const noexcept override;

  /// Reads trust anchors and revocation lists again. On failure the old ones stay in force.
  std::expected<void, std::string> reload();

 private:
  /// A question with its texts, as it lies in the ring.
  struct packed_question {
    static constexpr std::size_t kTexts = 16;  ///< eight of the message, eight PASSporTs
    std::uint64_t ticket = 0;
    timestamp now;
    result_key key;
    std::uint16_t texts = 0;
    std::uint16_t ends[kTexts] = {};
    char bytes[kQuestionBytes];
  };
  struct waiting_question;
  struct result {
    identity_result given;
    result_key key;
    timestamp stays_until;
  };

  verifier(const stir_options& options, std::function<timestamp()> now, trust_store trust);

  static bool pack(const identity_question& question, packed_question& out);
  void verify_loop();
  void look_at(const std::shared_ptr<waiting_question>& question);
  void give(const result& done);
  std::shared_ptr<waiting_question> next_question();
  std::expected<credential, credential_fault> read(std::string_view pem, timestamp now) const;

  stir_options options_;
  std::function<timestamp()> now_;

  spsc_ring<packed_question> questions_{kQuestions};  // call path → verifiers
  spsc_ring<result> results_{kResults};               // verifiers → call path
  recent_results recent_;                             // the call path's own
  std::atomic<std::uint64_t> recent_hits_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> signatures_{0};

  mutable std::mutex trust_guard_;
  trust_store trust_;
  std::mutex take_guard_;  // of the ring's reading side, among verifiers
  std::mutex give_guard_;  // of the other ring's writing side, and of …
  int wake_fd_ = -1;
  std::mutex again_guard_;
  std::deque<std::shared_ptr<waiting_question>> again_;  // their credential has come
  std::counting_semaphore<> work_{0};
  std::atomic<bool> stopping_{false};
  std::unique_ptr<credential_cache> credentials_;
  std::vector<std::thread> threads_;
};

}  // namespace qorgan::stir
