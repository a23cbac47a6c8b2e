#include "app/warm_start.h"

#include <gtest/gtest.h>

#include <random>

#include "app/config.h"
#include "app/effects_digest.h"
#include "app/policy_bundle_text.h"
#include "app/replay.h"
#include "base/testing/temporary_folder.h"
#include "engine/policy.h"
#include "journal/journal.h"

namespace qorgan::app {
namespace {

constexpr engine::engine_options kSmall{.memory_bytes = 8u << 20};

/// A centre with its journal: takes events, writes down what came of them, keeps a digest.
class centre_life {
 public:
  explicit centre_life(std::string path) : path_{std::move(path)} {
    const auto bundle = read_policy(QORGAN_SOURCE_DIR "/policy/default.yaml").value();
    policy_ = engine::parse_policy(bundle).value();
    open();
    record entry;
    entry.input = policy_adopted{from_us(1),
                                 std::string_view{*log_->keep_attachment(bundle_to_text(bundle))}};
    EXPECT_TRUE(log_->append(entry));
    screening_ = std::make_unique<engine::engine>(kSmall, policy_);
  }
  ~centre_life() { log_->stop(); }

  void happens(const record_input& input) {
    const engine::effects* made = feed(*screening_, input);
    ASSERT_NE(made, nullptr);
    record entry;
    entry.input = input;
    entry.decided = made->decided;
    entry.alerts = made->alerts;
    if (entry.decided) digest_.add(canonical_line(*entry.decided));
    for (const alert& raised : entry.alerts) digest_.add(canonical_line(raised));
    ASSERT_TRUE(log_->append(entry));
  }
  /// The process ends, and another one reads the journal.
  void restarts() {
    log_->stop();
    screening_ = std::make_unique<engine::engine>(kSmall, policy_);
    ASSERT_TRUE(warm_start(*screening_, path_, [](const record&) {}));
    open();
  }
  std::string digest() { return digest_.finish(); }

 private:
  void open() {
    log_ = journal::journal::open({.path = path_, .sync = journal::sync_mode::normal}).value();
    log_->start();
  }
  std::string path_;
  std::shared_ptr<const engine::policy_snapshot> policy_;
  std::unique_ptr<journal::journal> log_;
  std::unique_ptr<engine::engine> screening_;
  effects_digest digest_;
};

e164 number_of(std::uint64_t value) {
  return e164::from_digits(std::to_string(value)).value();
}

/// Calls of a few numbers to a few people, with talks, so that every call depends on those before.
void live(centre_life& centre, int from, int to) {
  for (int i = from; i < to; ++i) {
    std::mt19937_64 dice{static_cast<std::uint64_t>(i)};
    call_started call;
    call.key = {static_cast<std::uint64_t>(i) + 1};
    call.at = from_us(1'772'359'200'000'000) + std::chrono::seconds{i * 20};
    call.trunk = trunk_id_of("north");
    const e164 caller = number_of(447'700'900'000 + dice() % 7 * 40 + dice() % 30);
    call.caller = {std::string_view{to_string(caller)},
                   caller,
                   {country("GB"), number_type::mobile, number_validity::valid}};
    const e164 callee = number_of(77'010'000'000 + dice() % 60);
    call.callee = {std::string_view{to_string(callee)},
                   callee,
                   {country("KZ"), number_type::mobile, number_validity::valid}};
    call.source = from_v4(0x7f000101, 5060);
    call.media = from_v4(0xc6120000 + static_cast<std::uint32_t>(dice() % 3), 4'000);
    call.fingerprint = 1 + dice() % 3;
    centre.happens(call);
    if (dice() % 2 == 0) centre.happens(call_answered{call.key, call.at + std::chrono::seconds{4}});
    centre.happens(call_ended{call.key, call.at + std::chrono::seconds{5 + dice() % 14}, 200,
                              ended_by::caller});
  }
}

TEST(WarmStart, ARestartInTheMiddleChangesNoDecision) {
  constexpr int kCalls = 1'500;
  const temporary_folder folder;
  const auto life = [&](const std::string& name, bool restarts) {
    centre_life centre{folder.file(name)};
    live(centre, 0, kCalls / 2);
    if (restarts) centre.restarts();
    live(centre, kCalls / 2, kCalls);
    return centre.digest();
  };
  const std::string through = life("through.sqlite", false);
  EXPECT_EQ(life("restarted.sqlite", true), through);
  EXPECT_EQ(life("again.sqlite", false), through);
  const auto played = play_journal(folder.file("restarted.sqlite"), kSmall);
  ASSERT_TRUE(played) << played.error();
  EXPECT_EQ(played->differences, 0u);
  EXPECT_EQ(played->derived_digest, through);
}

}  // namespace
}  // namespace qorgan::app
