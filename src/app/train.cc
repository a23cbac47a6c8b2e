#include "app/train.h"

#include <cstdio>
#include <fstream>
#include <ostream>
#include <unordered_map>

#include "app/table_file.h"
#include "base/hash.h"
#include "codec/decision_csv.h"
#include "engine/model_text.h"
#include "train/model_card.h"

namespace qorgan::app {
namespace {

struct truth {
  bool fraud = false;
  bool seen = false;  ///< the call was played
  std::uint16_t kind = 0;
};

struct labels_read {
  std::unordered_map<std::string, truth> of_call;
  std::vector<std::string> kinds;
};

std::expected<labels_read, std::string> read_labels(const train_files& files, std::ostream& err) {
  labels_read out;
  std::unordered_map<std::string, std::uint16_t> kinds;
  const auto lines =
      read_table<codec::label_table>(files.labels, err, [&](const codec::label_row& row) {
        const auto [kind, is_new] = kinds.try_emplace(
            std::string(row.kind),
            static_cast<std::uint16_t>(std::min<std::size_t>(kinds.size(), 0xffff)));
        if (is_new) out.kinds.emplace_back(row.kind);
        out.of_call.try_emplace(std::string(row.call_id),
                                truth{row.label == codec::call_label::fraud, false, kind->second});
      });
  if (!lines) return std::unexpected(lines.error());
  if (codec::too_many_bad(lines->good, lines->bad) && !files.accept_bad_lines) {
    return std::unexpected(files.labels + ": " + std::to_string(lines->bad) +
                           " lines are bad, which is more than 1 %");
  }
  return out;
}

/// Gathers what was found of each call while the past is played.
class gatherer {
 public:
  explicit gatherer(labels_read& labels) : labels_{labels} {
    past_.features = engine::model_features();
    past_.kinds = labels.kinds;
    row_.resize(past_.features.size());
  }

  void take(const codec::call_row& call, const decision& made, const engine::engine& screening) {
    if (!happened(past_.first)) past_.first = call.started_at;
    past_.last = call.started_at;
    key_.assign(call.call_id);
    const auto label = labels_.of_call.find(key_);
    if (label == labels_.of_call.end()) {
      ++past_.without_label;
      return;
    }
    label->second.seen = true;
    if (made.emergency) return;
    screening.evidence_values(row_);
    started_.push_back(call.started_at);
    past_.calls.push_back(
        {place_of(row_), label->second.kind, train::part::learn, label->second.fraud});
  }

  train::past finish() {
    for (std::size_t i = 0; i < past_.calls.size(); ++i) {
      past_.calls[i].in = train::part_of(started_[i], past_.first, past_.last);
    }
    for (const auto& [id, label] : labels_.of_call) past_.unknown_labels += !label.seen;
    return std::move(past_);
  }

 private:
  /// Most calls have no evidence at all, and many the same: each is kept once.
  std::uint32_t place_of(const std::vector<float>& row) {
    const std::string_view bytes{reinterpret_cast<const char*>(row.data()),
                                 row.size() * sizeof(float)};
    const auto [at, is_new] =
        places_.try_emplace(std::string(bytes), static_cast<std::uint32_t>(places_.size()));
    if (is_new) past_.evidence.insert(past_.evidence.end(), row.begin(), row.end());
    return at->second;
  }

  labels_read& labels_;
  train::past past_;
  std::vector<timestamp> started_;
  std::vector<float> row_;
  std::unordered_map<std::string, std::uint32_t> places_;
  std::string key_;
};

/// Under another name first, so that a reader never sees half of it.
bool write_whole(const std::string& path, std::string_view text) {
  const std::string next = path + ".next";
  std::ofstream out{next, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  return out.good() && std::rename(next.c_str(), path.c_str()) == 0;
}

std::string percent_of(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f %%", share * 100);
  return text;
}

}  // namespace

int run_train(const replay_inputs& inputs, const train_files& files,
              const train::trainer_options& options, std::ostream& out, std::ostream& err) {
  auto labels = read_labels(files, err);
  if (!labels) {
    err << labels.error() << "\n";
    return 1;
  }
  gatherer gathered{*labels};
  replay_inputs watched = inputs;
  watched.on_decision = [&](const codec::call_row& call, const decision& made,
                            const engine::engine& screening) {
    gathered.take(call, made, screening);
  };
  replay_files played;
  played.calls = files.calls;
  played.reports = files.reports;
  played.accept_bad_lines = files.accept_bad_lines;
  if (const int status = replay_calls(watched, played, out, err); status != 0) return status;
  train::past all = gathered.finish();
  all.evidence_version = engine::evidence_version(*inputs.policy);
  all.data = "calls, labels" + std::string(files.reports.empty() ? "" : " and reports") +
             " of the files given";
  const auto made = train::train_model(all, options);
  if (!made) {
    err << "qorgan train: " << made.error() << "\n";
    return 1;
  }
  const std::string card = files.card.empty() ? files.model + ".md" : files.card;
  for (const auto& [path, text] :
       {std::pair{files.model, engine::model_to_text(made->model)}, std::pair{card, made->card}}) {
    if (write_whole(path, text)) continue;
    err << path << ": cannot be written\n";
    return 1;
  }
  out << "learnt from  " << all.calls.size() << " calls\n"
      << "model        " << files.model << "\n"
      << "card         " << card << "\n"
      << "model: block honest calls above: at most " << percent_of(made->model.block.bound)
      << " (95 %, on the last fifth)\n";
  return 0;
}

}  // namespace qorgan::app
