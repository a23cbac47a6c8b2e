#include "console/feed.h"

#include <algorithm>

#include "console/feed_client.h"
#include "console/feed_message.h"

namespace qorgan::console {
namespace {

constexpr std::uint16_t kSessionEnded = 4401;
constexpr std::uint16_t kTooSlow = 4408;
constexpr std::uint16_t kTooMany = 4429;

std::string counts_json(const live_counts& counts) {
  return R"({"live":)" + std::to_string(counts.live) + R"(,"arrived_per_minute":)" +
         std::to_string(counts.arrived_per_minute) + R"(,"refused_per_minute":)" +
         std::to_string(counts.refused_per_minute) + R"(,"would_refuse_per_minute":)" +
         std::to_string(counts.would_refuse_per_minute) + R"(,"unlisted_per_minute":)" +
         std::to_string(counts.unlisted_per_minute) + R"(,"alerts_live":)" +
         std::to_string(counts.alerts_live) + "}";
}

}  // namespace

feed::feed(guarded_view& view, const desk_board& board, feed_options options,
           std::function<times()> clock)
    : view_{view}, board_{board}, options_{options}, clock_{std::move(clock)} {}

feed::~feed() = default;

net::websocket_handler feed::admit(role acts_as, std::string session_hash, std::string actor) {
  const auto who = std::make_shared<client>();
  who->number = next_client_++;
  who->acts_as = acts_as;
  who->session_hash = std::move(session_hash);
  who->actor = std::move(actor);
  return {.opened = [this, who](std::shared_ptr<net::websocket> s) { opened(who, std::move(s)); },
          .received = [this, who](std::string_view text) { received(*who, text); },
          .sent = [this, who] { sent(*who); },
          .closed =
              [this, who] {
                clients_.erase(who->number);
                who->socket.reset();
              }};
}

void feed::opened(const client_ptr& who, std::shared_ptr<net::websocket> socket) {
  const auto same_session = std::ranges::count_if(
      clients_, [&](const auto& other) { return other.second->session_hash == who->session_hash; });
  if (clients_.size() >= options_.clients ||
      static_cast<std::size_t>(same_session) >= options_.clients_per_session) {
    socket->close(kTooMany, "too many feeds");
    return;
  }
  const times at = clock_();
  who->socket = std::move(socket);
  who->heard_at_ms = who->pinged_at_ms = at.steady_ms;
  clients_[who->number] = who;
  send(*who,
       R"({"type":"hello","schema":1,"seq":0,"server_time":")" + to_rfc3339(at.now) +
           R"(","demonstration":)" + (options_.demonstration ? "true}" : "false}"),
       at.steady_ms);
}

void feed::received(client& who, std::string_view text) {
  if (!who.socket) return;
  const times at = clock_();
  who.heard_at_ms = at.steady_ms;
  auto message = parse_client_message(text);
  if (!message) {
    complain(who, message.error().code, message.error().detail);
    return;
  }
  if (const auto* answer = std::get_if<pong>(&*message)) {
    who.painted_seq = std::max(who.painted_seq, std::min(answer->painted_seq, who.seq));
    while (!who.unpainted.empty() && who.unpainted.front().first <= who.painted_seq) {
      who.unpainted.pop_front();
    }
    return;
  }
  if (auto* said = std::get_if<presence>(&*message)) {
    who.said = std::move(*said);
    return;
  }
  if (auto* wish = std::get_if<subscription>(&*message)) who.wish = std::move(*wish);
  who.needs_snapshot = who.wish.has_value();
  who.queue_version = 0;
  const std::lock_guard lock{view_.mutex};
  deliver(who, at);
}

// The way is free: say at once what cannot wait for the next tick.
void feed::sent(client& who) {
  const times at = clock_();
  if (who.needs_snapshot) {
    const std::lock_guard lock{view_.mutex};
    deliver(who, at);
  }
  send_queue(who, at);
  ping(who, at);
}

void feed::tick() {
  const times at = clock_();
  {
    const std::lock_guard lock{view_.mutex};
    counts_ = view_.view.counts(at.now);
    const std::unordered_set<call_key> changes = view_.view.take_changes();
    for (auto& [number, who] : clients_) {
      if (who->wish && !who->needs_snapshot) who->dirty.insert(changes.begin(), changes.end());
      deliver(*who, at);
    }
  }
  for (auto& [number, who] : clients_) {
    send_queue(*who, at);
    ping(*who, at);
  }
  measure(at);
}

// With the view's lock held.
void feed::deliver(client& who, const times& at) {
  if (!who.wish || give_up_on(who, at) || who.socket->busy()) return;
  who.late = false;
  if (who.needs_snapshot) {
    send_snapshot(who, at);
  } else if (!who.dirty.empty() || who.told != counts_) {
    send_delta(who, at);
  }
}

// True when the connection is over.
bool feed::give_up_on(client& who, const times& at) {
  if (!who.socket->busy()) return false;
  const std::int64_t waiting_ms = at.steady_ms - who.sent_at_ms;
  if (waiting_ms >= options_.close_after_ms) {
    who.socket->close(kTooSlow, "too slow");
    who.socket->abort();
    return true;
  }
  if (waiting_ms >= options_.resync_after_ms && !who.late) {
    who.late = true;
    who.needs_snapshot = true;
    who.dirty.clear();
    ++resyncs_;
  }
  return false;
}

void feed::send_snapshot(client& who, const times& at) {
  const reader eyes{who.acts_as, options_.home};
  who.needs_snapshot = false;
  who.dirty.clear();
  who.shown.clear();
  std::string text = R"({"type":"snapshot","seq":)" + std::to_string(++who.seq) + R"(,"view":")" +
                     who.wish->view + R"(","journal_seq":)" +
                     std::to_string(view_.view.journal_seq()) + R"(,"server_time":")" +
                     to_rfc3339(at.now) + R"(","rows":[)";
  const auto& calls = view_.view.calls();
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (!who.wish->matches(call->second)) continue;
    if (!who.shown.empty()) text += ',';
    text += row_text(call->second, eyes);
    who.shown.insert(call->first);
  }
  counts_ = view_.view.counts(at.now);
  who.told = counts_;
  text += R"(],"counts":)" + counts_json(counts_) + "}";
  send(who, std::move(text), at.steady_ms);
}

void feed::send_delta(client& who, const times& at) {
  const reader eyes{who.acts_as, options_.home};
  std::vector<call_key> keys{who.dirty.begin(), who.dirty.end()};
  std::ranges::sort(keys, std::ranges::greater{});
  who.dirty.clear();
  std::string upserts;
  std::string removals;
  for (const call_key key : keys) {
    const live_call* call = view_.view.find(key);
    if (call != nullptr && who.wish->matches(*call)) {
      if (!upserts.empty()) upserts += ',';
      upserts += row_text(*call, eyes);
      who.shown.insert(key);
    } else if (who.shown.erase(key) > 0) {
      removals += (removals.empty() ? "\"" : ",\"") + to_string(key) + "\"";
    }
  }
  if (upserts.empty() && removals.empty() && who.told == counts_) return;
  who.told = counts_;
  send(who,
       R"({"type":"delta","seq":)" + std::to_string(++who.seq) + R"(,"journal_seq":)" +
           std::to_string(view_.view.journal_seq()) + R"(,"server_time":")" + to_rfc3339(at.now) +
           R"(","upserts":[)" + upserts + R"(],"removals":[)" + removals + R"(],"counts":)" +
           counts_json(counts_) + "}",
       at.steady_ms);
}

// What the client lacks of the queue, whole after each subscription. Rows are compared by version,
// so nothing is remembered for a client that is slow.
void feed::send_queue(client& who, const times& at) {
  if (!who.wish || !who.wish->queue || who.socket->busy()) return;
  if (!may(who.acts_as, right::annotate)) return;
  const std::uint64_t newest = board_.version();
  if (who.queue_version == newest) return;
  const bool whole = who.queue_version == 0;
  who.queue_version = newest;
  send(who, board_.message(who.cases, whole, sees_foreign_callers(who.acts_as), at.now),
       at.steady_ms);
}

void feed::send(client& who, std::string text, std::int64_t now_ms) {
  who.sent_at_ms = now_ms;
  if (who.seq > who.noted_seq) {
    who.noted_seq = who.seq;
    // The oldest one says the lag; when the list is long the newest are not added.
    if (who.unpainted.size() < 256) who.unpainted.emplace_back(who.seq, now_ms);
  }
  who.socket->send(std::make_shared<const std::string>(std::move(text)));
}

void feed::complain(client& who, std::string_view code, std::string_view detail) {
  if (who.socket->busy()) return;
  // Words of ours: nothing to escape.
  send(who,
       R"({"type":"error","code":")" + std::string{code} + R"(","detail":")" + std::string{detail} +
           "\"}",
       clock_().steady_ms);
}

void feed::ping(client& who, const times& at) {
  if (at.steady_ms - who.pinged_at_ms < options_.ping_every_ms || who.socket->busy()) return;
  who.pinged_at_ms = at.steady_ms;
  send(who,
       R"({"type":"ping","n":)" + std::to_string(++who.pings) + R"(,"server_time":")" +
           to_rfc3339(at.now) + "\"}",
       at.steady_ms);
}

void feed::end_session(const std::string& session_hash) {
  for (auto& [number, who] : clients_) {
    if (who->session_hash == session_hash)
      who->socket->close(kSessionEnded, "the session has ended");
  }
}

std::vector<std::string> feed::sessions() const {
  std::vector<std::string> out;
  for (const auto& [number, who] : clients_) out.push_back(who->session_hash);
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace qorgan::console
