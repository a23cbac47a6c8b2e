#include "stir/verifier.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>

#include "stir/allowed_host.h"
#include "stir/testing.h"

namespace qorgan::stir {
namespace {

using namespace testing;
using taken = identity_port::taken;

/// A verifier with its threads, a repository on a real socket, and a call path's eventfd.
class bench {
 public:
  explicit bench(web_server::answerer answers = nullptr, stir_options options = {}) {
    if (!answers) answers = [this](const std::string&) { return ok(made.chain()); };
    server = std::make_unique<web_server>(std::move(answers));
    options.trust_anchors = {file_with("root.pem", made.root.pem)};
    options.fetch.hosts.push_back(parse_allowed_host(server->host()).value());
    options.fetch.allow_private_addresses = true;
    auto opened = verifier::open(options, [this] { return now.load(); });
    EXPECT_TRUE(opened) << opened.error();
    under_test = std::move(*opened);
    event_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    under_test->wake_on_result(event_fd);
  }
  ~bench() {
    under_test.reset();
    ::close(event_fd);
  }

  claims by_default() const {
    claims out;
    out.x5u = server->url("/a.pem");
    return out;
  }
  identity_port::answer ask(const claims& of, std::uint64_t ticket) {
    return ask(identity(of, made.carrier.key), ticket);
  }
  identity_port::answer ask(const std::string& header, std::uint64_t ticket) {
    const std::string_view values[] = {header};
    identity_question question;
    question.identities = values;
    question.caller = "442079460001";
    question.callee = question.to = "77010000001";
    question.now = now;
    question.ticket = ticket;
    return under_test->ask(question);
  }
  /// The next result, waited for as the call path does.
  identity_result result() {
    identity_result out;
    for (int i = 0; i < 500; ++i) {
      if (under_test->take(out)) return out;
      pollfd waits{event_fd, POLLIN, 0};
      ::poll(&waits, 1, 10);
      std::uint64_t count = 0;
      [[maybe_unused]] const auto got = ::read(event_fd, &count, sizeof count);
    }
    ADD_FAILURE() << "no result within five seconds";
    return out;
  }

  infrastructure made;
  std::atomic<timestamp> now{kNow};
  std::unique_ptr<web_server> server;
  std::unique_ptr<verifier> under_test;
  int event_fd = -1;
};

TEST(verifier, fetches_verifies_and_tells) {
  bench b;
  EXPECT_EQ(b.ask(b.by_default(), 7).how, taken::pending);
  const identity_result first = b.result();
  EXPECT_EQ(first.ticket, 7u);
  EXPECT_EQ(first.found.status, passport_status::verified);
  EXPECT_EQ(first.found.attested, attestation::a);
  claims another = b.by_default();
  another.attest = "B";
  EXPECT_EQ(b.ask(another, 8).how, taken::pending);
  EXPECT_EQ(b.result().found.attested, attestation::b);
  EXPECT_EQ(b.server->requests(), 1) << "the credential is kept";
  EXPECT_EQ(b.under_test->figures().verified_signatures, 2u);
}

TEST(verifier, the_same_question_is_answered_at_once_while_it_is_fresh) {
  bench b;
  const std::string header = identity(b.by_default(), b.made.carrier.key);
  b.ask(header, 1);
  b.result();
  const auto again = b.ask(header, 2);
  EXPECT_EQ(again.how, taken::answered);
  EXPECT_EQ(again.found.attested, attestation::a);
  EXPECT_EQ(b.under_test->figures().recent_hits, 1u);
  b.now = at_s(61);
  EXPECT_EQ(b.ask(header, 3).how, taken::pending) << "stale by now";
  EXPECT_EQ(b.result().found.status, passport_status::stale_date);
}

TEST(verifier, a_remembered_result_is_of_that_call_only) {
  bench b;
  const std::string header = identity(b.by_default(), b.made.carrier.key);
  b.ask(header, 1);
  b.result();
  const std::string_view values[] = {header};
  identity_question question;
  question.identities = values;
  question.caller = "442079460001";
  question.callee = question.to = "77010000002";
  question.now = kNow;
  EXPECT_EQ(b.under_test->ask(question).how, taken::pending);
  EXPECT_EQ(b.result().found.status, passport_status::invalid_identity);
}

TEST(verifier, slow_repository) {
  stir_options options;
  options.fetch.timeout_ms = 200;
  bench b(
      [](const std::string&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        return ok("");
      },
      options);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(b.ask(b.by_default(), 1).how, taken::pending);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(50));
  EXPECT_EQ(b.result().found.status, passport_status::unverified);
}

TEST(verifier, repository_without_the_certificate) {
  bench b([](const std::string&) {
    return std::string("HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  b.ask(b.by_default(), 1);
  EXPECT_EQ(b.result().found.status, passport_status::bad_identity_info);
}

TEST(verifier, repository_that_is_not_on_the_list_is_left_alone) {
  bench b;
  claims elsewhere = b.by_default();
  elsewhere.x5u = "https://cert.example.org/a.pem";
  b.ask(elsewhere, 1);
  EXPECT_EQ(b.result().found.status, passport_status::unverified);
  EXPECT_EQ(b.under_test->figures().fetches, 0u);
}

TEST(verifier, expired_certificate) {
  bench b;
  b.now = at_s(100'000);
  claims today = b.by_default();
  today.iat_s = to_us(b.now.load()) / 1'000'000;
  b.ask(today, 1);
  EXPECT_EQ(b.result().found.status, passport_status::unsupported_credential);
}

TEST(verifier, diversion_with_two_certificates_that_come_one_after_the_other) {
  bench b;
  claims onward = b.by_default();
  onward.ppt = "div";
  onward.div = "77010000001";
  onward.dest = "77010000002";
  onward.x5u = b.server->url("/other.pem");
  const std::string first = identity(b.by_default(), b.made.carrier.key);
  const std::string second = identity(onward, b.made.carrier.key);
  const std::string_view values[] = {first, second};
  identity_question question;
  question.identities = values;
  question.caller = "442079460001";
  question.callee = "77010000002";
  question.to = "77010000001";
  question.now = kNow;
  EXPECT_EQ(b.under_test->ask(question).how, taken::pending);
  EXPECT_EQ(b.result().found.status, passport_status::verified);
}

TEST(verifier, more_than_a_question_may_hold_is_refused) {
  bench b;
  EXPECT_EQ(b.ask(std::string(verifier::kQuestionBytes, 'x'), 1).how, taken::refused);
  EXPECT_EQ(b.under_test->figures().queue_full, 1u);
  EXPECT_EQ(b.ask(b.by_default(), 2).how, taken::pending) << "and leaves the queue as it was";
  EXPECT_EQ(b.result().ticket, 2u);
}

TEST(verifier, a_flood_is_refused_beyond_the_queue_and_the_rest_is_answered) {
  bench b;
  b.ask(b.by_default(), 0);
  b.result();
  std::uint64_t pending = 0;
  for (std::uint64_t i = 1; i <= 4 * verifier::kQuestions; ++i) {
    claims of = b.by_default();
    of.orig = "442079460001";
    of.iat_s += static_cast<std::int64_t>(i % 60);
    if (b.ask(sign(of, b.made.carrier.key) + ";x=" + std::to_string(i) + ";info=<" + of.x5u + ">",
              i)
            .how == taken::pending) {
      ++pending;
    }
  }
  for (std::uint64_t i = 0; i < pending; ++i) {
    EXPECT_EQ(b.result().found.status, passport_status::verified);
  }
  EXPECT_EQ(pending + b.under_test->figures().queue_full, 4 * verifier::kQuestions);
}

TEST(verifier, new_trust_anchors_count_at_once) {
  bench b;
  b.ask(b.by_default(), 1);
  EXPECT_EQ(b.result().found.status, passport_status::verified);
  const std::string path =
      file_with("root.pem", issue({.is_authority = true, .tn_auth_list = ""}).pem);
  ASSERT_TRUE(b.under_test->reload());
  claims another = b.by_default();
  another.attest = "C";
  b.ask(another, 2);
  EXPECT_EQ(b.result().found.status, passport_status::unsupported_credential);
  file_with("root.pem", "");
  EXPECT_FALSE(b.under_test->reload()) << "and a broken file changes nothing";
}

TEST(verifier, does_not_start_without_its_trust_anchors) {
  stir_options options;
  options.trust_anchors = {"/nowhere/roots.pem"};
  const auto opened = verifier::open(options, [] { return kNow; });
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), "/nowhere/roots.pem: cannot be read");
}

}  // namespace
}  // namespace qorgan::stir
