#include <algorithm>
#include <numeric>

#include "domain/centre_status.h"

namespace qorgan {

double trunk_figures::effectiveness() const {
  // A redirect trunk's answers are the centre's own; it does not see what becomes of the calls.
  const bool sees_the_end = proxy || (screen && answered > 0);
  const auto all =
      std::accumulate(answers.by_class.begin() + 2, answers.by_class.end(), std::uint64_t{0});
  const std::uint64_t let_through = all - std::min(all, blocked);
  if (!sees_the_end || let_through == 0) return -1;
  // 486, 600: busy; 408, 480: not answered; 487: given up; 603, 607, 608: refused. Refusals of the
  // centre stand among the last three and are taken off.
  std::uint64_t effective = answers.by_class[2];
  for (const std::uint16_t status : {486, 600, 408, 480, 487}) effective += answers.of(status);
  const std::uint64_t refused = answers.of(603) + answers.of(607) + answers.of(608);
  effective += refused - std::min(refused, blocked);
  return std::min(1.0, static_cast<double>(effective) / static_cast<double>(let_through));
}

}  // namespace qorgan
