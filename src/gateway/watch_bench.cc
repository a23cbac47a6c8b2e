#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "codec/hep.h"
#include "gateway/watch_tracker.h"
#include "gateway/watch_window.h"
#include "sip/sample_messages.h"

// What following a mirror costs per message: the tracker alone, and all of it from the HEP packet
// on. Engine and journal are not in it; engine_bench and record_bench have them.

namespace qorgan::gateway {
namespace {

constexpr std::size_t kCalls = 4'096;
constexpr std::size_t kMessages = 6;  // INVITE, 180, 200, ACK, BYE, 200

/// Tells nobody.
class silent_host : public watch_host {
 public:
  silent_host() {
    trunk_.name = "carrier";
    trunk_.id = trunk_id_of(trunk_.name);
    trunk_.mode = trunk_mode::watch;
  }
  int trunk_of(const ip_endpoint&) override { return 0; }
  const trunk_options& trunk(std::uint16_t) override { return trunk_; }
  bool is_own(const ip_endpoint&) override { return false; }
  std::span<const std::string> emergency_numbers() override { return {}; }
  call_key on_started(const watched_call&, call_started&) override { return {++key_}; }
  void on_joined(const watched_call&) override {}
  void on_ringing(const watched_call&) override {}
  void on_answered(const watched_call&) override {}
  void on_ended(const watched_call&) override { ++ended; }
  void on_messages(const watched_call&) override {}

  std::uint64_t ended = 0;

 private:
  trunk_options trunk_;
  std::uint64_t key_ = 0;
};

void replace(std::string& in, std::string_view what, std::string_view by) {
  const std::size_t at = in.find(what);
  if (at != std::string::npos) in.replace(at, what.size(), by);
}

std::string response(std::string_view status, std::string_view call, std::string_view cseq) {
  return "SIP/2.0 " + std::string(status) +
         "\r\nVia: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK2d8f4a6b9c01e7f3\r\n"
         "From: <sip:+442079460000@198.51.100.7;user=phone>;tag=gK0c8a1f22\r\n"
         "To: <sip:+77012345678@192.0.2.10;user=phone>;tag=b\r\nCall-ID: " +
         std::string(call) + "\r\nCSeq: " + std::string(cseq) + "\r\nContent-Length: 0\r\n\r\n";
}
std::string request(std::string_view verb, std::string_view call, std::string_view cseq) {
  return std::string(verb) +
         " sip:b@203.0.113.9 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKa\r\n"
         "From: <sip:+442079460000@198.51.100.7;user=phone>;tag=gK0c8a1f22\r\n"
         "To: <sip:+77012345678@192.0.2.10;user=phone>;tag=b\r\nCall-ID: " +
         std::string(call) + "\r\nCSeq: " + std::string(cseq) +
         "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
}

/// The messages of many calls, each call's in order, one after the other.
std::vector<std::string> messages() {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kCalls; ++i) {
    const std::string call = "135628991_" + std::to_string(100'000 + i) + "@198.51.100.7";
    std::string invite(sip::samples::kCarrierInvite);
    replace(invite, "135628991_84721066@198.51.100.7", call);
    out.push_back(invite);
    out.push_back(response("180 Ringing", call, "416 INVITE"));
    out.push_back(response("200 OK", call, "416 INVITE"));
    out.push_back(request("ACK", call, "416 ACK"));
    out.push_back(request("BYE", call, "417 BYE"));
    out.push_back(response("200 OK", call, "417 BYE"));
  }
  return out;
}

mirrored place(std::size_t message, timestamp at) {
  const ip_endpoint carrier = from_v4(0xc6336407, 5060);
  const ip_endpoint element = from_v4(0xc000020a, 5060);
  const bool from_carrier =
      message % kMessages == 0 || message % kMessages == 3 || message % kMessages == 4;
  return {from_carrier ? carrier : element, from_carrier ? element : carrier, at};
}

constexpr std::int64_t kBegin_us = 1'772'359'200'000'000;
/// Far enough apart that a Call-ID has been forgotten when it comes again.
constexpr std::int64_t kBetween_us = 2'000;

void follow(benchmark::State& state) {
  const std::vector<std::string> all = messages();
  silent_host host;
  watch_figures figures;
  watch_tracker tracker{{.calls = 100'000}, 7, host, figures};
  auto in = std::make_unique<sip::message>();
  std::size_t next = 0;
  std::int64_t at = kBegin_us;
  for (auto _ : state) {
    const std::size_t message = next++ % all.size();
    at += kBetween_us;
    if (!sip::parse(all[message], *in)) state.SkipWithError("a message is bad");
    tracker.take(*in, place(message, from_us(at)));
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["calls_ended"] = static_cast<double>(host.ended);
}
BENCHMARK(follow);

void follow_from_the_packet_on(benchmark::State& state) {
  std::vector<std::string> packets;
  const std::vector<std::string> all = messages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const mirrored on = place(i, from_us(kBegin_us));
    codec::hep_packet packet;
    packet.source = on.source;
    packet.destination = on.destination;
    packet.at = on.at;
    packet.payload_kind = codec::kHepSip;
    packet.payload = all[i];
    codec::append_hep(packets.emplace_back(), packet);
  }
  silent_host host;
  watch_figures figures;
  watch_tracker tracker{{.calls = 100'000}, 7, host, figures};
  watch_window window{32u << 20, 8'192, 100};
  auto in = std::make_unique<sip::message>();
  std::size_t next = 0;
  std::int64_t at = kBegin_us;
  codec::hep_packet packet;
  for (auto _ : state) {
    const std::size_t message = next++ % packets.size();
    at += kBetween_us;
    if (!codec::decode_hep(packets[message], packet)) state.SkipWithError("a packet is bad");
    window.put(packet.payload, place(message, from_us(at)));
    window.release(from_us(at), [&](std::string_view bytes, const mirrored& on) {
      if (sip::parse(bytes, *in)) tracker.take(*in, on);
    });
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(follow_from_the_packet_on);

}  // namespace
}  // namespace qorgan::gateway
