#include "console/screen/screen_server.h"

#include <mutex>

#include "console/screen/questions.h"
#include "console/worker_pool.h"
#include "net/http_server.h"
#include "net/poller.h"
#include "os/clock.h"

namespace qorgan::console {
namespace {

constexpr std::chrono::milliseconds kLookAtClock{5};
constexpr std::chrono::milliseconds kPublish{100};
constexpr std::chrono::milliseconds kReadClients{2'000};

problem_code code_of_server(unsigned status) {
  switch (status) {
    case 408: return problem_code::request_timeout;
    case 413: return problem_code::body_too_large;
    case 431: return problem_code::headers_too_large;
    default: return problem_code::bad_request;
  }
}

}  // namespace

struct screen_server::state {
  state(screen_options chosen, dependencies given, net::wake_fd on_answer)
      : options{std::move(chosen)},
        outside{std::move(given)},
        answers{std::move(on_answer)},
        asked{options, outside} {}

  void publish();
  void read_clients();

  screen_options options;
  dependencies outside;
  net::wake_fd answers;
  questions asked;  // for the server's thread, once it runs
  mutable std::mutex published_guard;
  screening_figures published;
  std::unique_ptr<worker_pool> reader;
  std::unique_ptr<net::http_server> http;
};

void screen_server::state::publish() {
  screening_figures now = asked.counted();
  now.connections = http->connections();
  const std::lock_guard lock{published_guard};
  published = std::move(now);
}

void screen_server::state::read_clients() {
  reader->submit([this] {
    try {
      http->post([this, all = outside.directory.clients()] {
        asked.clients().replace(all, os::monotonic_ns() / 1'000'000);
      });
    } catch (const std::exception&) {
      // The database does not answer: who may ask stays as it was.
    }
  });
}

screen_server::screen_server(std::unique_ptr<state> s) : state_{std::move(s)} {}

std::expected<std::unique_ptr<screen_server>, std::string> screen_server::open(
    screen_options options, dependencies needs) {
  auto answers = net::wake_fd::open();
  if (!answers) return std::unexpected(answers.error());
  auto s = std::make_unique<state>(std::move(options), std::move(needs), std::move(*answers));
  state* const self = s.get();
  try {
    self->asked.clients().replace(self->outside.directory.clients(),
                                  os::monotonic_ns() / 1'000'000);
  } catch (const std::exception& error) {
    return std::unexpected("who may ask could not be read: " + std::string(error.what()));
  }
  net::http_options http_options;
  http_options.listen = self->options.listen;
  auto http = net::http_server::open(
      http_options,
      {.request = [self](auto request, auto respond) { self->asked.on_request(request, respond); },
       .upgrade =
           [](auto, auto respond) {
             respond(screen_refusal(problem{problem_code::not_found, "No such path"}));
           },
       .refusal =
           [](unsigned status) { return screen_refusal(problem{code_of_server(status), {}}); }});
  if (!http) return std::unexpected(http.error());
  s->http = std::move(*http);
  self->http->on_wake(self->answers.fd(), [self] { self->asked.take_answers(); });
  self->http->every(kLookAtClock, [self] { self->asked.give_up_on_late(); });
  self->http->every(kPublish, [self] { self->publish(); });
  self->http->every(kReadClients, [self] { self->read_clients(); });
  self->outside.calls.wake_on_answer(self->answers.fd());
  return std::unique_ptr<screen_server>{new screen_server{std::move(s)}};
}

screen_server::~screen_server() {
  stop();
  state_->outside.calls.wake_on_answer(-1);
}

void screen_server::start() {
  state_->reader = std::make_unique<worker_pool>(1, 2);
  state_->http->start();
}

void screen_server::stop() {
  if (!state_->reader) return;
  state_->reader->stop();
  state_->http->post([self = state_.get()] { self->asked.give_up_on_all(); });
  state_->http->stop();
  state_->reader.reset();
}

ip_endpoint screen_server::address() const {
  return state_->http->address();
}

screening_figures screen_server::figures() const {
  const std::lock_guard lock{state_->published_guard};
  return state_->published;
}

}  // namespace qorgan::console
