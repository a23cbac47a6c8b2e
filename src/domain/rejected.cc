#include "domain/rejected.h"

namespace qorgan {

std::string_view to_string(rejection value) {
  switch (value) {
    case rejection::malformed: return "malformed";
    case rejection::stranger: return "stranger";
    case rejection::ceiling: return "ceiling";
    case rejection::overload: return "overload";
    case rejection::draining: return "draining";
    case rejection::tls: return "tls";
    case rejection::hep: return "hep";
  }
  return "malformed";
}

}  // namespace qorgan
