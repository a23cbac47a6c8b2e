// A random sample of refused calls, and what people say of them: the honest figure of wrong blocks.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/call_json.h"
#include "console/endpoints.h"
#include "stats/interval.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr unsigned kSample = 10;
constexpr duration kSampleSpan = std::chrono::hours{24};
constexpr duration kEstimateSpan = std::chrono::hours{24 * 30};

/// Of the calls people could judge, how many should not have been refused: share and 95 % interval
/// after Wilson. A call nobody could judge says nothing either way.
json::object estimate(const review_counts& counts) {
  const stats::proportion wrong{counts.wrong, counts.right + counts.wrong};
  const stats::interval bounds = stats::wilson_95(wrong);
  return {{"days", 30},
          {"judged", wrong.of},
          {"wrong", wrong.hits},
          {"unsure", counts.unsure},
          {"share", wrong.value()},
          {"low", bounds.low},
          {"high", bounds.high}};
}

}  // namespace

answer review_sample(exchange& x) {
  review_book& book = x.needs.outside.law.reviews;
  const timestamp now = x.needs.outside.clock.now();
  json::array items;
  for (const call_key key : book.sample_refused(now - kSampleSpan, now, kSample)) {
    const auto call = x.needs.outside.archive.call(key);
    if (call) items.push_back(row_json(*call, call_state::refused, x.eyes()));
  }
  audit(x, "review_sample", "calls", std::to_string(items.size()));
  return json_answer(200, {{"items", std::move(items)},
                           {"estimate", estimate(book.reviews_since(now - kEstimateSpan))}});
}

answer review_call(exchange& x) {
  body_reader read{x.body};
  const std::string verdict = read.text("verdict", 1, 16);
  if (verdict != "right" && verdict != "wrong" && verdict != "unsure") {
    read.mistake("verdict", "must be right, wrong or unsure");
  }
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto found = find_known(x, x.id);
  if (!found) return refuse(problem_code::not_found, "No such call");
  review_book& book = x.needs.outside.law.reviews;
  const timestamp now = x.needs.outside.clock.now();
  book.add_review({x.id, now, x.who->person.name, verdict},
                  {now, x.who->actor(), "review_call", to_string(x.id), verdict});
  return json_answer(200, estimate(book.reviews_since(now - kEstimateSpan)));
}

}  // namespace qorgan::console
