// What was turned away at the door: messages nobody understood, strangers and scanners, ceilings.

#include <boost/json.hpp>

#include "console/endpoints.h"
#include "console/message_text.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr std::size_t kStrangersShown = 50;

void put_agent(json::object& to, const std::string& head) {
  const std::string agent = user_agent_of(head);
  if (agent.empty()) return;
  to["user_agent"] = agent;
  if (const auto tool = scanner_of(agent); !tool.empty()) to["scanner"] = tool;
}

json::object message_json(const rejected_message& message) {
  json::object out{{"at", to_rfc3339(message.at)},
                   {"source", to_string(message.source)},
                   {"bytes", message.bytes},
                   {"text", shown_message(message.head)}};
  put_agent(out, message.head);
  return out;
}

json::object stranger_json(const stranger_figures& stranger) {
  json::object out{{"address", address_text(stranger.address)},
                   {"count", stranger.count},
                   {"first", to_rfc3339(stranger.first)},
                   {"last", to_rfc3339(stranger.last)}};
  put_agent(out, stranger.head);
  return out;
}

}  // namespace

answer list_rejected(exchange& x) {
  const rejected_report report = x.needs.outside.status.rejected();
  json::array kinds;
  for (const rejected_kind& kind : report.kinds) {
    json::array newest;
    for (const rejected_message& message : kind.newest) newest.push_back(message_json(message));
    kinds.push_back(json::object{{"kind", to_string(kind.kind)},
                                 {"reason", kind.reason},
                                 {"count", kind.count},
                                 {"newest", std::move(newest)}});
  }
  json::array strangers;
  for (const stranger_figures& stranger : report.strangers) {
    if (strangers.size() == kStrangersShown) break;
    strangers.push_back(stranger_json(stranger));
  }
  return json_answer(200, {{"kinds", std::move(kinds)}, {"strangers", std::move(strangers)}});
}

}  // namespace qorgan::console
