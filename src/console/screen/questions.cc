// The way of one question, on the server's one thread: client by its token → body → an emergency
// call passes here and now → rate → fields → trunk → letter to the call path. Its answer comes back
// by ring and eventfd; when it does not come in time the call passes. Whatever goes wrong on the
// centre's side is answered 200 "pass": a switch must never hold a call for want of us.
#include "console/screen/questions.h"

#include <boost/json.hpp>
#include <limits>

#include "console/body_reader.h"
#include "console/screen/screen_answer.h"
#include "console/screen/screen_request.h"
#include "os/clock.h"

namespace qorgan::console {
namespace {

using outcome = enquiry_answer::outcome;

constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

unsigned seconds_from(std::int64_t ms) {
  return static_cast<unsigned>((ms + 999) / 1'000);
}

problem problem_of(outcome what) {
  switch (what) {
    case outcome::call_over: return problem{problem_code::call_not_live, {}};
    case outcome::unknown_trunk: return problem{problem_code::trunk_not_allowed, {}};
    default: return problem{problem_code::not_found, "No such call"};
  }
}

}  // namespace

net::http_response screen_refusal(const problem& what) {
  net::http_response out = to_response(what);
  if (what.code == problem_code::bad_token) {
    out.headers.push_back({"WWW-Authenticate", "Bearer"});
  }
  out.headers.push_back({"Cache-Control", "no-store"});
  return out;
}

void questions::refuse(const respond_to& respond, const problem& what) {
  ++counted_.refused;
  respond(screen_refusal(what));
}

void questions::on_request(const net::http_request& request, respond_to respond) {
  now_ns_ = os::monotonic_ns();
  ++counted_.requests;
  const screen_path path = read_screen_path(request.path);
  if (path.what == screen_path::kind::other) {
    return refuse(respond, problem{problem_code::not_found, "No such path"});
  }
  if (request.method != net::http_method::post) {
    return refuse(respond, problem{.code = problem_code::method_not_allowed, .allow = "POST"});
  }
  asking_client* const who = clients_.find(bearer_token(request.header("Authorization")));
  if (who == nullptr) {
    ++counted_.bad_tokens;
    return refuse(respond, problem{problem_code::bad_token, {}});
  }
  const auto body = parse_body(request);
  if (!body) return refuse(respond, body.error());
  if (path.what == screen_path::kind::question) {
    if (!pass_emergency(*who, request, *body, respond)) {
      on_question(*who, request, *body, std::move(respond));
    }
    return;
  }
  const auto call = parse_call_key(path.id);
  if (!call) {
    return refuse(respond,
                  problem{problem_code::bad_parameter, "A call id has 16 hexadecimal digits"});
  }
  on_news(*who, *call, *body, std::move(respond));
}

// Nothing else of the body needs to be right for an emergency call to pass.
bool questions::pass_emergency(const asking_client& who, const net::http_request& request,
                               const boost::json::object& body, const respond_to& respond) {
  enquiry letter = read_leniently(body);
  const bool known = who.may_name(letter.trunk);
  if (!outside_.is_emergency(known ? letter.trunk : trunk_id{}, letter.callee)) return false;
  ++counted_.emergency;
  letter.emergency = true;
  letter.deadline_ns = kForEver;
  if (!known || !outside_.calls.submit(letter)) ++counted_.emergency_unrecorded;
  enquiry_answer pass;
  pass.made.emergency = true;
  waiting at_once{.respond = respond,
                  .in = preferred_language(request.header("Accept-Language")),
                  .began_ns = now_ns_};
  finish(at_once, pass);
  return true;
}

void questions::on_question(asking_client& who, const net::http_request& request,
                            const boost::json::object& body, respond_to respond) {
  const std::int64_t now_ms = now_ns_ / 1'000'000;
  ++who.asked;
  if (!who.questions.take(now_ms)) {
    ++who.rate_limited;
    ++counted_.rate_limited;
    return refuse(respond, problem{.code = problem_code::rate_limited,
                                   .retry_after_s = seconds_from(who.questions.wait_ms(now_ms))});
  }
  auto letter = read_enquiry(body);
  if (!letter) return refuse(respond, letter.error());
  if (!who.may_name(letter->trunk)) {
    return refuse(respond, problem{problem_code::trunk_not_allowed, {}});
  }
  submit(*letter, {.respond = std::move(respond),
                   .question = true,
                   .in = preferred_language(request.header("Accept-Language"))});
}

void questions::on_news(asking_client& who, call_key call, const boost::json::object& body,
                        respond_to respond) {
  const std::int64_t now_ms = now_ns_ / 1'000'000;
  if (!who.news.take(now_ms)) {
    ++who.rate_limited;
    ++counted_.rate_limited;
    return refuse(respond, problem{.code = problem_code::rate_limited,
                                   .retry_after_s = seconds_from(who.news.wait_ms(now_ms))});
  }
  const auto letter = read_news(body, call);
  if (!letter) return refuse(respond, letter.error());
  if (!who.may_name(letter->trunk)) {
    return refuse(respond, problem{problem_code::trunk_not_allowed, {}});
  }
  submit(*letter, {.respond = std::move(respond), .question = false});
}

void questions::submit(enquiry_letter letter, waiting who) {
  const std::int64_t deadline = now_ns_ + std::chrono::nanoseconds{options_.patience}.count();
  who.began_ns = now_ns_;
  who.ends_ns = deadline + (deadline - now_ns_) / 4;
  const std::uint64_t ticket = room_.enter(std::move(who));
  std::visit(
      [&](auto& of) {
        of.ticket = ticket;
        of.deadline_ns = deadline;
      },
      letter);
  if (outside_.calls.submit(letter)) return;
  auto back = room_.leave(ticket);
  if (back->question) ++counted_.queue_full;
  finish(*back, open_answer(fail_open::queue_full));
}

void questions::take_answers() {
  now_ns_ = os::monotonic_ns();
  for (enquiry_answer answer; outside_.calls.next_answer(answer);) take_answer(answer);
}

void questions::take_answer(const enquiry_answer& answer) {
  auto who = room_.leave(answer.ticket);
  if (!who) {  // answered "pass" meanwhile
    ++counted_.answers_too_late;
    return;
  }
  finish(*who, answer);
}

void questions::give_up_on_late() {
  now_ns_ = os::monotonic_ns();
  take_answers();
  while (auto who = room_.next_overdue(now_ns_)) {
    if (who->question) ++counted_.no_answer;
    finish(*who, open_answer(fail_open::no_answer));
  }
}

void questions::give_up_on_all() {
  while (auto who = room_.next_overdue(kForEver)) {
    finish(*who, open_answer(fail_open::no_answer));
  }
}

void questions::finish(waiting& who, const enquiry_answer& answer) {
  const bool decided = answer.what == outcome::decided || answer.what == outcome::repeated;
  if (!who.question && answer.open != fail_open::no) {
    return refuse(who.respond, problem{.code = problem_code::busy, .retry_after_s = 1});
  }
  if (!who.question && answer.what == outcome::told) {
    who.respond({.status = 204});
    return;
  }
  if (!decided) return refuse(who.respond, problem_of(answer.what));
  ++counted_.answered;
  if (answer.open == fail_open::no_record) ++counted_.no_record;
  if (answer.open == fail_open::late) ++counted_.late;
  const std::int64_t took_ns = os::monotonic_ns() - who.began_ns;
  counted_.latency.count(took_ns);
  running_.count(took_ns);
  who.respond(answer_response(answer, options_.detectors, who.in));
}

const screening_figures& questions::counted() {
  constexpr std::int64_t kWindow_ns = 10'000'000'000;
  const std::int64_t now = os::monotonic_ns();
  if (now - running_since_ns_ >= kWindow_ns) {
    counted_.lately = running_;
    running_ = {};
    running_since_ns_ = now;
  }
  counted_.waiting = room_.size();
  counted_.clients.clear();
  for (const asking_client& one : clients_.all()) {
    counted_.clients.push_back({one.name, one.asked, one.rate_limited});
  }
  return counted_;
}

}  // namespace qorgan::console
