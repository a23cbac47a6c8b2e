#include "domain/centre_status.h"

namespace qorgan {

std::string_view to_string(load_stage value) {
  switch (value) {
    case load_stage::calm: return "calm";
    case load_stage::unscreened: return "unscreened";
    case load_stage::refusing: return "refusing";
  }
  return "calm";
}

}  // namespace qorgan
