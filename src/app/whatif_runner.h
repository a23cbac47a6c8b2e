#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "domain/policy_trial.h"
#include "engine/engine.h"
#include "engine/policy.h"

namespace qorgan::app {

/// What-if for the console: one trial at a time on a thread of the lowest priority. While one runs
/// it holds an engine of its own, with the memory the centre's has.
class whatif_runner final : public policy_trials {
 public:
  struct surroundings {
    std::string journal_path;
    engine::engine_options engine;
    std::function<engine::policy_bundle()> in_force;
    std::function<timestamp()> now;
  };
  explicit whatif_runner(surroundings with) : with_{std::move(with)} {}
  ~whatif_runner() override;

  std::expected<void, not_started> start(const trial_request& request,
                                         const std::string& actor) override;
  trial_state state() const override;
  void stop() override;

 private:
  void run(std::shared_ptr<const engine::policy_snapshot> policy, std::string honest,
           unsigned days);

  surroundings with_;
  mutable std::mutex guard_;
  trial_state state_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
};

/// The bundle that is tried: the text in place of the policy in force, with its lists; the
/// challenger in place of the model.
engine::policy_bundle bundle_of_trial(engine::policy_bundle in_force, const trial_request& request);

}  // namespace qorgan::app
