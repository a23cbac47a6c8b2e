#include "console/server.h"

#include "console/dispatch.h"
#include "console/live_source.h"
#include "console/request_text.h"
#include "console/secured.h"
#include "console/session.h"
#include "console/static_files.h"
#include "console/worker_pool.h"
#include "os/clock.h"

// Four kinds of threads: the HTTP server's (sockets, live view, feed; never waits), two workers
// (endpoints, which may wait for the database), one that hashes passwords, so that signing in
// delays neither the feed nor a drop, and one for probes, which must answer when the database does
// not.

namespace qorgan::console {
namespace {

constexpr unsigned kWorkers = 2;
constexpr std::size_t kWorkerQueue = 256;
constexpr std::size_t kPasswordQueue = 8;
constexpr std::size_t kProbeQueue = 16;
/// Appeals and questions about them, of one source: ten at once, then one in half a minute.
constexpr login_limits kAppealLimits{.attempts_per_name = 10,
                                     .seconds_per_name = 30,
                                     .attempts_per_source = 10,
                                     .seconds_per_source = 30};
constexpr std::chrono::milliseconds kDrainEvery{50};
constexpr std::chrono::milliseconds kTickEvery{200};
constexpr std::chrono::milliseconds kMaintainEvery{5'000};

std::int64_t steady_ms() {
  return os::monotonic_ns() / 1'000'000;
}

}  // namespace

struct server::state {
  state(console_options chosen, dependencies needs);

  void answer_request(net::http_request request, std::function<void(net::http_response)> respond);
  void answer_upgrade(net::http_request request, std::function<void(net::upgrade_answer)> respond);
  net::http_response answer_static(const net::http_request& request) const;
  worker_pool& pool_for(door entrance);
  void drain();
  void maintain();
  void refresh_redirect_trunks();
  void end_dead_sessions(const std::vector<std::string>& hashes);

  console_options options;
  dependencies outside;
  const os::clock real_clock{};
  guarded_view live;
  live_source source;
  desk_board board;
  desk_keeper desk;
  login_limiter logins;
  login_limiter appeals{kAppealLimits};
  report_desk reports;
  std::mutex drops;
  static_files files;
  endpoint_needs needs;
  std::unique_ptr<feed> browsers;
  std::unique_ptr<worker_pool> workers;
  std::unique_ptr<worker_pool> password_worker;
  std::unique_ptr<worker_pool> probe_worker;
  std::unique_ptr<net::http_server> http;
};

server::state::state(console_options chosen, dependencies given)
    : options{std::move(chosen)},
      outside{std::move(given)},
      live{options.trunks},
      source{live, outside.archive},
      board{options.home},
      desk{{.book = outside.desk,
            .roster = outside.roster,
            .live = live,
            .board = board,
            .options = options.desk,
            .now = [this] { return outside.clock.now(); }}},
      reports{outside.clients, options.reports_per_second},
      files{options.web_root},
      needs{.options = options,
            .outside = outside,
            .live = live,
            .logins = logins,
            .board = board,
            .desk = desk,
            .appeals = appeals,
            .reports = reports,
            .drops = drops,
            .session_ended =
                [this](std::string hash) {
                  http->post([this, hash = std::move(hash)] { browsers->end_session(hash); });
                },
            .feeds = [this] { return browsers->figures(); },
            .consoles = [this] { return browsers->consoles(); },
            .steady_ns = [] { return os::monotonic_ns(); },
            .real_now = [this] { return real_clock.now(); }} {
  browsers = std::make_unique<feed>(
      live, board, feed_options{.demonstration = options.demonstration, .home = options.home},
      [this] { return feed::times{outside.clock.now(), steady_ms()}; });
}

void server::state::answer_request(net::http_request request,
                                   std::function<void(net::http_response)> respond) {
  const route_match match = match_route(request.method, request.path);
  if (match.found == nullptr) {
    if (!match.allow.empty()) {
      respond(secured(problem{.code = problem_code::method_not_allowed, .allow = match.allow}));
    } else {
      respond(answer_static(request));
    }
    return;
  }
  const bool taken =
      pool_for(match.found->entrance).submit([this, match, request = std::move(request), respond] {
        respond(secured(dispatch(needs, match, request), true));
      });
  if (!taken) respond(secured(problem{.code = problem_code::busy, .retry_after_s = 1}));
}

worker_pool& server::state::pool_for(door entrance) {
  switch (entrance) {
    case door::signing_in:
    case door::confirming: return *password_worker;
    case door::probe: return *probe_worker;
    case door::open:
    case door::reporting:
    case door::session: break;
  }
  return *workers;
}

net::http_response server::state::answer_static(const net::http_request& request) const {
  if (is_api(request.path)) return secured(problem{problem_code::not_found, "No such path"});
  if (request.method != net::http_method::get && request.method != net::http_method::head) {
    return secured(problem{.code = problem_code::method_not_allowed, .allow = "GET, HEAD"});
  }
  const auto path = percent_decode(request.path);
  if (path) {
    if (auto found = files.find(*path == "/" ? "/index.html" : *path, request)) {
      return secured(std::move(*found), false);
    }
  }
  return secured(problem{problem_code::not_found, "No such path"});
}

void server::state::answer_upgrade(net::http_request request,
                                   std::function<void(net::upgrade_answer)> respond) {
  const auto refuse_with = [](const std::function<void(net::upgrade_answer)>& to, problem_code code,
                              std::string detail) {
    to(secured(problem{code, std::move(detail)}));
  };
  if (request.path != "/api/v1/live" || request.method != net::http_method::get) {
    return refuse_with(respond, problem_code::not_found, "The feed is at /api/v1/live");
  }
  if (!same_origin(request.header("Origin"), request.header("Host"))) {
    return refuse_with(respond, problem_code::bad_origin, {});
  }
  const bool taken = workers->submit([this, request = std::move(request), respond, refuse_with] {
    try {
      auto who = find_signed_in(needs, session_hash_of(request));
      if (!who || !may(who->person.acts_as, right::view)) {
        return refuse_with(respond, problem_code::not_signed_in, {});
      }
      http->post([this, respond, who = std::move(*who)] {
        respond(browsers->admit(who.person.acts_as, who.held.token_hash, who.actor()));
      });
    } catch (const std::exception&) {
      refuse_with(respond, problem_code::store_unavailable, {});
    }
  });
  if (!taken) refuse_with(respond, problem_code::busy, {});
}

void server::state::drain() {
  if (!source.drain(steady_ms())) return;
  workers->submit([this] {
    try {
      source.resync();
    } catch (const std::exception&) {
      // The archive does not answer; the source has arranged for another attempt.
    }
  });
}

void server::state::refresh_redirect_trunks() {
  std::unordered_set<std::string> names;
  const gateway_figures figures = outside.status.status().gateway;
  source.redirected_calls_go_on(figures.watch.configured);
  for (const trunk_figures& trunk : figures.trunks) {
    if (!trunk.proxy && !trunk.watched) names.insert(trunk.name);
  }
  const std::lock_guard lock{live.mutex};
  live.view.set_redirect_trunks(std::move(names));
}

void server::state::end_dead_sessions(const std::vector<std::string>& hashes) {
  for (const std::string& hash : hashes) {
    if (!find_signed_in(needs, hash)) needs.session_ended(hash);
  }
}

void server::state::maintain() {
  workers->submit([this, hashes = browsers->sessions()] {
    try {
      refresh_redirect_trunks();
      end_dead_sessions(hashes);
    } catch (const std::exception&) {
      // The database does not answer: nobody is thrown out for that.
    }
  });
}

server::server(std::unique_ptr<state> s) : state_{std::move(s)} {}

std::expected<std::unique_ptr<server>, std::string> server::open(console_options options,
                                                                 dependencies needs) {
  auto s = std::make_unique<state>(std::move(options), std::move(needs));
  state* self = s.get();
  net::http_options http_options;
  http_options.listen = self->options.listen;
  auto http = net::http_server::open(
      http_options,
      {.request = [self](auto request,
                         auto respond) { self->answer_request(std::move(request), respond); },
       .upgrade = [self](auto request,
                         auto respond) { self->answer_upgrade(std::move(request), respond); },
       .refusal = [](unsigned status) { return secured(problem{code_of_status(status), {}}); }});
  if (!http) return std::unexpected(http.error());
  s->http = std::move(*http);
  return std::unique_ptr<server>{new server{std::move(s)}};
}

server::~server() {
  stop();
}

void server::start() {
  state* self = state_.get();
  self->workers = std::make_unique<worker_pool>(kWorkers, kWorkerQueue);
  self->password_worker = std::make_unique<worker_pool>(1, kPasswordQueue);
  self->probe_worker = std::make_unique<worker_pool>(1, kProbeQueue);
  self->refresh_redirect_trunks();
  self->workers->submit([self] {
    try {
      self->source.resync();
    } catch (const std::exception&) {
    }
  });
  self->desk.start();
  self->http->every(kDrainEvery, [self] { self->drain(); });
  self->http->every(kTickEvery, [self] { self->browsers->tick(); });
  self->http->every(kMaintainEvery, [self] { self->maintain(); });
  self->http->start();
}

void server::stop() {
  if (!state_->workers) return;
  // Workers first: they answer what they have taken, and nothing is answered after the server ends.
  state_->workers->stop();
  state_->password_worker->stop();
  state_->probe_worker->stop();
  state_->desk.stop();
  state_->http->stop();
}

void server::publish(std::span<const record> batch) {
  state_->source.publish(batch);
}

void server::know_trunks(const std::vector<std::pair<trunk_id, std::string>>& names,
                         std::unordered_set<std::string> redirecting) {
  const std::lock_guard lock{state_->live.mutex};
  state_->live.view.know_trunks(names);
  state_->live.view.set_redirect_trunks(std::move(redirecting));
}

report_door_figures server::report_figures() const {
  return state_->reports.figures();
}

ip_endpoint server::address() const {
  return state_->http->address();
}

desk_figures server::desk() const {
  return state_->desk.figures();
}

}  // namespace qorgan::console
