#include "gateway/carry_over.h"

#include <algorithm>
#include <unordered_map>

#include "gateway/carry_over_bytes.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/teardown_driver.h"

namespace qorgan::gateway {
namespace {

/// Waiting for a final answer, or passing repeated ones until the ACK has come.
bool goes_on(const transaction& t) {
  using state = sip::client_transaction::state;
  return t.role == transaction_role::relay && t.verb == sip::method::invite && t.has_server &&
         t.has_client && !t.pending &&
         (t.client.waits_for_final() || t.client.at() == state::accepted);
}

/// Trunks and listeners by what they are called, not by their places, which may have changed.
struct translation {
  translation(call_path& path, const carried_block& from) {
    const auto& all = path.trunks.all();
    for (std::size_t i = 0; i < all.size(); ++i) trunks.emplace(all[i].options.id.value, i);
    for (const listen_address& was : from.listeners) {
      std::uint16_t found =
          path.sockets.find(was.over, was.at).value_or(path.sockets.towards(was.at));
      for (std::size_t i = 0; i < path.sockets.size(); ++i) {
        const auto& here = path.sockets.at(i);
        if (here.over == was.over && here.name.at == was.at) found = static_cast<std::uint16_t>(i);
      }
      listeners.push_back(found);
    }
  }
  bool trunk(std::uint16_t word, std::uint16_t& out) const {
    const auto found = trunks.find(word);
    if (found == trunks.end()) return false;
    out = static_cast<std::uint16_t>(found->second);
    return true;
  }
  void fix(const call_path& path, peer& of) const {
    of.listener =
        of.listener < listeners.size() ? listeners[of.listener] : path.sockets.towards(of.at);
  }

  std::unordered_map<std::uint16_t, std::size_t> trunks;
  std::vector<std::uint16_t> listeners;
};

slot_handle add_call(call_path& path, const translation& places, const carried_call& from) {
  std::uint16_t trunk = 0;
  const bool known = places.trunk(from.trunk_word, trunk);
  const slot_handle at = known ? open_call(path, from.fields.key, trunk) : slot_handle{};
  if (!at) {
    record_lost(path, from.fields.key);
    return {};
  }
  call& c = *path.calls.find(at);
  const bool indexed = from.fields.indexed;
  c = from.fields;
  c.trunk = trunk;
  c.indexed = indexed && path.by_dialog.insert(c.dialog_key, at.index);
  for (peer* each : {&c.caller, &c.callee}) places.fix(path, *each);
  if (!from.dialog.empty()) c.dialog = path.bytes.keep(from.dialog);
  if (!from.masked_from.empty()) c.masked_from = path.bytes.keep(from.masked_from);
  if (!from.shown_from.empty()) c.shown_from = path.bytes.keep(from.shown_from);
  if (c.phase == call_phase::answered) {
    const std::int64_t up_ms = (path.now - c.answered_at).count() / 1'000;
    const std::int64_t left_ms = path.options.max_call_duration_ms - up_ms;
    set_call_timer(path, at, path.now_ms + std::max<std::int64_t>(left_ms, 1));
  }
  return at;
}

void add_transaction(call_path& path, const translation& places, const carried_transaction& from,
                     slot_handle call_at) {
  std::uint16_t trunk = 0;
  if (!places.trunk(from.trunk_word, trunk)) return;
  const slot_handle at = open_transaction(path, transaction_role::relay, true);
  if (!at) return;
  transaction& t = *path.transactions.find(at);
  const sip::transaction_key key = from.fields.key;
  t = from.fields;
  t.key = {};
  if (!index_transaction(path, at, key)) return close_transaction(path, at);
  t.trunk = trunk;
  t.call = call_at;
  for (peer* each : {&t.source, &t.upstream, &t.downstream}) places.fix(path, *each);
  if (!from.request.empty()) t.request = path.bytes.keep(from.request);
  if (!from.response.empty()) t.response = path.bytes.keep(from.response);
  t.has_client = true;
  t.server = sip::server_transaction(true, is_reliable(path, t.upstream));
  t.client = sip::client_transaction(true, is_reliable(path, t.downstream),
                                     static_cast<std::int32_t>(path.options.ring_timeout_ms));
  t.client.start(path.now_ms);
  if (t.heard) t.client.on_response(180, path.now_ms);
  if (from.cancel_sent) t.client.on_cancel_sent(path.now_ms);
  if (t.answered) {
    t.server.on_response(200, path.now_ms);
    t.client.on_response(200, path.now_ms);
  }
  if (call* const c = path.calls.find(call_at); c != nullptr && t.initial) c->invite = at;
  path.carried.emplace(from.branch, at);
  arm(path, at);
}

}  // namespace

std::string save_calls(call_path& path) {
  std::vector<slot_handle> over;
  path.calls.for_each([&](slot_handle at, const call& c) {
    if (c.phase == call_phase::ending) over.push_back(at);
  });
  for (const slot_handle at : over) finish_call(path, at);
  carried_writer out;
  out.begin(path);
  std::unordered_map<std::uint64_t, std::uint64_t> numbers;
  path.calls.for_each([&](slot_handle at, call& c) {
    numbers.emplace(at.packed(), numbers.size() + 1);
    record_rest(path, c);
    out.call_of(path, c);
  });
  // The second restart in a row: the branch on the wire is still the one of the first process.
  std::unordered_map<std::uint64_t, std::uint64_t> branches;
  for (const auto& [branch, at] : path.carried) branches.emplace(at.packed(), branch);
  std::vector<slot_handle> going_on;
  path.transactions.for_each([&](slot_handle at, const transaction& t) {
    if (goes_on(t)) going_on.push_back(at);
  });
  out.count(going_on.size());
  for (const slot_handle at : going_on) {
    const transaction& t = *path.transactions.find(at);
    const auto known = branches.find(at.packed());
    const std::uint64_t branch =
        known != branches.end() ? known->second : branch_of(t, at).transaction;
    const auto number = numbers.find(t.call.packed());
    out.transaction_of(path, t, branch, number != numbers.end() ? number->second : 0);
  }
  return out.take();
}

std::expected<std::size_t, std::string> restore_calls(call_path& path, std::string_view bytes) {
  const auto from = read_carried(bytes);
  if (!from) return std::unexpected(from.error());
  path.seed = from->seed;
  path.stateless = from->stateless;
  const translation places(path, *from);
  std::vector<slot_handle> calls;
  for (const carried_call& each : from->calls) calls.push_back(add_call(path, places, each));
  for (const carried_transaction& each : from->transactions) {
    const slot_handle at = each.call_number > 0 ? calls[each.call_number - 1] : slot_handle{};
    if (each.call_number > 0 && !at) continue;
    add_transaction(path, places, each, at);
  }
  std::size_t taken_over = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const call* const c = path.calls.find(calls[i]);
    if (c == nullptr) continue;
    if (c->phase != call_phase::answered && path.transactions.find(c->invite) == nullptr) {
      end_call(path, calls[i], 0, ended_by::unknown);  // nothing would ever end it
      continue;
    }
    ++taken_over;
    if (!from->calls[i].dropping) continue;
    const std::string_view words = from->calls[i].drop_words;
    const std::size_t line = std::min(words.find('\n'), words.size());
    start_drop(path, {from->calls[i].fields.key, std::string(words.substr(0, line)),
                      std::string(words.substr(std::min(line + 1, words.size())))});
  }
  return taken_over;
}

}  // namespace qorgan::gateway
