#include "app/header_config.h"

#include <array>

#include "gateway/header_rules.h"

namespace qorgan::app {
namespace {

using gateway::header_options;

constexpr std::array<const char*, 3> kLanguages{"kk", "ru", "en"};
constexpr std::array<const char*, 3> kLabels{"Алаяқ болуы мүмкін", "Возможно, мошенники",
                                             "Suspected scam"};

std::vector<std::string> checked(yaml_reader& read, const YAML::Node& map, const char* key,
                                 std::string (*wrong)(std::string_view)) {
  auto texts = read.texts(map, key, {});
  for (const std::string& text : texts) {
    if (const std::string words = wrong(text); !words.empty()) read.fail(map[key], words);
  }
  return texts;
}

void read_label(yaml_reader& read, const YAML::Node& trunk, header_options& out) {
  const YAML::Node label = read.section(trunk, "label");
  read.only(label, "label", {"language", "texts", "by", "header"});
  const std::size_t language = read.choice(label, "language", 2, {"kk", "ru", "en"});
  const YAML::Node texts = read.section(label, "texts");
  read.only(texts, "label.texts", {"kk", "ru", "en"});
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    const std::string text = read.text(texts, kLanguages[i], kLabels[i]);
    const std::string words = gateway::wrong_with_label(text);
    if (!words.empty()) read.fail(texts[kLanguages[i]], words);
    if (i == language) out.label_text = text;
  }
  const auto ways = read.texts(label, "by", {"display", "header"});
  out.label_by_display = out.label_by_header = false;
  for (const std::string& way : ways) {
    if (way == "display") {
      out.label_by_display = true;
    } else if (way == "header") {
      out.label_by_header = true;
    } else {
      read.fail(label["by"], "'" + way + "' is neither display nor header");
    }
  }
  out.label_line = read.text(label, "header", out.label_line);
  if (const std::string words = gateway::wrong_with_line(out.label_line); !words.empty()) {
    read.fail(label["header"], words);
  } else if (out.label_line.find('{') != std::string::npos) {
    read.fail(label["header"], "label.header takes no placeholders; headers.add does");
  }
}

}  // namespace

header_options read_headers(yaml_reader& read, const YAML::Node& trunk) {
  header_options out;
  const YAML::Node headers = read.section(trunk, "headers");
  read.only(headers, "headers", {"trusted", "strip", "strip_to_carrier", "add", "withhold"});
  out.trusted = read.flag(headers, "trusted", out.trusted);
  out.strip = checked(read, headers, "strip", gateway::wrong_with_stripped);
  out.strip_to_carrier = checked(read, headers, "strip_to_carrier", gateway::wrong_with_stripped);
  out.add = checked(read, headers, "add", gateway::wrong_with_line);
  out.withhold = read.choice(headers, "withhold", 0, {"strip", "privacy"}) == 0
                     ? gateway::withholding::strip
                     : gateway::withholding::privacy;
  read_label(read, trunk, out);
  return out;
}

void print_headers(const gateway::trunk_options& trunk, std::ostream& out) {
  const header_options& with = trunk.headers;
  const auto list = [&](const char* what, const std::vector<std::string>& names) {
    for (const std::string& name : names) out << "  " << trunk.name << what << name << "\n";
  };
  if (!with.trusted) out << "  " << trunk.name << ": asserted identities do not cross\n";
  list(": from the carrier, left out: ", with.strip);
  list(": to the carrier, left out: ", with.strip_to_carrier);
  list(": added: ", with.add);
  if (with.label_by_display) out << "  " << trunk.name << ": label: " << with.label_text << "\n";
  if (with.label_by_header) out << "  " << trunk.name << ": label: " << with.label_line << "\n";
}

}  // namespace qorgan::app
