// The traffic in fake time as call records and labels (detection.md, "Files").
#include <cinttypes>
#include <cstdio>
#include <memory>

#include "sim/course.h"
#include "sim/equipment.h"
#include "sim/sim.h"
#include "sim/traffic/traffic.h"

namespace qorgan::sim {

namespace {

constexpr std::int64_t kFirstOfMarch2026Us = 1'772'323'200LL * 1'000'000;

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using file = std::unique_ptr<std::FILE, closer>;

file open_to_write(const std::string& path) {
  file out{std::fopen(path.c_str(), "w")};
  if (!out) std::fprintf(stderr, "qorgan sim: cannot write %s\n", path.c_str());
  return out;
}

void write_call(std::FILE* out, std::uint64_t number, const planned_call& call,
                const trunk_seat& trunk, timestamp started) {
  const equipment& style = equipment_catalogue()[call.equipment];
  const course c = course_of(call, started);
  std::fprintf(out, "s%08" PRIu64 ",%s,%s,%s,%s,%s,%.*s,%.*s,%s,%s,%s,%d,%s\n", number,
               to_rfc3339(started).c_str(), trunk.name.c_str(), call.caller.c_str(),
               call.callee.c_str(), address_text(trunk.source).c_str(),
               static_cast<int>(style.media_address.size()), style.media_address.data(),
               static_cast<int>(style.user_agent.size()), style.user_agent.data(),
               to_rfc3339(c.ringing_at).c_str(), to_rfc3339(c.answered_at).c_str(),
               to_rfc3339(c.ended_at).c_str(), c.end_code, c.ended_by);
}

}  // namespace

int write_traffic(const file_options& options) {
  if (options.trunks.empty() || options.rate <= 0) {
    std::fprintf(stderr, "qorgan sim: needs a trunk and a rate above zero\n");
    return 1;
  }
  const file calls = open_to_write(options.calls_path);
  const file labels = options.labels_path.empty() ? nullptr : open_to_write(options.labels_path);
  if (!calls || (!labels && !options.labels_path.empty())) return 1;
  const timestamp start =
      happened(options.started_at) ? options.started_at : from_us(kFirstOfMarch2026Us);
  const duration end = seconds(options.days * 86'400);
  std::fputs(
      "call_id,started_at,trunk,caller,callee,source_ip,media_ip,user_agent,ringing_at,"
      "answered_at,ended_at,end_code,ended_by\n",
      calls.get());
  if (labels) std::fputs("call_id,label,kind,campaign\n", labels.get());
  traffic all{{options.trunks, options.rate, options.fraud_share, options.seed}};
  for (std::uint64_t number = 1; all.next_at() < end; ++number) {
    const planned_call call = all.take();
    write_call(calls.get(), number, call, options.trunks[call.trunk], start + call.at);
    if (!labels) continue;
    std::fprintf(labels.get(), "s%08" PRIu64 ",%s,%.*s,%s\n", number,
                 call.fraud ? "fraud" : "legit", static_cast<int>(call.kind.size()),
                 call.kind.data(), call.campaign.c_str());
  }
  const bool whole = std::fflush(calls.get()) == 0 && (!labels || std::fflush(labels.get()) == 0);
  if (!whole) std::fprintf(stderr, "qorgan sim: the disk refused part of the files\n");
  return whole ? 0 : 1;
}

}  // namespace qorgan::sim
