#include "casework/legal_bases.h"

#include <algorithm>

#include "yaml/yaml_reader.h"

namespace qorgan::casework {
namespace {

constexpr double kMostHours = 24 * 366;

class catalogue_reader {
 public:
  catalogue_reader(yaml_reader& read, legal_bases& out) : read_{read}, out_{out} {}

  void read(const YAML::Node& root) {
    read_.only(root, "the catalogue", {"version", "ratify_hours", "appeal_hours", "bases"});
    out_.version = read_.text(root, "version", "");
    if (out_.version.empty()) read_.fail(root, "version must name this state of the catalogue");
    out_.ratify_hours = hours(root, "ratify_hours", 24);
    out_.appeal_hours = hours(root, "appeal_hours", 48);
    if (!root["bases"].IsDefined() || !root["bases"].IsSequence() || root["bases"].size() == 0) {
      read_.fail(root, "bases must be a list of at least one legal basis");
      return;
    }
    for (const auto& node : root["bases"]) {
      if (node.IsMap()) {
        out_.bases.push_back(basis(node));
      } else {
        read_.fail(node, "a legal basis is a section of key: value lines");
      }
    }
  }

 private:
  unsigned hours(const YAML::Node& map, const char* key, unsigned otherwise) {
    return static_cast<unsigned>(read_.whole(map, key, otherwise, {1, kMostHours}));
  }

  legal_basis basis(const YAML::Node& node) {
    legal_basis out;
    read_.only(node, "a legal basis",
               {"id", "title", "article", "kinds", "actions", "proposed_by", "issued_by",
                "emergency_by", "longest_hours", "notices"});
    out.id = read_.text(node, "id", "");
    if (out.id.empty() || out.id.size() > 40) read_.fail(node, "id must be 1 to 40 characters");
    if (out_.find(out.id) != nullptr) read_.fail(node, "the id '" + out.id + "' is given twice");
    out.title = words(node, node["title"], "title");
    out.article = read_.text(node, "article", "");
    if (out.article.empty()) read_.fail(node, "article must name the article of the law");
    names(node, "kinds", out.kinds, parse_order_kind);
    names(node, "actions", out.actions, [](std::string_view name) -> std::optional<verdict> {
      const auto read = parse_verdict(name);
      if (!read || *read < verdict::label) return std::nullopt;
      return *read;
    });
    names(node, "proposed_by", out.proposed_by, parse_role);
    names(node, "issued_by", out.issued_by, parse_role);
    if (node["emergency_by"].IsDefined()) {
      names(node, "emergency_by", out.emergency_by, parse_role);
    }
    if (!node["longest_hours"].IsDefined()) {
      read_.fail(node, "longest_hours must say how long such a measure may last");
    }
    out.longest_hours = hours(node, "longest_hours", 1);
    const YAML::Node notices = node["notices"];
    if (notices.IsDefined()) {
      for (const auto& each : notices) out.notices.push_back(words(notices, each, "a notice"));
    }
    return out;
  }

  told_in words(const YAML::Node& at, const YAML::Node& node, const char* what) {
    told_in out;
    if (!node.IsDefined() || !node.IsMap()) {
      read_.fail(at, std::string(what) + " must have words in en, ru and kk");
      return out;
    }
    read_.only(node, what, {"en", "ru", "kk"});
    for (const auto& [key, text] : {std::pair{"en", &out.en}, {"ru", &out.ru}, {"kk", &out.kk}}) {
      *text = read_.text(node, key, "");
      if (text->empty()) read_.fail(node, std::string(what) + " has no words in " + key);
    }
    return out;
  }

  template <typename Value, typename Parse>
  void names(const YAML::Node& map, const char* key, std::vector<Value>& out, Parse parse) {
    const auto given = read_.texts(map, key, {});
    if (given.empty()) read_.fail(map, std::string(key) + " must name at least one");
    for (const std::string& name : given) {
      if (const auto value = parse(name)) {
        out.push_back(*value);
      } else {
        read_.fail(map[key], "'" + name + "' cannot stand in " + key);
      }
    }
  }

  yaml_reader& read_;
  legal_bases& out_;
};

}  // namespace

const legal_basis* legal_bases::find(std::string_view id) const {
  const auto found = std::ranges::find(bases, id, &legal_basis::id);
  return found == bases.end() ? nullptr : &*found;
}

std::expected<legal_bases, config_errors> parse_legal_bases(const std::string& file,
                                                            std::string_view text) {
  legal_bases out;
  config_errors mistakes;
  yaml_reader read(file, mistakes);
  const auto root = read.parse(text);
  if (root) {
    try {
      if (root->IsMap()) {
        catalogue_reader(read, out).read(*root);
      } else {
        read.fail(*root, "the file must hold key: value sections");
      }
    } catch (const YAML::Exception& error) {  // a tree the readers did not expect
      mistakes.push_back({file, error.mark.line + 1, error.msg});
    }
  }
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
  return out;
}

}  // namespace qorgan::casework
