#include "app/explain.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/config.h"
#include "app/policy_bundle_text.h"
#include "base/testing/temporary_folder.h"
#include "journal/journal.h"

namespace qorgan::app {
namespace {

constexpr engine::engine_options kSmall{.memory_bytes = 8u << 20};
constexpr timestamp kMorning = from_us(1'772'359'200'000'000);  // 2026-03-01T10:00:00Z

call_started spoofed(std::string_view call_id, int second) {
  call_started call;
  call.at = kMorning + std::chrono::seconds{second};
  call.key = {static_cast<std::uint64_t>(to_us(call.at))};
  call.trunk = trunk_id_of("carrier-north");
  call.caller = {std::string_view{"+77272447777"},
                 *e164::from_digits("77272447777"),
                 {country{"KZ"}, number_type::fixed_line, number_validity::valid}};
  call.callee = {std::string_view{"77012345678"},
                 *e164::from_digits("77012345678"),
                 {country{"KZ"}, number_type::mobile, number_validity::valid}};
  call.source = from_v4(0xc0000201, 5060);
  call.sip_call_id = call_id;
  return call;
}

/// A journal with two calls of one spoofed number; `recorded` may change the second decision.
class written_journal {
 public:
  explicit written_journal(bool tamper = false, bool waived = false) {
    auto log = journal::journal::open({.path = path(), .sync = journal::sync_mode::normal}).value();
    log->start();
    const auto bundle = read_policy(QORGAN_SOURCE_DIR "/policy/default.yaml").value();
    append(*log, policy_adopted{kMorning,
                                std::string_view{*log->keep_attachment(bundle_to_text(bundle))}});
    engine::engine screening{kSmall, engine::parse_policy(bundle).value()};
    for (const auto& [call_id, second] : {std::pair{"first@carrier", 1}, {"second@carrier", 2}}) {
      call_started call = spoofed(call_id, second);
      if (second == 2) {
        call.passport = passport_status::verified;
        call.attested = attestation::c;
      }
      record entry;
      entry.input = call;
      entry.decided = screening.apply(call).decided;
      if (tamper && second == 2) entry.decided->enforced = verdict::pass;
      EXPECT_TRUE(log->append(entry));
      if (waived) {
        append(*log, refusal_waived{call.key, call.at + std::chrono::milliseconds{2},
                                    waiver::record_late, 0});
      }
      const call_ended end{call.key, call.at + std::chrono::milliseconds{3}, 603, ended_by::centre};
      screening.apply(end);
      append(*log, end);
    }
    log->stop();
  }

  explain_inputs ask(std::string_view call) const {
    explain_inputs inputs;
    inputs.call = call;
    inputs.journal_path = path();
    inputs.engine = kSmall;
    gateway::trunk_options trunk;
    trunk.name = "carrier-north";
    trunk.id = trunk_id_of("carrier-north");
    inputs.trunks.push_back(trunk);
    return inputs;
  }

 private:
  std::string path() const { return folder_.file("journal.sqlite"); }
  static void append(journal::journal& log, const record_input& input) {
    record entry;
    entry.input = input;
    EXPECT_TRUE(log.append(entry));
  }
  temporary_folder folder_;
};

struct told {
  int status;
  std::string out, err;
  bool has(std::string_view text) const { return out.find(text) != std::string::npos; }
};

told tell(const explain_inputs& inputs) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = explain(inputs, out, err);
  return {status, out.str(), err.str()};
}

TEST(explain, tells_the_whole_decision) {
  const written_journal journal;
  const told answer = tell(journal.ask("second@carrier"));
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_TRUE(answer.has("Call " + to_string(spoofed("", 2).key))) << answer.out;
  EXPECT_TRUE(answer.has("+7727•••••77  (KZ, fixed line, Almaty)")) << answer.out;
  EXPECT_TRUE(answer.has("carrier-north  (international, enforced)")) << answer.out;
  EXPECT_TRUE(answer.has("refused")) << answer.out;
  EXPECT_TRUE(answer.has("spoofed-domestic-fixed")) << answer.out;
  EXPECT_TRUE(answer.has("Law on Communications, art. 41-1")) << answer.out;
  EXPECT_TRUE(answer.has("domestic_fixed_on_international 1 / 1")) << answer.out;
  EXPECT_TRUE(answer.has("+0.003 s  ended by the centre, 603")) << answer.out;
  EXPECT_TRUE(answer.has("the same in every field")) << answer.out;
  EXPECT_TRUE(answer.has("Today's policy would decide the same.")) << answer.out;
  EXPECT_FALSE(answer.has("77272447777")) << "numbers are masked";
}

TEST(explain, finds_the_call_by_its_key_and_opens_numbers_when_told) {
  const written_journal journal;
  explain_inputs inputs = journal.ask(to_string(spoofed("", 1).key));
  inputs.show_numbers = true;
  const told answer = tell(inputs);
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_TRUE(answer.has("first@carrier"));
  EXPECT_TRUE(answer.has("+77272447777"));
}

TEST(explain, speaks_russian_and_kazakh) {
  const written_journal journal;
  explain_inputs inputs = journal.ask("first@carrier");
  inputs.in = *parse_language("ru");
  EXPECT_TRUE(tell(inputs).has("отклонён")) << tell(inputs).out;
  EXPECT_TRUE(tell(inputs).has("(KZ, стационарный, Алматы)"));
  EXPECT_TRUE(tell(inputs).has("завершил центр, 603"));
  inputs.in = *parse_language("kk");
  EXPECT_TRUE(tell(inputs).has("қабылданбады"));
  EXPECT_FALSE(parse_language("de"));
}

TEST(explain, tells_what_became_of_the_signature_where_somebody_looked) {
  const written_journal log;
  std::ostringstream without, with, kazakh, err;
  explain(log.ask("first@carrier"), without, err);
  EXPECT_EQ(without.str().find("signature"), std::string::npos);
  EXPECT_EQ(explain(log.ask("second@carrier"), with, err), 0) << err.str();
  EXPECT_NE(with.str().find("signature       verified, attestation C\n"), std::string::npos)
      << with.str();
  explain_inputs inputs = log.ask("second@carrier");
  inputs.in = language::kk;
  explain(inputs, kazakh, err);
  EXPECT_NE(kazakh.str().find("тексерілді, дұрыс, аттестация C"), std::string::npos);
}

TEST(explain, says_when_today_would_be_different) {
  const written_journal journal;
  explain_inputs inputs = journal.ask("second@carrier");
  inputs.today = engine::parse_policy({"lenient.yaml", "version: 1\nhome: KZ\n", {}}).value();
  const told answer = tell(inputs);
  EXPECT_EQ(answer.status, 0);
  EXPECT_TRUE(answer.has("Today's policy would decide otherwise:\n  verdict         let through"))
      << answer.out;
}

TEST(explain, says_when_the_record_does_not_hold) {
  const written_journal journal{true};
  const told answer = tell(journal.ask("second@carrier"));
  EXPECT_EQ(answer.status, 1);
  EXPECT_TRUE(answer.has("NOT THE SAME")) << answer.out;
}

TEST(explain, says_when_a_refusal_was_not_carried_out) {
  const written_journal journal{false, true};
  const told answer = tell(journal.ask("second@carrier"));
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_TRUE(answer.has("+0.002 s  NOT refused: let through because its record was not durable"))
      << answer.out;
}

TEST(explain, a_call_that_is_not_there) {
  const written_journal journal;
  const told answer = tell(journal.ask("nobody@nowhere"));
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err, "the journal has no call 'nobody@nowhere'\n");
}

}  // namespace
}  // namespace qorgan::app
