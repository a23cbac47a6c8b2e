#include "app/replay_capture.h"

#include <array>
#include <ostream>
#include <unordered_map>

#include "app/capture_file.h"
#include "app/effects_digest.h"
#include "app/text_file.h"
#include "codec/capture_assembly.h"
#include "codec/decision_csv.h"
#include "codec/hep.h"
#include "gateway/watch_player.h"

namespace qorgan::app {
namespace {

/// Writes down what the player tells.
class capture_report final : public gateway::watch_audience {
 public:
  explicit capture_report(const capture_files& files)
      : decisions_{files.decisions}, alerts_{files.alerts} {
    for (const auto& words : engine::all_detectors()) names_.set(words.id, words.name);
    decisions_.text() = codec::kDecisionHeader;
    alerts_.text() = codec::kAlertHeader;
  }

  void on_decision(const call_started& event, const decision& decided) override {
    digest_.add(canonical_line(decided));
    ++by_verdict_[static_cast<std::size_t>(decided.would)];
    live_.emplace(event.key, std::string(event.sip_call_id.view()));
    decision would = decided;  // nothing is carried out on a call in a capture
    would.enforced = decided.would;
    codec::append_decision(decisions_.text(), event.sip_call_id.view(), would, names_);
    decisions_.flush_when_large();
  }
  void on_alert(const alert& raised) override {
    digest_.add(canonical_line(raised));
    ++alert_count_;
    const auto at = live_.find(raised.key);
    codec::append_alert(alerts_.text(), at == live_.end() ? to_string(raised.key) : at->second,
                        raised, names_);
    alerts_.flush_when_large();
  }
  void on_ringing(const gateway::watched_call&) override {}
  void on_answered(const gateway::watched_call&) override { ++answered_; }
  void on_ended(const gateway::watched_call& call) override { live_.erase(call.key); }

  /// The file that could not be written; empty: both were.
  std::string close() {
    for (text_file* file : {&decisions_, &alerts_}) {
      if (!file->close()) return file->path();
    }
    return {};
  }
  void print(std::ostream& out) {
    for (std::size_t i = 0; i < by_verdict_.size(); ++i) {
      std::string name{to_string(static_cast<verdict>(i))};
      name.resize(13, ' ');
      out << "  " << name << by_verdict_[i] << "\n";
    }
    out << "answered       " << answered_ << "\n"
        << "alerts         " << alert_count_ << "\n";
  }
  std::string digest() { return digest_.finish(); }

 private:
  text_file decisions_;
  text_file alerts_;
  codec::detector_names names_;
  std::unordered_map<call_key, std::string> live_;  // Call-IDs
  std::array<std::uint64_t, 6> by_verdict_{};
  std::uint64_t answered_ = 0;
  std::uint64_t alert_count_ = 0;
  effects_digest digest_;
};

/// From frames to SIP messages.
class capture_player {
 public:
  capture_player(int link_type, gateway::watch_player& to) : link_type_{link_type}, to_{to} {}

  void take(const capture_file::packet& packet) {
    auto ip = codec::decode_ip(codec::ip_packet_in(link_type_, packet.bytes));
    if (!ip) {
      ++other_;
      return;
    }
    if (ip->is_fragment()) {
      ip->payload = fragments_.add(*ip);
      if (ip->payload.empty()) return;
    }
    if (ip->protocol == codec::kProtocolUdp) {
      take_datagram(*ip, packet.at);
    } else if (ip->protocol == codec::kProtocolTcp) {
      take_segment(*ip, packet.at);
    } else {
      ++other_;
    }
  }

  std::uint64_t other() const { return other_; }
  std::uint64_t cut() const { return cut_; }
  std::uint64_t given_up() const { return fragments_.given_up() + streams_.given_up(); }

 private:
  void take_datagram(codec::ip_packet& ip, timestamp at) {
    const auto udp = codec::decode_udp(ip.payload);
    if (!udp || udp->payload.empty()) {
      ++other_;
      return;
    }
    ip.source.port = udp->source_port;
    ip.destination.port = udp->destination_port;
    codec::hep_packet mirror;
    const bool sip = codec::begins_as_sip(udp->payload);
    if (!sip && codec::decode_hep(udp->payload, mirror) && !mirror.is_compressed &&
        mirror.payload_kind == codec::kHepSip) {
      to_.take(mirror.payload, {mirror.source, mirror.destination, at});
    } else if (!sip) {
      ++other_;
    } else if (udp->is_cut) {
      ++cut_;
    } else {
      to_.take(udp->payload, {ip.source, ip.destination, at});
    }
  }

  void take_segment(codec::ip_packet& ip, timestamp at) {
    const auto segment = codec::decode_tcp(ip.payload);
    if (!segment) {
      ++other_;
      return;
    }
    ip.source.port = segment->source_port;
    ip.destination.port = segment->destination_port;
    streams_.add(ip.source, ip.destination, *segment, [&](std::string_view message) {
      if (codec::begins_as_sip(message)) {
        to_.take(message, {ip.source, ip.destination, at});
      } else {
        ++other_;
      }
    });
  }

  int link_type_;
  gateway::watch_player& to_;
  codec::ip_assembly fragments_;
  codec::tcp_assembly streams_;
  std::uint64_t other_ = 0;
  std::uint64_t cut_ = 0;
};

std::vector<gateway::trunk_options> trunks_of(const replay_inputs& inputs) {
  if (!inputs.trunks.empty()) return inputs.trunks;
  gateway::trunk_options any;
  any.name = "capture";
  any.id = trunk_id_of(any.name);
  any.enforced = enforcement::enforce;
  any.sources = {*parse_block("0.0.0.0/0"), *parse_block("::/0")};
  return {any};
}

}  // namespace

int replay_capture(const replay_inputs& inputs, const capture_files& files, std::ostream& out,
                   std::ostream& err) {
  auto capture = capture_file::open(files.capture);
  if (!capture) {
    err << capture.error() << "\n";
    return 1;
  }
  if (!codec::is_known_link_type(capture->link_type())) {
    err << files.capture << ": captured on a link of type " << capture->link_type_name()
        << ", which is not known; Ethernet, Linux cooked, raw IP and loopback are\n";
    return 1;
  }
  capture_report report{files};
  gateway::watch_player player{trunks_of(inputs), inputs.engine, inputs.policy, report};
  capture_player frames{capture->link_type(), player};
  for (capture_file::packet packet; capture->next(packet);) frames.take(packet);
  player.finish();
  if (const std::string failed = report.close(); !failed.empty()) {
    err << failed << ": cannot be written\n";
    return 1;
  }
  const watch_figures& figures = player.figures();
  out << "packets        " << capture->packets() << "\n"
      << "SIP messages   " << figures.messages << "\n"
      << "  bad          " << figures.bad_sip << "\n"
      << "  cut          " << frames.cut() << "\n"
      << "  given up     " << frames.given_up() << "\n"
      << "other packets  " << frames.other() << "\n"
      << "no trunk       " << figures.no_trunk << "\n"
      << "mid-call       " << figures.mid_call << "\n"
      << "calls          " << figures.calls << "\n";
  report.print(out);
  out << "still up       " << player.live() << "\n"
      << "digest         " << report.digest() << "\n";
  if (capture->trouble().empty()) return 0;
  err << files.capture << ": " << capture->trouble() << "\n";
  return kCaptureEndedEarly;
}

}  // namespace qorgan::app
