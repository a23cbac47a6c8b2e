// Which header fields cross a trunk. Names beginning with X-Qorgan- are the centre's own: a carrier
// that could send them would label its calls itself. The same goes for every name the trunk adds.
#include "gateway/header_rules.h"

#include <algorithm>
#include <array>

#include "domain/ids.h"
#include "sip/refusal.h"

namespace qorgan::gateway {
namespace {

constexpr std::string_view kOwnNames = "X-Qorgan-*";
constexpr std::size_t kMostLabelBytes = 60;

/// Without these, or with others in their place, a call is no call any more.
constexpr std::array<std::string_view, 24> kNeeded{"via",
                                                   "route",
                                                   "record-route",
                                                   "from",
                                                   "to",
                                                   "call-id",
                                                   "cseq",
                                                   "max-forwards",
                                                   "contact",
                                                   "content-length",
                                                   "content-type",
                                                   "content-encoding",
                                                   "content-disposition",
                                                   "mime-version",
                                                   "require",
                                                   "proxy-require",
                                                   "supported",
                                                   "rack",
                                                   "rseq",
                                                   "session-expires",
                                                   "event",
                                                   "subscription-state",
                                                   "refer-to",
                                                   "replaces"};

sip::name_list needed_names() {
  sip::name_list out;
  for (const std::string_view each : kNeeded) out.add(each);
  return out;
}

std::string_view name_of(std::string_view line) {
  return line.substr(0, line.find(':'));
}

enum class place : std::uint8_t { verdict, score, id, rule };
struct placeholder {
  std::string_view text;
  place what;
};
constexpr std::array<placeholder, 4> kPlaces{{{"{verdict}", place::verdict},
                                              {"{score}", place::score},
                                              {"{id}", place::id},
                                              {"{rule}", place::rule}}};

void fill_in(sip::writer& out, place what, const decision& decided) {
  switch (what) {
    case place::verdict: out.text(to_string(decided.enforced)); break;
    case place::score: sip::write_score(out, decided.score); break;
    case place::id: sip::write_id(out, decided.key); break;
    case place::rule: out.text(decided.rule.view()); break;
  }
}

}  // namespace

header_rules rules_of(const header_options& options) {
  header_rules out;
  out.from_carrier.add(kOwnNames);
  for (const std::string& line : options.add) out.from_carrier.add(name_of(line));
  if (options.label_by_header) out.from_carrier.add(name_of(options.label_line));
  for (const std::string& name : options.strip) out.from_carrier.add(name);
  for (const std::string& name : options.strip_to_carrier) out.to_carrier.add(name);
  if (!options.trusted) {  // RFC 3325 §5: neither taken from nor shown to one that is not trusted
    for (sip::name_list* const side : {&out.from_carrier, &out.to_carrier}) {
      side->add("P-Asserted-Identity");
      side->add("Remote-Party-ID");
    }
  }
  return out;
}

void write_added_lines(sip::writer& out, const header_options& options, const decision& decided) {
  for (const std::string& line : options.add) {
    std::string_view rest = line;
    while (!rest.empty()) {
      const std::size_t brace = rest.find('{');
      out.text(rest.substr(0, brace));
      if (brace == std::string_view::npos) break;
      rest.remove_prefix(brace);
      const auto found = std::ranges::find_if(
          kPlaces, [rest](const placeholder& each) { return rest.starts_with(each.text); });
      if (found == kPlaces.end()) {  // refused by check-config
        out.text(rest);
        break;
      }
      fill_in(out, found->what, decided);
      rest.remove_prefix(found->text.size());
    }
    out.crlf();
  }
}

std::string wrong_with_line(std::string_view line) {
  const std::string quoted = "'" + std::string(line) + "'";
  const std::string_view name = name_of(line);
  if (name.size() == line.size() || !sip::is_header_name(name)) {
    return quoted + " is no header line, such as \"X-Screened: {verdict}\"";
  }
  if (std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
    return quoted + " contains a control character";
  }
  if (needed_names().has(name)) return quoted + ": " + std::string(name) + " is the call's own";
  for (std::size_t at = line.find('{'); at != std::string_view::npos; at = line.find('{', at + 1)) {
    const std::string_view rest = line.substr(at);
    if (std::ranges::none_of(
            kPlaces, [rest](const placeholder& each) { return rest.starts_with(each.text); })) {
      return quoted + " has a placeholder that is none of {verdict}, {score}, {id}, {rule}";
    }
  }
  return {};
}

std::string wrong_with_stripped(std::string_view name) {
  const std::string quoted = "'" + std::string(name) + "'";
  std::string_view stem = name;
  if (stem.ends_with('*')) stem.remove_suffix(1);
  if (!sip::is_header_name(stem) || stem.find('*') != std::string_view::npos) {
    return quoted + " is no name of a header field";
  }
  if (needed_names().has(name)) return quoted + " cannot be stripped: a call cannot pass without";
  sip::name_list stripped;
  stripped.add(name);
  const auto hit = std::ranges::find_if(
      kNeeded, [&stripped](std::string_view each) { return stripped.has(each); });
  if (hit == kNeeded.end()) return {};
  return quoted + " would strip " + std::string(*hit) + ", without which a call cannot pass";
}

std::string wrong_with_label(std::string_view text) {
  const std::string quoted = "'" + std::string(text) + "'";
  if (text.empty() || text.size() > kMostLabelBytes) return quoted + ": 1 to 60 bytes";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == 0x7f) {
      return quoted + " contains a quote, a backslash or a control character";
    }
  }
  return {};
}

}  // namespace qorgan::gateway
