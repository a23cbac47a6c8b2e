#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "console/problem.h"
#include "domain/enquiry.h"

namespace qorgan::console {

/// What `POST /v1/screen` and `POST /v1/screen/{id}/events` carry, read and checked. Every mistake
/// of the body is in the problem.
std::expected<enquiry, problem> read_enquiry(const boost::json::object& body);
std::expected<call_news, problem> read_news(const boost::json::object& body, call_key call);

/// The enquiry as far as it is understood, for an emergency call: no mistake holds one up.
enquiry read_leniently(const boost::json::object& body);
/// The text of a field, or "" when it is absent or no text.
std::string_view plain_text(const boost::json::object& body, std::string_view field);

/// A question's path: nothing, the question itself, or news of the call with this id.
struct screen_path {
  enum class kind : std::uint8_t { other, question, news } what = kind::other;
  std::string_view id;
};
screen_path read_screen_path(std::string_view path);

}  // namespace qorgan::console
