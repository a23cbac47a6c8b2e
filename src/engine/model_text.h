#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/config_error.h"
#include "engine/model.h"

namespace qorgan::engine {

/// A model as text, one fact a line (docs/training.md), and the sum of it all on the last: the same
/// content always gives the same text, and a file that was cut or changed is noticed.
std::string model_to_text(const model_content& content);

/// Reads and checks a model file. The error names file and line, or the features that differ.
std::expected<std::shared_ptr<const scoring_model>, config_error> parse_model(
    const std::string& file, std::string_view text);

}  // namespace qorgan::engine
