#include "app/policy_bundle_text.h"

#include <charconv>
#include <initializer_list>

namespace qorgan::app {
namespace {

constexpr std::string_view kTitle = "qorgan policy bundle 1\n";

void append_parts(std::string& out, std::string_view kind,
                  std::initializer_list<std::string_view> parts) {
  out.append(kind);
  for (const std::string_view part : parts) out.append(" ").append(std::to_string(part.size()));
  out.push_back('\n');
  for (const std::string_view part : parts) out.append(part).push_back('\n');
}

/// Reads what append_parts wrote. After the first mistake everything is empty and `good` is false.
class parts_reader {
 public:
  explicit parts_reader(std::string_view text) : left_{text} {}

  bool at_end() const { return left_.empty(); }
  bool good() const { return good_; }
  bool begins(std::string_view kind) const { return left_.starts_with(kind); }

  /// The header line of the next section, without its kind, when it is of this kind.
  bool enter(std::string_view kind) {
    if (!left_.starts_with(kind)) return good_ = false;
    const std::size_t end = left_.find('\n');
    if (end == std::string_view::npos) return good_ = false;
    sizes_ = left_.substr(kind.size(), end - kind.size());
    left_.remove_prefix(end + 1);
    return true;
  }

  std::string part() {
    std::size_t size = 0;
    if (!sizes_.starts_with(' ')) return fail();
    const char* end = sizes_.data() + sizes_.size();
    const auto [stop, error] = std::from_chars(sizes_.data() + 1, end, size);
    if (error != std::errc{} || size >= left_.size() || left_[size] != '\n') return fail();
    sizes_.remove_prefix(static_cast<std::size_t>(stop - sizes_.data()));
    std::string out{left_.substr(0, size)};
    left_.remove_prefix(size + 1);
    return out;
  }

 private:
  std::string fail() {
    good_ = false;
    left_ = {};
    return {};
  }

  std::string_view left_;
  std::string_view sizes_;
  bool good_ = true;
};

}  // namespace

std::string bundle_to_text(const engine::policy_bundle& bundle, std::string_view trunks) {
  std::string out{kTitle};
  append_parts(out, "policy", {bundle.file, bundle.yaml});
  for (const engine::policy_list& list : bundle.lists) {
    append_parts(out, "list", {list.name, list.file, list.text});
  }
  if (!trunks.empty()) append_parts(out, "trunks", {trunks});
  return out;
}

std::expected<engine::policy_bundle, std::string> bundle_from_text(std::string_view text) {
  if (!text.starts_with(kTitle)) return std::unexpected("not a policy bundle of this version");
  parts_reader from{text.substr(kTitle.size())};
  engine::policy_bundle out;
  if (from.enter("policy")) {
    out.file = from.part();
    out.yaml = from.part();
  }
  while (from.good() && !from.at_end()) {
    if (from.begins("trunks")) {
      from.enter("trunks");
      from.part();
      continue;
    }
    if (!from.enter("list")) break;
    engine::policy_list& list = out.lists.emplace_back();
    list.name = from.part();
    list.file = from.part();
    list.text = from.part();
  }
  if (!from.good()) return std::unexpected("the policy bundle is damaged");
  return out;
}

}  // namespace qorgan::app
