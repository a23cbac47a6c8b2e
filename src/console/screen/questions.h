#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "console/problem.h"
#include "console/screen/client_table.h"
#include "console/screen/screen_server.h"
#include "console/screen/waiting_room.h"
#include "domain/enquiry.h"

namespace qorgan::console {

/// The way of a question from its request to its answer, without sockets and timers. Belongs to the
/// server's thread; nothing waits.
class questions {
 public:
  using respond_to = std::function<void(net::http_response)>;

  questions(const screen_options& options, const screen_server::dependencies& outside)
      : options_{options}, outside_{outside} {}

  void on_request(const net::http_request& request, respond_to respond);
  /// Answers of the call path go to those who wait for them.
  void take_answers();
  /// Those whose time is up are answered without it.
  void give_up_on_late();
  /// Everybody is, because the server stops.
  void give_up_on_all();

  client_table& clients() { return clients_; }
  const screening_figures& counted();

 private:
  void on_question(asking_client& who, const net::http_request& request,
                   const boost::json::object& body, respond_to respond);
  void on_news(asking_client& who, call_key call, const boost::json::object& body,
               respond_to respond);
  bool pass_emergency(const asking_client& who, const net::http_request& request,
                      const boost::json::object& body, const respond_to& respond);
  void submit(enquiry_letter letter, waiting who);
  void take_answer(const enquiry_answer& answer);
  void finish(waiting& who, const enquiry_answer& answer);
  void refuse(const respond_to& respond, const problem& what);

  const screen_options& options_;
  const screen_server::dependencies& outside_;
  client_table clients_;
  waiting_room room_;
  screening_figures counted_;
  latency_histogram running_;
  std::int64_t running_since_ns_ = 0;
  std::int64_t now_ns_ = 0;
};

/// A refusal as a response, with the headers that belong to it.
net::http_response screen_refusal(const problem& what);

}  // namespace qorgan::console
