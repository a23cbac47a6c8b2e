#include "console/screen/screen_answer.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <utility>

#include "console/clean_text.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

double rounded(float value) {
  return std::round(static_cast<double>(value) * 10'000) / 10'000;
}

const std::string& sentence_of(const detector_text& detector, language in) {
  switch (in) {
    case language::ru: return detector.says_ru;
    case language::kk: return detector.says_kk;
    case language::en: break;
  }
  return detector.says_en;
}

void replace_all(std::string& text, std::string_view what, std::uint32_t value) {
  const std::string digits = std::to_string(value);
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), digits);
    at += digits.size();
  }
}

json::object reason_json(const evidence& reason, const std::vector<detector_text>& detectors,
                         language in) {
  json::object out{{"weight", rounded(reason.weight)},
                   {"observed", reason.observed},
                   {"threshold", reason.threshold}};
  const auto found = std::ranges::find(detectors, reason.detector, &detector_text::id);
  if (found == detectors.end()) return out;
  std::string text = sentence_of(*found, in);
  replace_all(text, "{observed}", reason.observed);
  replace_all(text, "{threshold}", reason.threshold);
  out["detector"] = found->name;
  out["text"] = text;
  return out;
}

std::string_view label_text(language in) {
  switch (in) {
    case language::ru: return "Возможно, мошенники";
    case language::kk: return "Алаяқ болуы мүмкін";
    case language::en: break;
  }
  return "Suspected scam";
}

void put_measure(json::object& to, const enquiry_answer& answer, language in) {
  const verdict enforced = answer.made.enforced;
  if (enforced == verdict::block) {
    to["refusal"] =
        json::object{{"sip", answer.refuse_with}, {"q850", q850_cause(answer.refuse_with)}};
  }
  if (enforced == verdict::label) to["label"] = label_text(in);
  if (enforced == verdict::divert && !answer.divert_to.empty()) {
    to["divert"] = answer.divert_to.view();
  }
}

struct wish {
  language in = language::en;
  double weight = 0;
};

/// One language range with its weight: "kk-KZ;q=0.8".
wish read_wish(std::string_view item) {
  while (item.starts_with(' ')) item.remove_prefix(1);
  const std::string_view tag = item.substr(0, item.find_first_of(" ;"));
  wish out;
  double weight = 1;
  if (const auto q = item.find("q="); q != std::string_view::npos) {
    const std::string_view digits = item.substr(q + 2);
    weight = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  }
  for (const language known : {language::en, language::ru, language::kk}) {
    const std::string_view name = to_string(known);
    if (!tag.starts_with(name) || (tag.size() > name.size() && tag[name.size()] != '-')) continue;
    out = {known, weight};
  }
  return out;
}

}  // namespace

std::string_view to_string(language value) {
  switch (value) {
    case language::en: return "en";
    case language::ru: return "ru";
    case language::kk: return "kk";
  }
  return "en";
}

language preferred_language(std::string_view accept_language) {
  wish best;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const wish next = read_wish(accept_language.substr(0, comma));
    if (next.weight > best.weight) best = next;
    if (comma == std::string_view::npos) break;
    accept_language.remove_prefix(comma + 1);
  }
  return best.in;
}

std::uint16_t q850_cause(std::uint16_t sip_status) {
  using row = std::pair<std::uint16_t, std::uint16_t>;
  constexpr std::array kTable{
      row{400, 41}, row{401, 21}, row{402, 21}, row{403, 21}, row{404, 1}, row{405, 63},
      row{406, 79}, row{407, 21}, row{408, 102}, row{410, 22}, row{413, 127}, row{414, 127},
      row{415, 79}, row{416, 127}, row{420, 127}, row{421, 127}, row{423, 127}, row{480, 18},
      row{481, 41}, row{482, 25}, row{483, 25}, row{484, 28}, row{485, 1}, row{486, 17},
      row{500, 41}, row{501, 79}, row{502, 38}, row{503, 41}, row{504, 102}, row{505, 127},
      row{513, 127}, row{600, 17}, row{603, 21}, row{604, 1},
      // Of later RFCs, which name no cause: the called side or its network said no.
      row{607, 21}, row{608, 21}};
  if (sip_status == 0) return 0;
  for (const auto& [status, cause] : kTable) {
    if (status == sip_status) return cause;
  }
  return 31;
}

net::http_response answer_response(const enquiry_answer& answer,
                                   const std::vector<detector_text>& detectors, language in) {
  const decision& made = answer.made;
  json::object body;
  if (made.key) body["id"] = to_string(made.key);
  body["verdict"] = to_string(made.enforced);
  body["would"] = to_string(made.would);
  if (made.key) body["mode"] = to_string(answer.mode);
  body["emergency"] = made.emergency;
  body["unscreened"] = answer.unscreened;
  if (answer.open != fail_open::no) body["open"] = to_string(answer.open);
  if (answer.what == enquiry_answer::outcome::repeated) body["repeated"] = true;
  body["score"] = rounded(made.score);
  if (!made.rule.empty()) body["rule"] = clean_text(made.rule.view(), 47);
  json::array reasons;
  for (const evidence& reason : made.reasons) {
    reasons.push_back(reason_json(reason, detectors, in));
  }
  body["reasons"] = std::move(reasons);
  put_measure(body, answer, in);
  net::http_response out;
  out.content_type = "application/json";
  out.headers.push_back({"Content-Language", std::string{to_string(in)}});
  out.headers.push_back({"Cache-Control", "no-store"});
  out.body = json::serialize(body);
  return out;
}

enquiry_answer open_answer(fail_open why) {
  enquiry_answer out;
  out.open = why;
  out.unscreened = true;
  return out;
}

}  // namespace qorgan::console
