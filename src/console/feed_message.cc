#include "console/feed_message.h"

#include <algorithm>
#include <boost/json.hpp>

namespace qorgan::console {
namespace {

namespace json = boost::json;

std::unexpected<message_error> bad(std::string_view code, std::string detail) {
  return std::unexpected(message_error{code, std::move(detail)});
}

// Reads a list of names with `parse`; false when it is not one or a name is unknown.
template <typename T, typename Parse>
bool read_names(const json::object& from, std::string_view key, std::vector<T>& to, Parse parse) {
  const json::value* found = from.if_contains(key);
  if (found == nullptr || found->is_null()) return true;
  if (!found->is_array() || found->get_array().size() > 16) return false;
  for (const json::value& name : found->get_array()) {
    if (!name.is_string()) return false;
    const auto value = parse(std::string_view{name.get_string()});
    if (!value) return false;
    to.push_back(*value);
  }
  return true;
}

std::expected<client_message, message_error> parse_subscription(const json::value& value) {
  const json::object* from = value.if_object();
  if (from == nullptr) return bad("bad_subscription", "subscribe must be an object");
  subscription out;
  const json::value* view = from->if_contains("view");
  if (view != nullptr && view->is_string()) out.view = view->get_string();
  if (out.view != "live" && out.view != "alerts" && out.view != "refused") {
    return bad("bad_subscription", "view must be live, alerts or refused");
  }
  if (const json::value* queue = from->if_contains("queue"); queue != nullptr) {
    if (!queue->is_bool()) return bad("bad_subscription", "queue must be true or false");
    out.queue = queue->get_bool();
  }
  const json::value* filter = from->if_contains("filter");
  if (filter == nullptr || filter->is_null()) return out;
  if (!filter->is_object()) return bad("bad_subscription", "filter must be an object");
  const json::object& fields = filter->get_object();
  if (!read_names(fields, "states", out.states, parse_call_state)) {
    return bad("bad_subscription", "states must be a list of call states");
  }
  if (!read_names(fields, "verdicts", out.verdicts, parse_verdict)) {
    return bad("bad_subscription", "verdicts must be a list of verdicts");
  }
  if (const json::value* trunk = fields.if_contains("trunk"); trunk != nullptr) {
    if (!trunk->is_string() || trunk->get_string().size() > 64) {
      return bad("bad_subscription", "trunk must be a name");
    }
    out.trunk = trunk->get_string();
  }
  if (const json::value* score = fields.if_contains("min_score"); score != nullptr) {
    if (!score->is_number()) return bad("bad_subscription", "min_score must be a number");
    out.min_score = score->to_number<double>();
  }
  return out;
}

std::expected<client_message, message_error> parse_presence(const json::value& value) {
  const json::object* from = value.if_object();
  const json::value* hidden = from == nullptr ? nullptr : from->if_contains("hidden");
  const json::value* sound = from == nullptr ? nullptr : from->if_contains("sound");
  if (hidden == nullptr || !hidden->is_bool() || sound == nullptr || !sound->is_string()) {
    return bad("bad_presence", "presence has hidden and sound");
  }
  presence out{hidden->get_bool(), std::string{sound->get_string()}};
  if (out.sound != "on" && out.sound != "locked" && out.sound != "muted") {
    return bad("bad_presence", "sound must be on, locked or muted");
  }
  return out;
}

std::optional<std::uint64_t> natural(const json::object& from, std::string_view key) {
  const json::value* value = from.if_contains(key);
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value->get_int64());
}

}  // namespace

std::expected<client_message, message_error> parse_client_message(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  const json::object* message = error ? nullptr : value.if_object();
  if (message == nullptr) return bad("bad_json", "a JSON object is expected");
  if (const json::value* wish = message->if_contains("subscribe")) return parse_subscription(*wish);
  if (const json::value* said = message->if_contains("presence")) return parse_presence(*said);
  if (message->contains("resync")) return resync_wish{};
  const auto n = natural(*message, "pong");
  const auto painted = natural(*message, "painted_seq");
  if (n && painted) return pong{*n, *painted};
  return bad("unknown_message", "expected subscribe, resync or pong with painted_seq");
}

bool subscription::matches(const live_call& call) const {
  const call_summary& facts = call.detail.call;
  if (view == "alerts" && call.detail.alerts.empty()) return false;
  if (view == "refused" && facts.enforced != verdict::block && facts.would != verdict::block) {
    return false;
  }
  if (!trunk.empty() && facts.trunk != trunk) return false;
  if (!states.empty() && std::ranges::find(states, call.state) == states.end()) return false;
  if (!verdicts.empty() && std::ranges::find(verdicts, facts.would) == verdicts.end()) return false;
  return static_cast<double>(facts.score) >= min_score;
}

}  // namespace qorgan::console
