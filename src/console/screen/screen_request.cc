#include "console/screen/screen_request.h"

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "base/hash.h"
#include "console/body_reader.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

struct no_such_word {};

template <typename Value, std::size_t Count>
auto one_of(const std::array<std::pair<std::string_view, Value>, Count>& words) {
  return [&words](std::string_view text) -> std::expected<Value, no_such_word> {
    for (const auto& [word, value] : words) {
      if (word == text) return value;
    }
    return std::unexpected(no_such_word{});
  };
}

constexpr std::array kAttestations{
    std::pair<std::string_view, attestation>{"unknown", attestation::unknown},
    std::pair<std::string_view, attestation>{"none", attestation::none},
    std::pair<std::string_view, attestation>{"A", attestation::a},
    std::pair<std::string_view, attestation>{"B", attestation::b},
    std::pair<std::string_view, attestation>{"C", attestation::c},
    std::pair<std::string_view, attestation>{"failed", attestation::failed}};
constexpr std::array kSteps{std::pair<std::string_view, call_step>{"ringing", call_step::ringing},
                            std::pair<std::string_view, call_step>{"answered", call_step::answered},
                            std::pair<std::string_view, call_step>{"ended", call_step::ended}};
constexpr std::array kEnders{std::pair<std::string_view, ended_by>{"unknown", ended_by::unknown},
                             std::pair<std::string_view, ended_by>{"caller", ended_by::caller},
                             std::pair<std::string_view, ended_by>{"callee", ended_by::callee},
                             std::pair<std::string_view, ended_by>{"network", ended_by::network}};

std::expected<ip_endpoint, std::string> parse_place(std::string_view text) {
  return parse_endpoint(text, 0);
}

/// A description of the equipment becomes the number that detectors compare; 0 is "unknown".
std::uint64_t fingerprint_of(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint64_t hash = stable_hash(text);
  return hash != 0 ? hash : 1;
}

}  // namespace

std::expected<enquiry, problem> read_enquiry(const json::object& body) {
  body_reader read{body};
  enquiry out;
  out.trunk = trunk_id_of(read.text("trunk", 1, 64));
  out.caller.assign(read.optional_text("caller", limits::kSignalledBytes));
  out.callee.assign(read.text("callee", 1, limits::kSignalledBytes));
  out.call_id.assign(read.optional_text("call_id", limits::kTextBytes));
  out.user_agent.assign(read.optional_text("user_agent", limits::kTextBytes));
  out.fingerprint = fingerprint_of(read.optional_text("fingerprint", 256));
  out.source = read.parsed("source", parse_place).value_or(ip_endpoint{});
  out.media = read.parsed("media", parse_place).value_or(ip_endpoint{});
  out.attested = read.parsed("attestation", one_of(kAttestations)).value_or(attestation::unknown);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return out;
}

std::expected<call_news, problem> read_news(const json::object& body, call_key call) {
  body_reader read{body};
  call_news out;
  out.key = call;
  out.trunk = trunk_id_of(read.text("trunk", 1, 64));
  const std::string step = read.text("event", 1, 16);
  if (const auto known = one_of(kSteps)(step)) {
    out.step = *known;
  } else if (!step.empty()) {
    read.mistake("event", "is not one of ringing, answered, ended");
  }
  out.code = static_cast<std::uint16_t>(read.integer("code", 100, 699).value_or(0));
  out.by = read.parsed("by", one_of(kEnders)).value_or(ended_by::unknown);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return out;
}

std::string_view plain_text(const json::object& body, std::string_view field) {
  const json::value* const value = body.if_contains(field);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

enquiry read_leniently(const json::object& body) {
  enquiry out;
  out.trunk = trunk_id_of(plain_text(body, "trunk"));
  out.caller.assign(plain_text(body, "caller"));
  out.callee.assign(plain_text(body, "callee"));
  out.call_id.assign(plain_text(body, "call_id"));
  out.user_agent.assign(plain_text(body, "user_agent"));
  out.source = parse_place(plain_text(body, "source")).value_or(ip_endpoint{});
  out.media = parse_place(plain_text(body, "media")).value_or(ip_endpoint{});
  return out;
}

screen_path read_screen_path(std::string_view path) {
  constexpr std::string_view kQuestion = "/v1/screen";
  constexpr std::string_view kNews = "/events";
  if (path == kQuestion) return {screen_path::kind::question, {}};
  if (!path.starts_with(kQuestion) || !path.ends_with(kNews)) return {};
  std::string_view id = path.substr(kQuestion.size());
  id.remove_suffix(kNews.size());
  if (id.size() < 2 || id[0] != '/' || id.find('/', 1) != std::string_view::npos) return {};
  return {screen_path::kind::news, id.substr(1)};
}

}  // namespace qorgan::console
