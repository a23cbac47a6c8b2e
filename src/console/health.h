#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "console/feed.h"
#include "domain/centre_status.h"

namespace qorgan::console {

enum class flag_level : std::uint8_t { amber, red };

/// Something of the centre that needs a person's attention.
struct health_flag {
  std::string code;  ///< of api/openapi.yaml
  flag_level level = flag_level::amber;
  std::string detail;
  std::string subject{};
  std::uint64_t count = 0;
  timestamp since{};
};

/// Records that are committed and not in the archive yet; beyond this many the archive is behind.
inline constexpr std::uint64_t kBehindAmber = 10'000;
inline constexpr std::uint64_t kBehindRed = 1'000'000;

std::uint64_t records_behind(const centre_status& status);

std::vector<health_flag> health_flags(const centre_status& status);
boost::json::object health_json(const centre_status& status, const feed_figures& feeds);

}  // namespace qorgan::console
