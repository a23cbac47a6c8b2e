// Any datagrams in any order, from a carrier, a switch and a stranger, with time passing between
// them, into a whole call path. What must hold whatever they say: tables stay within their limits,
// an emergency call is refused by nothing that is there to refuse calls, a stranger leaves no
// state, and in the end, when everybody is silent, nothing is left.
//
// Input: pieces of one byte (who, or what else happens) and two bytes of length with that many
// bytes. Branches of the centre cannot be guessed, so a piece may say that a next hop answers what
// it was sent; its bytes are then further header fields of the answer.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/assert.h"
#include "engine/policy.h"
#include "gateway/call_path.h"
#include "gateway/carry_over.h"
#include "gateway/dispatch.h"
#include "gateway/identity.h"
#include "gateway/round.h"
#include "gateway/teardown_driver.h"
#include "sip/writer.h"

namespace {

using namespace qorgan;
using namespace qorgan::gateway;

constexpr std::size_t kCalls = 8;
constexpr std::size_t kTransactions = 128;  // a few are kept for emergencies

class memory_journal final : public journal_port {
 public:
  bool append(record& entry) noexcept override {
    entry.seq = ++last_;
    return true;
  }
  std::uint64_t committed() const noexcept override { return last_; }
  bool healthy() const noexcept override { return true; }
  bool behind() const noexcept override { return false; }
  void wake_on_commit(int) noexcept override {}

 private:
  std::uint64_t last_ = 0;
};

trunk_options carrier() {
  trunk_options out;
  out.name = "carrier";
  out.id = trunk_id_of(out.name);
  out.sources = {parse_block("127.0.1.1").value()};
  out.enforced = enforcement::enforce;
  out.next_hops = {{transport::udp, from_v4(0x7f000201, 5060)},
                   {transport::udp, from_v4(0x7f000202, 5060)}};
  out.max_calls_per_second = 4;
  return out;
}

std::shared_ptr<const engine::policy_snapshot> policy() {
  static const auto kept = engine::parse_policy(
      {.file = "policy.yaml",
       .yaml = "version: 1\nrules:\n  - name: spoofed\n    when: {evidence_any: "
               "[domestic_fixed_on_international]}\n    verdict: block\n    legal_basis: test\n",
       .lists = {}});
  QORGAN_ASSERT(kept.has_value());
  return *kept;
}

struct world {
  memory_journal journal;
  os::clock clock;
  engine::engine screening{{.memory_bytes = 1u << 20}, policy()};
  std::unique_ptr<call_path> path;

  world() {
    gateway_options options;
    options.listen = {{transport::udp, from_v4(0x7f000001, 0)}};
    options.trunks = {carrier()};
    options.max_live_calls = kCalls;
    options.max_transactions = kTransactions;
    options.message_memory_bytes = 2u << 20;
    options.max_call_duration_ms = 60'000;
    auto sockets = listeners::open(options.listen, {from_v4(0x7f000001, 5060)});
    QORGAN_ASSERT(sockets.has_value());
    path = std::make_unique<call_path>(std::move(options), std::move(*sockets), screening, journal,
                                       clock);
    path->now = from_us(1'800'000'000'000'000);
    path->now_ms = path->timers.now();
    path->seed = 1;
  }

  void pass(std::int64_t ms) {
    path->now_ms += ms;
    path->now += std::chrono::milliseconds{ms};
    on_time(*path);
    path->sockets.flush();
  }

  std::uint64_t refusals() {
    const trunk_figures& figures = path->trunks.at(0).figures;
    return figures.over_ceiling + figures.refused_overload + figures.blocked;
  }

  void receive(std::uint8_t who, std::string_view bytes) {
    constexpr std::uint32_t kFrom[]{0x7f000101, 0x7f000201, 0x7f000202, 0x7f000909};
    const peer from{from_v4(kFrom[who % 4], 5060), 0, 0, 0};
    const bool emergency = sip::parse(bytes, path->in) && is_new_emergency();
    const std::uint64_t before = refusals();
    const std::size_t open = path->transactions.size();
    on_datagram(*path, bytes, from);
    path->sockets.flush();
    if (emergency && who % 4 == 0) QORGAN_ASSERT(refusals() == before);
    if (who % 4 == 3) QORGAN_ASSERT(path->transactions.size() <= open);
    QORGAN_ASSERT(path->calls.size() <= kCalls);
    QORGAN_ASSERT(path->transactions.size() <= kTransactions);
    QORGAN_ASSERT(path->refusals.front() == nullptr || path->calls.size() > 0);
  }

  /// The next hop of the newest open request answers.
  void answer(std::uint8_t kind, std::string_view more) {
    constexpr std::uint16_t kStatus[]{100, 180, 183, 200, 200, 302, 404, 486, 487, 500, 503, 603};
    slot_handle newest;
    path->transactions.for_each([&](slot_handle at, const transaction& t) {
      if (t.has_client && t.request) newest = at;
    });
    const transaction* const t = path->transactions.find(newest);
    if (t == nullptr || !sip::parse(t->request.view(), asked)) return;
    sip::response_options options;
    options.status = kStatus[kind % std::size(kStatus)];
    options.to_tag = "there";
    options.record_route = true;
    sip::writer out(room);
    sip::begin_response(out, asked, options);
    out.text("Contact: <sip:phone@127.0.2.1>\r\n").text(more).body();
    if (out.ok()) receive(1, out.view());
  }

  void drop_newest() {
    call_key newest;
    path->calls.for_each([&](slot_handle, const call& c) { newest = std::max(newest, c.key); });
    start_drop(*path, {newest, "operator:desk", "alert-1"});
    path->sockets.flush();
  }

  sip::message asked;
  std::array<char, 70'000> room;

  bool is_new_emergency() {
    if (!path->in.is_request || path->in.verb != sip::method::invite) return false;
    path->target = sip::parse_uri(path->in.request_uri).value_or(sip::uri{});
    return is_emergency_call(*path, path->trunks.at(0));
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto made = std::make_unique<world>();
  world& w = *made;
  while (size >= 3) {
    const std::uint8_t what = data[0];
    const std::size_t length = std::min<std::size_t>(data[1] | data[2] << 8, size - 3);
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 3, length};
    if (what >= 0xe0) {
      w.pass((what - 0xdf) * 100);
    } else if (what >= 0xd0) {
      w.answer(what & 15, bytes);
    } else if (what >= 0xc0) {
      w.drop_newest();
    } else {
      w.receive(what, bytes);
    }
    data += 3 + length;
    size -= 3 + length;
  }
  const std::string saved = save_calls(*w.path);
  QORGAN_ASSERT(restore_calls(*std::make_unique<world>()->path, saved).has_value());
  w.path->options.next_hop_ping_ms = 0;  // the centre falls silent too
  for (int i = 0; i < 20; ++i) w.pass(20'000);
  QORGAN_ASSERT(w.path->calls.size() == 0);
  QORGAN_ASSERT(w.path->transactions.size() == 0);
  QORGAN_ASSERT(w.path->bytes.bytes_in_use() == 0);
  return 0;
}
