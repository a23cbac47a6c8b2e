#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace qorgan::app {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("qorgan",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

void append_value(std::string& line, std::string_view value) {
  const bool plain =
      !value.empty() && value.find_first_of(" \"=\n\r\t\\") == std::string_view::npos;
  if (plain) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else {
      line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;  // one event stays one line
    }
  }
  line += '"';
}

spdlog::level::level_enum to_spdlog(log_level level) {
  switch (level) {
    case log_level::debug: return spdlog::level::debug;
    case log_level::info: return spdlog::level::info;
    case log_level::warn: return spdlog::level::warn;
    case log_level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void set_log_level(std::string_view name) {
  spdlog::level::level_enum level = spdlog::level::info;
  if (name == "debug") level = spdlog::level::debug;
  if (name == "warn") level = spdlog::level::warn;
  if (name == "error") level = spdlog::level::err;
  logger().set_level(level);
}

void log_event(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
  std::string line = "event=";
  append_value(line, event);
  for (const auto& [name, value] : fields) {
    line.append(" ").append(name).append("=");
    append_value(line, value);
  }
  logger().log(to_spdlog(level), "{}", line);
}

void flush_log() {
  logger().flush();
}

}  // namespace qorgan::app
