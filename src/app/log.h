#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace qorgan::app {

enum class log_level { debug, info, warn, error };

/// Sets the least level that is written; `name` is one of debug, info, warn, error.
void set_log_level(std::string_view name);

using log_field = std::pair<std::string_view, std::string>;

/// One line on standard error in logfmt: time, level, event and fields, values quoted where needed.
/// Personal numbers never go in here.
void log_event(log_level level, std::string_view event,
               std::initializer_list<log_field> fields = {});

/// Waits until everything is written; before the process ends.
void flush_log();

}  // namespace qorgan::app
