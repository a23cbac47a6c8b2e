#include "bench/load/figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace qorgan::load {

namespace {

double cpu_seconds_of(int pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  std::string text;
  std::getline(file, text);
  const std::size_t behind_name = text.rfind(')');
  if (behind_name == std::string::npos) return 0;
  std::istringstream fields{text.substr(behind_name + 1)};
  std::string skipped;
  for (int i = 3; i <= 13; ++i) fields >> skipped;  // proc(5): utime is field 14, stime 15
  double utime = 0, stime = 0;
  fields >> utime >> stime;
  return (utime + stime) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

void histogram::add(std::int64_t ns) {
  const auto value = static_cast<std::uint64_t>(ns < 32 ? 32 : ns);
  const unsigned power = static_cast<unsigned>(std::bit_width(value)) - 1;
  const auto step = static_cast<unsigned>((value >> (power - 5)) & (kSteps - 1));
  ++counts_[power * kSteps + step];
  ++total_;
}

double histogram::percentile_us(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (unsigned i = 0; i < counts_.size() && total_ > 0; ++i) {
    seen += counts_[i];
    if (seen >= wanted) {
      return std::ldexp(1.0 + (i % kSteps + 1.0) / kSteps, static_cast<int>(i / kSteps)) / 1e3;
    }
  }
  return 0;
}

double cpu_seconds_of_tree(int pid) {
  double sum = cpu_seconds_of(pid);
  std::error_code none;
  for (const auto& task :
       std::filesystem::directory_iterator{"/proc/" + std::to_string(pid) + "/task", none}) {
    std::ifstream children{task.path() / "children"};
    for (int child = 0; children >> child;) sum += cpu_seconds_of_tree(child);
  }
  return sum;
}

double own_cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto in_seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return in_seconds(used.ru_utime) + in_seconds(used.ru_stime);
}

}  // namespace qorgan::load
