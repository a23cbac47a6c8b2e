#include "stir/verifier.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "os/thread_name.h"

namespace qorgan::stir {

/// A question on its way through the verifiers: the texts point into its own copy.
struct verifier::waiting_question {
  std::uint64_t ticket = 0;
  result_key key;
  std::string bytes;
  std::vector<std::string_view> identities;
  identity_question asked;

  explicit waiting_question(const packed_question& from)
      : ticket{from.ticket},
        key{from.key},
        bytes(from.bytes, from.texts == 0 ? 0 : from.ends[from.texts - 1]) {
    std::size_t at = 0;
    std::string_view texts[packed_question::kTexts];
    for (std::size_t i = 0; i < from.texts; ++i) {
      texts[i] = std::string_view{bytes}.substr(at, from.ends[i] - at);
      at = from.ends[i];
    }
    // In the order of `pack`.
    asked.caller = texts[0];
    asked.callee = texts[1];
    asked.to = texts[2];
    asked.from_uri = texts[3];
    asked.request_uri = texts[4];
    asked.to_uri = texts[5];
    asked.date = texts[6];
    identities.assign(texts + kFirstIdentity,
                      texts + std::max<std::size_t>(from.texts, kFirstIdentity));
    asked.identities = identities;
    asked.now = from.now;
    asked.ticket = from.ticket;
  }
  waiting_question(const waiting_question&) = delete;

  static constexpr std::size_t kFirstIdentity = 7;
};

verifier::verifier(const stir_options& options, std::function<timestamp()> now, trust_store trust)
    : options_{options}, now_{std::move(now)}, trust_{std::move(trust)} {
  credential_cache::dependencies needs;
  needs.fetch = [this] {
    auto one = std::make_shared<fetcher>(options_.fetch);
    return [one](const std::string& url) { return one->get(url); };
  };
  needs.read = [this](std::string_view pem, timestamp at) { return read(pem, at); };
  needs.now = now_;
  credentials_ =
      std::make_unique<credential_cache>(options_.cache, options_.fetch_threads, std::move(needs));
  for (unsigned i = 0; i < options_.verifier_threads; ++i) {
    threads_.emplace_back([this] {
      os::name_this_thread("stir-verify");
      verify_loop();
    });
  }
}

verifier::~verifier() {
  stopping_.store(true);
  work_.release(static_cast<std::ptrdiff_t>(threads_.size()));
  for (std::thread& each : threads_) each.join();
  credentials_.reset();  // its threads may still put questions into `again_`
}

std::expected<std::unique_ptr<verifier>, std::string> verifier::open(
    const stir_options& options, std::function<timestamp()> now) {
  auto trust = trust_store::load(options.trust_anchors, options.crls);
  if (!trust) return std::unexpected(trust.error());
  return std::unique_ptr<verifier>(new verifier(options, std::move(now), std::move(*trust)));
}

std::expected<void, std::string> verifier::reload() {
  auto fresh = trust_store::load(options_.trust_anchors, options_.crls);
  if (!fresh) return std::unexpected(fresh.error());
  {
    const std::lock_guard lock(trust_guard_);
    trust_ = std::move(*fresh);
  }
  credentials_->forget_all();
  return {};
}

std::expected<credential, credential_fault> verifier::read(std::string_view pem,
                                                           timestamp now) const {
  const trust_store trust = [this] {
    const std::lock_guard lock(trust_guard_);
    return trust_;
  }();
  return read_credential(pem, trust, now);
}

// ---- the call path's side ----

bool verifier::pack(const identity_question& question, packed_question& out) {
  std::size_t used = 0;
  out.texts = 0;
  const auto add = [&](std::string_view text) {
    if (out.texts == packed_question::kTexts || used + text.size() > kQuestionBytes) return false;
    text.copy(out.bytes + used, text.size());
    used += text.size();
    out.ends[out.texts++] = static_cast<std::uint16_t>(used);
    return true;
  };
  bool fits = true;
  for (const std::string_view text :
       {question.caller, question.callee, question.to, question.from_uri, question.request_uri,
        question.to_uri, question.date}) {
    fits = fits && add(text);
  }
  for (const std::string_view text : question.identities) fits = fits && add(text);
  out.ticket = question.ticket;
  out.now = question.now;
  return fits;
}

identity_port::answer verifier::ask(const identity_question& question) noexcept {
  packed_question* const place = questions_.reserve();
  const bool room = place != nullptr && pack(question, *place);
  if (!room) {
    refused_.fetch_add(1, std::memory_order_relaxed);
    return {taken::refused, {passport_status::unverified, attestation::unknown}};
  }
  // The ends tell apart texts that are the same when written one behind the other.
  const std::size_t used = place->ends[place->texts - 1];
  const result_key bytes = recent_.key_of({place->bytes, used});
  const result_key ends = recent_.key_of(
      {reinterpret_cast<const char*>(place->ends), place->texts * sizeof(*place->ends)});
  place->key = {bytes.low ^ ends.high, bytes.high ^ ends.low};
  if (const identity_finding* const known = recent_.find(place->key, question.now)) {
    recent_hits_.fetch_add(1, std::memory_order_relaxed);
    return {taken::answered, *known};  // the place in the ring is filled again by the next one
  }
  questions_.commit();
  work_.release();
  return {taken::pending, {passport_status::unverified, attestation::unknown}};
}

bool verifier::take(identity_result& out) noexcept {
  result done;
  if (!results_.pop(done)) return false;
  out = done.given;
  recent_.keep(done.key, done.given.found, done.stays_until);
  return true;
}

void verifier::wake_on_result(int event_fd) noexcept {
  const std::lock_guard lock(give_guard_);  // nobody writes to an eventfd that is being closed
  wake_fd_ = event_fd;
}

identity_figures verifier::figures() const noexcept {
  identity_figures out;
  credentials_->add_figures(out);
  out.verified_signatures = signatures_.load(std::memory_order_relaxed);
  out.recent_hits = recent_hits_.load(std::memory_order_relaxed);
  out.queue_full = refused_.load(std::memory_order_relaxed);
  return out;
}

// ---- the verifiers' side ----

std::shared_ptr<verifier::waiting_question> verifier::next_question() {
  {
    const std::lock_guard lock(again_guard_);
    if (!again_.empty()) {
      auto out = std::move(again_.front());
      again_.pop_front();
      return out;
    }
  }
  const std::lock_guard lock(take_guard_);
  const packed_question* const oldest = questions_.front();
  if (oldest == nullptr) return nullptr;
  auto out = std::make_shared<waiting_question>(*oldest);
  questions_.pop_front();
  return out;
}

void verifier::verify_loop() {
  while (true) {
    work_.acquire();
    if (stopping_.load()) return;
    if (const auto question = next_question()) look_at(question);
  }
}

void verifier::look_at(const std::shared_ptr<waiting_question>& question) {
  const judge_options how{options_.freshness_s, options_.cache.failed_s};
  // Several credentials of one question may come at once: it is looked at again only once.
  const auto woken = std::make_shared<std::atomic_flag>();
  const auto look_again = [this, question, woken] {
    if (woken->test_and_set()) return;
    {
      const std::lock_guard lock(again_guard_);
      again_.push_back(question);
    }
    work_.release();
  };
  const judgement out = judge(question->asked, how, [&](const std::string& url) {
    if (!is_fetchable(url, options_.fetch)) {
      return credential_cache::answer{credential_cache::state::failed, nullptr,
                                      passport_status::unverified};
    }
    return credentials_->find(url, look_again);
  });
  signatures_.fetch_add(out.signatures, std::memory_order_relaxed);
  if (!out.pending) give({{question->ticket, out.found}, question->key, out.stays_until});
}

void verifier::give(const result& done) {
  const std::lock_guard lock(give_guard_);
  if (!results_.push(done) || wake_fd_ < 0) return;  // full: the call goes on without it
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_fd_, &one, sizeof one);
}

}  // namespace qorgan::stir
