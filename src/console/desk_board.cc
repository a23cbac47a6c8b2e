#include "console/desk_board.h"

#include <boost/json.hpp>
#include <unordered_set>

namespace qorgan::console {
namespace {

std::string counts_json(const desk_counts& counts) {
  return R"({"waiting":)" + std::to_string(counts.waiting) + R"(,"claimed":)" +
         std::to_string(counts.claimed) + R"(,"shelved":)" + std::to_string(counts.shelved) +
         R"(,"urgent_waiting":)" + std::to_string(counts.urgent_waiting) + R"(,"overdue":)" +
         std::to_string(counts.overdue) + R"(,"escalated":)" + std::to_string(counts.escalated) +
         R"(,"flood":)" + (counts.flood ? "true" : "false") + R"(,"alarm":)" +
         (counts.alarm ? "true}" : "false}");
}

void count(const desk_case& it, const casework::desk_limits& limits, timestamp now,
           desk_counts& to) {
  to.waiting += it.state == case_state::waiting;
  to.claimed += it.state == case_state::claimed;
  to.shelved += it.state == case_state::shelved;
  to.urgent_waiting += it.state == case_state::waiting && it.level == desk_level::urgent;
  const auto clock = casework::step_clock(it, limits);
  const auto escalation = casework::escalation_clock(it, limits);
  to.overdue += (clock && clock->red_at <= now) || (escalation && escalation->red_at <= now);
  to.escalated += escalation.has_value();
}

}  // namespace

void desk_board::replace(std::vector<open_case> cases) {
  const std::lock_guard lock{mutex_};
  std::unordered_set<std::uint64_t> open;
  for (open_case& each : cases) {
    const std::uint64_t id = each.about.id.value;
    open.insert(id);
    row& of = rows_[id];
    of.held = std::move(each);
    of.stale = true;
  }
  if (std::erase_if(rows_, [&](const auto& entry) { return !open.contains(entry.first); }) > 0) {
    ++version_;
  }
}

void desk_board::refresh(const live_view& view, const casework::desk_limits& limits, timestamp now,
                         bool flood) {
  const std::lock_guard lock{mutex_};
  desk_counts counts{.flood = flood};
  for (auto& [id, each] : rows_) {
    const casework::case_pulse pulse = pulse_of(each.held.calls, view);
    const int rank = rank_of(each.held.about, pulse, now);
    if (each.stale || pulse != each.pulse || rank != each.rank) {
      each.pulse = pulse;
      each.rank = rank;
      write(each, limits);
    }
    count(each.held.about, limits, now, counts);
    const desk_case& it = each.held.about;
    counts.alarm = counts.alarm || (it.state == case_state::waiting &&
                                    it.level == desk_level::urgent && it.latest_at > quiet_at_);
  }
  if (counts == counts_) return;
  counts_ = counts;
  ++version_;
}

void desk_board::write(row& of, const casework::desk_limits& limits) {
  const auto text = [&](role who) {
    return boost::json::serialize(
        case_json(of.held.about, of.pulse, of.rank, limits, {who, home_}));
  };
  of.stale = false;
  std::string seen = text(role::operator_);
  if (seen == of.text[0]) return;
  of.text = {std::move(seen), text(role::engineer)};
  of.version = ++version_;
}

void desk_board::quiet(timestamp at) {
  const std::lock_guard lock{mutex_};
  quiet_at_ = at;
}

std::uint64_t desk_board::version() const {
  const std::lock_guard lock{mutex_};
  return version_;
}

desk_counts desk_board::counts() const {
  const std::lock_guard lock{mutex_};
  return counts_;
}

std::string desk_board::message(told& known, bool whole, bool sees_foreign, timestamp now) const {
  const std::lock_guard lock{mutex_};
  if (whole) known.clear();
  std::string upserts, removals;
  for (const auto& [id, each] : rows_) {
    if (each.version == 0) continue;  // not written yet
    std::uint64_t& has = known[id];
    if (has == each.version) continue;
    has = each.version;
    upserts += (upserts.empty() ? "" : ",") + each.text[sees_foreign ? 0 : 1];
  }
  for (auto entry = known.begin(); entry != known.end();) {
    if (rows_.contains(entry->first)) {
      ++entry;
      continue;
    }
    removals += (removals.empty() ? "\"" : ",\"") + to_string(case_id{entry->first}) + "\"";
    entry = known.erase(entry);
  }
  return R"({"type":"queue","whole":)" + std::string(whole ? "true" : "false") +
         R"(,"server_time":")" + to_rfc3339(now) + R"(","upserts":[)" + upserts +
         R"(],"removals":[)" + removals + R"(],"counts":)" + counts_json(counts_) + "}";
}

}  // namespace qorgan::console
