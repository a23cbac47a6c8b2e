#include "gateway/told.h"

#include "gateway/call_path.h"
#include "gateway/recorder.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kPerRound = 64;

}  // namespace

bool take_told(call_path& path) {
  for (std::size_t i = 0; i < kPerRound && path.next_told < path.told.size(); ++i) {
    if (path.journal.behind()) return false;
    std::visit(
        [&path](auto& event) {
          event.at = path.now;
          record_told(path, event);
        },
        path.told[path.next_told++]);
  }
  if (path.next_told < path.told.size()) return true;
  path.told.clear();  // keeps its room
  path.next_told = 0;
  return false;
}

}  // namespace qorgan::gateway
