#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace qorgan {

struct drop_request {
  call_key key;
  std::string actor;  ///< class and name, "operator:aigerim"
  std::string cause;  ///< alert or order id, or words
};

enum class drop_answer : std::uint8_t {
  accepted,    ///< what follows arrives as teardown_progress records
  overloaded,  ///< command queue full; try again
};

/// What people may do to live calls. Safe to call from any thread; never waits for the call path.
class call_control {
 public:
  virtual ~call_control() = default;

  /// Ends both legs of a live call. Asking again for the same call changes nothing. A call that is
  /// not live is answered by a teardown_progress record with state `failed`.
  virtual drop_answer drop(const drop_request& request) = 0;
};

}  // namespace qorgan
