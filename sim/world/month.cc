// The simulated country as files: call records, ground truth and reports.
#include <cstdio>
#include <memory>
#include <optional>
#include <unordered_map>

#include "sim/endpoint/compose.h"
#include "sim/equipment.h"
#include "sim/sim.h"
#include "sim/world/reports.h"
#include "sim/world/world.h"
#include "sip/fingerprint.h"

namespace qorgan::sim {
namespace {

constexpr std::int64_t kFirstOfMarch2026Us = 1'772'323'200LL * 1'000'000;

class text_file {
 public:
  explicit text_file(const std::string& path) : out_{std::fopen(path.c_str(), "w")} {
    if (!out_) std::fprintf(stderr, "qorgan simulate: cannot write %s\n", path.c_str());
  }
  bool good() const { return out_ != nullptr; }
  void write(std::string_view text) { std::fwrite(text.data(), 1, text.size(), out_.get()); }
  bool close() {
    const bool whole = std::fflush(out_.get()) == 0 && std::ferror(out_.get()) == 0;
    if (!whole) std::fprintf(stderr, "qorgan simulate: the disk refused part of the files\n");
    return whole;
  }

 private:
  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, closer> out_;
};

/// The fingerprint the gateway would compute of an INVITE of this equipment, from an INVITE of this
/// equipment.
class fingerprints {
 public:
  std::uint64_t of(std::size_t index) {
    const auto [at, fresh] = known_.emplace(index, 0);
    if (fresh) at->second = compute(equipment_catalogue()[index]);
    return at->second;
  }

 private:
  static std::uint64_t compute(const equipment& style) {
    dice d{7};
    invite_parts parts;
    parts.caller = "+447700900123";
    parts.callee = "+77010001000";
    parts.local = parts.centre = from_v4(0x7f000001, 5060);
    parts.call_id = draw_id(style.call_id, d) + (style.call_id_with_host ? "@127.0.0.1" : "");
    parts.tag = draw_id(style.tag, d);
    parts.branch = draw_id(style.branch, d);
    const std::string text = compose_invite(style, parts);
    sip::message invite;
    return sip::parse(text, invite) ? sip::fingerprint(invite) : 0;
  }
  std::unordered_map<std::size_t, std::uint64_t> known_;
};

/// Media addresses of offices in a block kept for benchmarks (RFC 2544): 131,072 of them.
std::string media_text(const planned_call& call, const equipment& style) {
  if (call.media_host == 0) return std::string(style.media_address);
  return address_text(from_v4(0xc6120000 + (call.media_host & 0x1ffff), 0));
}

class month_writer {
 public:
  explicit month_writer(const month_options& options)
      : options_{options},
        starts_{happened(options.started_at) ? options.started_at : from_us(kFirstOfMarch2026Us)},
        world_{{options.trunks, options.scale, options.seed}},
        reporters_{world_.country(), options.seed ^ 0x4e904} {}

  int run() {
    text_file calls{options_.calls_path};
    std::optional<text_file> labels;
    std::optional<text_file> reports;
    if (!options_.labels_path.empty()) labels.emplace(options_.labels_path);
    if (!options_.reports_path.empty()) reports.emplace(options_.reports_path);
    if (!calls.good() || (labels && !labels->good()) || (reports && !reports->good())) return 1;
    calls.write(
        "call_id,started_at,trunk,caller,callee,source_ip,media_ip,user_agent,fingerprint,"
        "ringing_at,answered_at,ended_at,end_code,ended_by\n");
    if (labels) labels->write("call_id,label,kind,campaign\n");
    while (world_.days() < options_.days) {
      for (const planned_call& call : world_.next_day()) {
        write_call(call, calls, labels ? &*labels : nullptr);
      }
    }
    if (reports) write_reports(*reports);
    const bool whole =
        calls.close() && (!labels || labels->close()) && (!reports || reports->close());
    return whole ? 0 : 1;
  }

 private:
  void write_call(const planned_call& call, text_file& calls, text_file* labels) {
    char id[16];
    std::snprintf(id, sizeof id, "m%08llu", static_cast<unsigned long long>(++written_));
    const timestamp started = starts_ + call.at;
    const course went = course_of(call, started);
    const equipment& style = equipment_catalogue()[call.equipment];
    const trunk_seat& trunk = options_.trunks[call.trunk];
    char fingerprint[20];
    std::snprintf(fingerprint, sizeof fingerprint, "%016llx",
                  static_cast<unsigned long long>(fingerprints_.of(call.equipment)));
    line_.assign(id).append(",").append(to_rfc3339(started)).append(",").append(trunk.name);
    line_.append(",").append(call.caller).append(",").append(call.callee).append(",");
    line_.append(address_text(trunk.source)).append(",").append(media_text(call, style));
    line_.append(",").append(style.user_agent).append(",").append(fingerprint);
    for (const timestamp at : {went.ringing_at, went.answered_at, went.ended_at}) {
      line_.append(",").append(to_rfc3339(at));
    }
    line_.append(",").append(std::to_string(went.end_code)).append(",").append(went.ended_by);
    calls.write(line_.append("\n"));
    reporters_.see(id, call, went);
    if (labels == nullptr) return;
    line_.assign(id).append(call.fraud ? ",fraud," : ",legit,").append(call.kind);
    labels->write(line_.append(",").append(call.campaign).append("\n"));
  }

  void write_reports(text_file& out) {
    out.write("at,caller,callee,call_id,source,label\n");
    for (const report& one : reporters_.sorted()) {
      line_.assign(to_rfc3339(one.at)).append(",").append(one.caller).append(",");
      line_.append(one.callee).append(",").append(one.call_id).append(",").append(one.source);
      out.write(line_.append(one.fraud ? ",fraud\n" : ",legit\n"));
    }
  }

  const month_options& options_;
  timestamp starts_;
  world world_;
  reporters reporters_;
  fingerprints fingerprints_;
  std::string line_;
  std::uint64_t written_ = 0;
};

}  // namespace

int write_month(const month_options& options) {
  bool international = false;
  for (const trunk_seat& trunk : options.trunks) {
    international = international || trunk.kind == trunk_kind::international;
  }
  if (!international || options.days < 1 || options.scale <= 0) {
    std::fprintf(stderr,
                 "qorgan simulate: needs an international trunk, a day and a scale above zero\n");
    return 1;
  }
  return month_writer{options}.run();
}

}  // namespace qorgan::sim
