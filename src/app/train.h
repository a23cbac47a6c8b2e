#pragma once

#include <iosfwd>
#include <string>

#include "app/replay.h"
#include "train/trainer.h"

namespace qorgan::app {

struct train_files {
  std::string calls;
  std::string labels;
  std::string reports;  ///< may be empty
  std::string model;    ///< written
  std::string card;     ///< written; empty: beside the model, with ".md" behind its name
  bool only_reports_that_could_be = false;
  bool accept_bad_lines = false;
};

/// `qorgan train`: plays the past through the engine, learns from what its detectors found and from
/// the labels, and writes model and card (docs/training.md). Each file is there whole or not at
/// all. Exit status.
int run_train(const replay_inputs& inputs, const train_files& files,
              const train::trainer_options& options, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
