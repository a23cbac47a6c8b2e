#include "engine/model_text.h"

#include <charconv>

#include "base/hash.h"

namespace qorgan::engine {
namespace {

constexpr std::string_view kTitle = "qorgan model 1";

template <typename Number>
std::string text_of(Number value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);  // shortest exact form
  return {digits, end.ptr};
}

std::string hexadecimal(std::uint64_t value) {
  std::string out(16, '0');
  for (auto at = out.rbegin(); at != out.rend(); ++at, value >>= 4) {
    *at = "0123456789abcdef"[value & 15];
  }
  return out;
}

void append(std::string& out, std::initializer_list<std::string_view> words) {
  bool first = true;
  for (const std::string_view word : words) {
    if (!first) out += ' ';
    out += word;
    first = false;
  }
  out += '\n';
}

void append_threshold(std::string& out, std::string_view name, const model_threshold& of) {
  append(out, {"threshold", name, text_of(of.log_odds), text_of(of.wanted), text_of(of.bound)});
}

/// Lines of words, one after the other. After the first mistake nothing more is read.
class model_lines {
 public:
  model_lines(const std::string& file, std::string_view text) : file_{file}, left_{text} {}

  /// The next line, which must begin with this word; what follows is then taken word by word.
  void line(std::string_view begins_with) {
    if (failed_) return;
    ++number_;
    if (!words_.empty()) return fail("more than is expected", number_ - 1);
    const std::size_t end = left_.find('\n');
    if (end == std::string_view::npos) return fail("the file ends too early");
    words_ = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    if (!words_.starts_with(begins_with)) {
      return fail("'" + std::string(begins_with) + "' is expected here");
    }
    words_.remove_prefix(begins_with.size());
    if (words_.starts_with(' ')) words_.remove_prefix(1);
  }
  std::string_view word() {
    const std::size_t end = std::min(words_.find(' '), words_.size());
    const std::string_view out = words_.substr(0, end);
    words_.remove_prefix(std::min(end + 1, words_.size()));
    if (out.empty()) fail("a value is missing");
    return out;
  }
  template <typename Number>
  Number number() {
    const std::string_view text = word();
    Number out{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || stop != text.data() + text.size()) {
      fail("'" + std::string(text.substr(0, 40)) + "' is no number that fits here");
      return {};
    }
    return out;
  }
  std::size_t count(std::size_t most) {
    const auto out = number<std::uint32_t>();
    if (out > most) fail("more than " + std::to_string(most));
    return failed_ ? 0 : out;
  }
  std::uint64_t sum() {
    const std::string_view text = word();
    std::uint64_t out = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out, 16);
    if (text.size() != 16 || error != std::errc{} || stop != text.data() + text.size()) {
      fail("sixteen hexadecimal digits are expected");
    }
    return out;
  }

  void fail(std::string why) { fail(std::move(why), number_); }
  bool failed() const { return failed_; }
  /// Nothing may follow.
  void finish() {
    if (!failed_ && (!words_.empty() || !left_.empty())) fail("more than is expected");
  }
  const config_error& mistake() const { return mistake_; }

 private:
  void fail(std::string why, int line) {
    if (failed_) return;
    failed_ = true;
    mistake_ = {file_, line, std::move(why)};
    words_ = left_ = {};
  }

  std::string file_;
  std::string_view left_;
  std::string_view words_;
  int number_ = 0;
  bool failed_ = false;
  config_error mistake_;
};

model_threshold read_threshold(model_lines& in, std::string_view name) {
  in.line("threshold");
  if (!in.failed() && in.word() != name) in.fail("'" + std::string(name) + "' is expected here");
  model_threshold out;
  out.log_odds = in.number<double>();
  out.wanted = in.number<double>();
  out.bound = in.number<double>();
  return out;
}

model_feature read_feature(model_lines& in) {
  in.line("feature");
  model_feature out;
  out.name = in.word();
  const std::string_view form = in.word();
  if (form != "amount" && form != "presence") in.fail("amount or presence is expected here");
  out.form = form == "presence" ? feature_form::presence : feature_form::amount;
  out.direction = in.number<int>();
  return out;
}

std::vector<model_node> read_tree(model_lines& in) {
  in.line("tree");
  std::vector<model_node> out(in.count(kModelNodes));
  for (model_node& one : out) {
    if (in.failed()) break;
    in.line("");
    const std::string_view kind = in.word();
    if (kind == "split") {
      one.feature = in.number<std::uint16_t>();
      one.value = in.number<float>();
      one.left = in.number<std::uint16_t>();
    } else if (kind == "leaf") {
      one.value = in.number<float>();
    } else {
      in.fail("split or leaf is expected here");
    }
  }
  return out;
}

model_content read_content(model_lines& in) {
  model_content out;
  in.line(kTitle);
  in.line("trained_until");
  const auto until = parse_rfc3339(in.word());
  if (until) out.trained_until = *until;
  if (!happened(out.trained_until)) in.fail("a time is expected here");
  in.line("seed");
  out.seed = in.number<std::uint64_t>();
  in.line("evidence");
  out.evidence = in.sum();
  in.line("calibration");
  out.slope = in.number<double>();
  out.offset = in.number<double>();
  out.block = read_threshold(in, "block");
  out.alert = read_threshold(in, "alert");
  in.line("base_margin");
  out.base_margin = in.number<double>();
  in.line("features");
  out.features.resize(in.count(64));
  for (model_feature& one : out.features) {
    if (!in.failed()) one = read_feature(in);
  }
  in.line("trees");
  out.trees.resize(in.count(kModelTrees));
  for (auto& tree : out.trees) {
    if (!in.failed()) tree = read_tree(in);
  }
  return out;
}

}  // namespace

std::string model_to_text(const model_content& content) {
  std::string out;
  append(out, {kTitle});
  append(out, {"trained_until", to_rfc3339(content.trained_until)});
  append(out, {"seed", text_of(content.seed)});
  append(out, {"evidence", hexadecimal(content.evidence)});
  append(out, {"calibration", text_of(content.slope), text_of(content.offset)});
  append_threshold(out, "block", content.block);
  append_threshold(out, "alert", content.alert);
  append(out, {"base_margin", text_of(content.base_margin)});
  append(out, {"features", text_of(content.features.size())});
  for (const model_feature& one : content.features) {
    append(out, {"feature", one.name, one.form == feature_form::presence ? "presence" : "amount",
                 text_of(one.direction)});
  }
  append(out, {"trees", text_of(content.trees.size())});
  for (const auto& tree : content.trees) {
    append(out, {"tree", text_of(tree.size())});
    for (const model_node& one : tree) {
      if (one.feature == model_node::kLeaf) {
        append(out, {"leaf", text_of(one.value)});
      } else {
        append(out, {"split", text_of(one.feature), text_of(one.value), text_of(one.left)});
      }
    }
  }
  append(out, {"sum", hexadecimal(stable_hash(out))});
  return out;
}

std::expected<std::shared_ptr<const scoring_model>, config_error> parse_model(
    const std::string& file, std::string_view text) {
  model_lines in{file, text};
  model_content content = read_content(in);
  in.line("sum");
  const std::uint64_t sum = in.sum();
  in.finish();
  if (in.failed()) return std::unexpected(in.mistake());
  const std::size_t summed = text.rfind("sum ");
  if (stable_hash(text.substr(0, summed)) != sum) {
    return std::unexpected(config_error{file, 0, "the file was changed: its sum is another"});
  }
  if (std::string wrong = scoring_model::mistake_of(content); !wrong.empty()) {
    return std::unexpected(config_error{file, 0, "the model does not fit: " + wrong});
  }
  return std::make_shared<const scoring_model>(std::move(content), hexadecimal(sum));
}

}  // namespace qorgan::engine
