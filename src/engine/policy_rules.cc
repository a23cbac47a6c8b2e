#include <algorithm>
#include <array>
#include <map>

#include "engine/policy_parts.h"

namespace qorgan::engine {
namespace {

/// Measures that touch a person's call need a basis in law; telling the desk does not.
bool needs_legal_basis(verdict given) {
  return given == verdict::block || given == verdict::divert || given == verdict::withhold;
}

/// "2027-01-01" (midnight UTC) or a full RFC 3339 time.
std::optional<timestamp> parse_expiry(const std::string& text) {
  const bool date_only = text.size() == 10;
  const auto at = parse_rfc3339(date_only ? text + "T00:00:00Z" : text);
  if (!at || !happened(*at)) return std::nullopt;
  return *at;
}

void read_name(const YAML::Node& value, yaml_reader& in, rule& out) {
  const auto name = in.text(value, "name");
  if (!name) return;
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  if (name->size() > 47 || name->find_first_not_of(kAllowed) != std::string::npos) {
    in.fail(value, "a rule's name is up to 47 of a-z, 0-9, '-' and '_', got '" + *name + "'");
  }
  out.name = rule_name(*name);
}

void read_mode(const YAML::Node& value, yaml_reader& in, rule& out) {
  const auto mode = in.text(value, "mode");
  if (!mode) return;
  if (*mode == "shadow") {
    out.mode = enforcement::shadow;
  } else if (*mode == "enforce") {
    out.mode = enforcement::enforce;
  } else {
    in.fail(value, "mode must be shadow or enforce, got '" + *mode + "'");
  }
}

void read_level(const YAML::Node& value, yaml_reader& in, rule& out) {
  const auto level = in.text(value, "level");
  if (!level) return;
  for (const alert_level one : {alert_level::medium, alert_level::high, alert_level::urgent}) {
    if (to_string(one) != *level) continue;
    out.level = one;
    return;
  }
  in.fail(value, "level must be medium, high or urgent, got '" + *level + "'");
}

void read_divert(const YAML::Node& value, yaml_reader& in, rule& out) {
  const auto target = in.text(value, "divert");
  if (!target) return;
  const bool sip = target->starts_with("sip:") || target->starts_with("sips:");
  if (!sip || target->size() > 255 || target->find_first_of(" <>\"\r\n") != std::string::npos) {
    in.fail(value, "divert must be a SIP URI like sip:warning@announcements.example");
  }
  out.divert = *target;
}

void read_code(const YAML::Node& value, yaml_reader& in, rule& out) {
  if (value.IsScalar() && value.Scalar() == "passport") {
    out.code_by_passport = true;
  } else if (const auto code = in.integer(value, "code", 400, 699)) {
    out.answer_code = static_cast<std::uint16_t>(*code);
  }
}

/// False when it is no such key.
bool read_key(const std::string& key, const YAML::Node& value, yaml_reader& in,
              const policy_snapshot& policy, rule& out) {
  if (key == "name") {
    read_name(value, in, out);
  } else if (key == "when") {
    out.when = read_condition(value, in, policy);
  } else if (key == "verdict") {
    const auto text = in.text(value, "verdict");
    const auto parsed = text ? parse_verdict(*text) : verdict::pass;
    if (parsed) {
      out.gives = *parsed;
    } else {
      in.fail(value, parsed.error());
    }
  } else if (key == "code") {
    read_code(value, in, out);
  } else if (key == "divert") {
    read_divert(value, in, out);
  } else if (key == "mode") {
    read_mode(value, in, out);
  } else if (key == "level") {
    read_level(value, in, out);
  } else if (key == "legal_basis") {
    if (const auto text = in.text(value, "legal_basis")) out.legal_basis = *text;
  } else if (key == "expires") {
    const auto text = in.text(value, "expires");
    const auto at = text ? parse_expiry(*text) : std::nullopt;
    if (at) out.expires = *at;
    if (text && !at)
      in.fail(value, "expires must be a date or an RFC 3339 time, got '" + *text + "'");
  } else {
    return false;
  }
  return true;
}

/// What must be there, and what only makes sense together.
void check_whole(const YAML::Node& node, yaml_reader& in, const rule& read) {
  const std::string name =
      read.name.empty() ? "a rule" : "rule '" + std::string(read.name.view()) + "'";
  for (const char* key : {"name", "when", "verdict"}) {
    if (!node[key]) in.fail(node, name + " has no '" + key + "'");
  }
  if (needs_legal_basis(read.gives) && !node["legal_basis"]) {
    in.fail(node, name + " needs a legal_basis to " + std::string(to_string(read.gives)));
  }
  if (read.gives == verdict::divert && !node["divert"]) {
    in.fail(node, name + " does not say where to divert to");
  }
  if (read.gives != verdict::divert && node["divert"]) {
    in.fail(node["divert"], name + " has a divert address but another verdict");
  }
  if (read.gives != verdict::block && node["code"]) {
    in.fail(node["code"], name + " has an answer code but does not block");
  }
  if (read.gives != verdict::alert && node["level"]) {
    in.fail(node["level"], name + " has a level but does not alert");
  }
}

}  // namespace

void read_rules(const YAML::Node& node, yaml_reader& in, policy_snapshot& out) {
  if (!node.IsSequence()) {
    in.fail(node, "rules must be a list");
    return;
  }
  std::map<std::string, int> line_of_name;
  for (const auto& item : node) {
    rule read;
    in.each_entry(item, "a rule",
                  [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
                    if (!read_key(key, value, in, out, read)) {
                      in.fail(at, "unknown key '" + key + "' in a rule");
                    }
                  });
    if (!item.IsMap()) continue;
    check_whole(item, in, read);
    const auto [first, is_new] =
        line_of_name.emplace(std::string(read.name.view()), item.Mark().line + 1);
    if (!is_new && !read.name.empty()) {
      in.fail(item, "rule '" + first->first + "' stands already in line " +
                        std::to_string(first->second));
    }
    out.rules.push_back(std::move(read));
  }
}

}  // namespace qorgan::engine
