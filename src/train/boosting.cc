#include "train/boosting.h"

#include <dlfcn.h>
#include <xgboost/c_api.h>

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <queue>
#include <stdexcept>

// The library is opened when trees are grown and not before: only who trains needs it installed.
// Its answers are a status and a text, turned into an exception inside this file and into words at
// its edge.

namespace qorgan::train {
namespace {

namespace json = boost::json;

class library {
 public:
  library() : handle_{::dlopen("libxgboost.so.0", RTLD_NOW | RTLD_LOCAL)} {
    if (handle_ == nullptr) {
      throw std::runtime_error("XGBoost is not installed (libxgboost.so.0; Debian: libxgboost0)");
    }
    last_error_ = load<decltype(&XGBGetLastError)>("XGBGetLastError");
  }

  template <typename Function>
  Function load(const char* name) const {
    void* const found = ::dlsym(handle_, name);
    if (found == nullptr) throw std::runtime_error(std::string("XGBoost lacks ") + name);
    return reinterpret_cast<Function>(found);
  }
  void check(int status) const {
    if (status != 0) throw std::runtime_error(std::string("XGBoost: ") + last_error_());
  }

 private:
  void* handle_;  // stays open: the library has threads and state of its own
  decltype(&XGBGetLastError) last_error_ = nullptr;
};

#define QORGAN_XGBOOST(lib, name) (lib).load<decltype(&(name))>(#name)

class matrix {
 public:
  matrix(const library& lib, const std::vector<float>& values, std::size_t columns)
      : free_{QORGAN_XGBOOST(lib, XGDMatrixFree)} {
    lib.check(QORGAN_XGBOOST(lib, XGDMatrixCreateFromMat)(
        values.data(), values.size() / columns, columns, std::numeric_limits<float>::quiet_NaN(),
        &handle_));
  }
  ~matrix() { free_(handle_); }
  matrix(const matrix&) = delete;
  matrix& operator=(const matrix&) = delete;

  void set(const library& lib, const char* what, const std::vector<float>& values) {
    lib.check(
        QORGAN_XGBOOST(lib, XGDMatrixSetFloatInfo)(handle_, what, values.data(), values.size()));
  }
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
  decltype(&XGDMatrixFree) free_;
};

class booster {
 public:
  booster(const library& lib, const matrix& rows)
      : lib_{lib}, free_{QORGAN_XGBOOST(lib, XGBoosterFree)} {
    const DMatrixHandle known[]{rows.handle()};
    lib.check(QORGAN_XGBOOST(lib, XGBoosterCreate)(known, 1, &handle_));
  }
  ~booster() { free_(handle_); }
  booster(const booster&) = delete;
  booster& operator=(const booster&) = delete;

  void set(const char* name, const std::string& value) {
    lib_.check(QORGAN_XGBOOST(lib_, XGBoosterSetParam)(handle_, name, value.c_str()));
  }
  void grow(unsigned rounds, const matrix& rows) {
    const auto update = QORGAN_XGBOOST(lib_, XGBoosterUpdateOneIter);
    for (unsigned i = 0; i < rounds; ++i) {
      lib_.check(update(handle_, static_cast<int>(i), rows.handle()));
    }
  }
  std::vector<float> margins(const matrix& rows) const {
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    lib_.check(QORGAN_XGBOOST(lib_, XGBoosterPredictFromDMatrix)(
        handle_, rows.handle(),
        R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})",
        &shape, &dimensions, &result));
    std::size_t count = 1;
    for (bst_ulong i = 0; i < dimensions; ++i) count *= shape[i];
    return {result, result + count};
  }
  json::value saved() const {
    bst_ulong size = 0;
    const char* text = nullptr;
    lib_.check(QORGAN_XGBOOST(lib_, XGBoosterSaveModelToBuffer)(handle_, R"({"format":"json"})",
                                                                &size, &text));
    return json::parse(std::string_view{text, size});
  }

 private:
  const library& lib_;
  BoosterHandle handle_ = nullptr;
  decltype(&XGBoosterFree) free_;
};

/// The library writes numbers as JSON numbers, whole ones at times as integers.
double number(const json::value& value) {
  return value.to_number<double>();
}

/// Breadth first, so that both children of a split lie side by side behind it.
std::vector<engine::model_node> tree_of(const json::object& from) {
  const json::array& left = from.at("left_children").as_array();
  const json::array& right = from.at("right_children").as_array();
  const json::array& feature = from.at("split_indices").as_array();
  const json::array& value = from.at("split_conditions").as_array();
  std::vector<engine::model_node> out(1);
  std::queue<std::pair<std::size_t, std::size_t>> todo;  // node of the library, place here
  todo.emplace(0, 0);
  while (!todo.empty()) {
    const auto [node, place] = todo.front();
    todo.pop();
    engine::model_node& one = out[place];
    one.value = static_cast<float>(number(value.at(node)));
    const auto to = left.at(node).to_number<std::int64_t>();
    if (to < 0) continue;
    one.feature = static_cast<std::uint16_t>(feature.at(node).to_number<std::int64_t>());
    one.left = static_cast<std::uint16_t>(out.size());
    todo.emplace(static_cast<std::size_t>(to), out.size());
    todo.emplace(static_cast<std::size_t>(right.at(node).to_number<std::int64_t>()),
                 out.size() + 1);
    out.resize(out.size() + 2);
  }
  return out;
}

std::string constraints_of(const std::vector<engine::model_feature>& features) {
  std::string out = "(";
  for (const engine::model_feature& one : features) {
    out += (out.size() > 1 ? "," : "") + std::to_string(one.direction);
  }
  return out + ")";
}

grown_trees grow(const weighted_rows& rows, const std::vector<engine::model_feature>& features,
                 const boosting_options& options, const std::vector<float>& asked) {
  const library lib;
  matrix known{lib, rows.values, rows.columns};
  known.set(lib, "label", rows.labels);
  known.set(lib, "weight", rows.weights);
  booster forest{lib, known};
  forest.set("objective", "binary:logistic");
  forest.set("base_score", "0.5");
  forest.set("tree_method", "exact");
  forest.set("nthread", "1");
  forest.set("verbosity", "0");
  forest.set("seed", std::to_string(options.seed));
  forest.set("max_depth", std::to_string(options.depth));
  forest.set("eta", std::to_string(options.learning_rate));
  forest.set("min_child_weight", std::to_string(options.least_weight / 4));
  forest.set("lambda", "5");
  forest.set("monotone_constraints", constraints_of(features));
  forest.grow(options.rounds, known);

  grown_trees out;
  const json::value saved = forest.saved();
  const json::object& learner = saved.as_object().at("learner").as_object();
  for (const json::value& tree :
       learner.at("gradient_booster").as_object().at("model").as_object().at("trees").as_array()) {
    out.trees.push_back(tree_of(tree.as_object()));
  }
  // base_score is a share; one half is a margin of nothing.
  const json::string& base =
      learner.at("learner_model_param").as_object().at("base_score").as_string();
  const double share = std::strtod(base.c_str(), nullptr);
  out.base_margin = std::log(share / (1 - share));
  if (!asked.empty()) out.margins = forest.margins(matrix{lib, asked, rows.columns});
  return out;
}

}  // namespace

std::expected<grown_trees, std::string> grow_trees(
    const weighted_rows& rows, const std::vector<engine::model_feature>& features,
    const boosting_options& options, const std::vector<float>& asked) {
  if (rows.labels.empty()) return std::unexpected("there is nothing to learn from");
  try {
    return grow(rows, features, options, asked);
  } catch (const std::exception& error) {
    return std::unexpected(std::string(error.what()));
  }
}

}  // namespace qorgan::train
