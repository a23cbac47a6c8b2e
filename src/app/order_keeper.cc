#include "app/order_keeper.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "casework/order_steps.h"
#include "os/thread_name.h"

namespace qorgan::app {
namespace {

using namespace std::chrono_literals;

/// Orders that begin or end by the clock do so within this time.
constexpr auto kLookAnyway = 250ms;
/// What the engine was told and did not acknowledge is told again after this time.
constexpr std::int64_t kTellAgain_ns = 1'000'000'000;

audit_entry entry_of(const order& value, std::string_view action, timestamp at,
                     std::string_view detail = {}) {
  return {at, "system", std::string(action), std::to_string(value.id.value), std::string(detail)};
}

}  // namespace

struct order_keeper::state {
  explicit state(dependencies given) : needs{given} {}

  void run();
  void take_back_unknown();
  void note_acknowledged();
  void pass_time();
  void answer_appeals();
  void tell_engine();
  void step(const order& from, const order& to, std::string_view action);
  bool wait();

  struct telling {
    bool in_force = false;
    std::int64_t first_ns = 0;
    std::int64_t last_ns = 0;
  };

  dependencies needs;
  std::vector<order_changed> remembered;
  bool started = false;
  std::map<order_id, telling> told;
  std::thread thread;

  mutable std::mutex guard;
  std::condition_variable woken;
  bool something_new = false;
  bool stop_asked = false;
  std::vector<order_changed> acknowledged;
  order_figures figures;
};

/// After a start nothing counts as acknowledged, and what the engine remembers without the book
/// knowing of it (the process died between the two) goes out of force.
void order_keeper::state::take_back_unknown() {
  if (started) return;
  needs.book.forget_acknowledgements();
  const std::vector<order> standing = needs.book.standing();
  for (order_changed& change : remembered) {
    const auto known = std::ranges::find(standing, change.order, &order::id);
    if (known != standing.end() && in_force(known->state)) continue;
    change.in_force = false;
    needs.engine.enforce(change);
  }
  remembered.clear();
  started = true;
}

void order_keeper::state::note_acknowledged() {
  std::vector<order_changed> done;
  {
    const std::lock_guard lock(guard);
    done.swap(acknowledged);
  }
  for (const order_changed& change : done) {
    needs.book.acknowledge(change.order, change.in_force, needs.clock.now());
    const auto known = told.find(change.order);
    if (known != told.end() && known->second.in_force == change.in_force) told.erase(known);
    const std::lock_guard lock(guard);
    ++(change.in_force ? figures.begun : figures.ended);
  }
}

void order_keeper::state::step(const order& from, const order& to, std::string_view action) {
  const order_step one{to, from.state, entry_of(to, action, needs.clock.now(), to.end_reason)};
  needs.book.take_steps({&one, 1});
}

void order_keeper::state::pass_time() {
  const timestamp now = needs.clock.now();
  for (const order& each : needs.book.standing()) {
    if (const auto after = casework::pass_time(each, now)) {
      step(each, *after, after->state == order_state::active ? "order_begins" : "order_ends");
    } else if (casework::renewal_due(each, now)) {
      order asked = each;
      asked.renewal_asked_at = now;
      step(each, asked, "order_renewal_asked");
    }
  }
}

/// Whoever was refused does not wait for ever because nobody had time.
void order_keeper::state::answer_appeals() {
  constexpr std::string_view kReason = "the appeal was not answered in time";
  const timestamp now = needs.clock.now();
  for (appeal late : needs.appeals.overdue_appeals(now)) {
    std::optional<order_step> lifted;
    if (const auto behind = needs.book.find_order(late.order)) {
      if (const auto after = casework::lift(*behind, {"system", role::prosecutor, now}, kReason)) {
        lifted = {*after, behind->state, entry_of(*after, "lift_order", now, kReason)};
      }
    }
    late.state = appeal_state::lapsed;
    late.decided_at = now;
    late.decided_by = "system";
    late.reason = kReason;
    needs.appeals.decide_appeal(late,
                                {now, "system", "appeal_lapsed",
                                 "appeal " + std::to_string(late.id.value), std::string(kReason)},
                                lifted);
  }
}

void order_keeper::state::tell_engine() {
  const std::int64_t now = os::monotonic_ns();
  const std::vector<order> waiting = needs.book.unacknowledged();
  std::int64_t longest = 0;
  for (const order& each : waiting) {
    const order_changed change = casework::change_of(each);
    auto [known, is_new] = told.try_emplace(each.id, telling{change.in_force, now, 0});
    if (known->second.in_force != change.in_force) known->second = {change.in_force, now, 0};
    longest = std::max(longest, now - known->second.first_ns);
    if (known->second.last_ns != 0 && now - known->second.last_ns < kTellAgain_ns) continue;
    if (needs.engine.enforce(change)) known->second.last_ns = now;
  }
  std::erase_if(told, [&](const auto& one) {
    return std::ranges::find(waiting, one.first, &order::id) == waiting.end();
  });
  const std::uint64_t standing = needs.book.in_force_count();
  const std::lock_guard lock(guard);
  figures.in_force = standing;
  figures.unacknowledged = waiting.size();
  figures.unacknowledged_for_ms = longest / 1'000'000;
}

bool order_keeper::state::wait() {
  std::unique_lock lock(guard);
  woken.wait_for(lock, kLookAnyway, [this] { return something_new || stop_asked; });
  something_new = false;
  return !stop_asked;
}

order_keeper::order_keeper(dependencies needs, std::vector<order_changed> remembered)
    : state_{std::make_unique<state>(needs)} {
  state_->remembered = std::move(remembered);
}

order_keeper::~order_keeper() {
  stop();
}

void order_keeper::round() {
  state& s = *state_;
  std::string trouble;
  try {
    s.take_back_unknown();
    s.note_acknowledged();
    s.pass_time();
    s.answer_appeals();
    s.tell_engine();
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  const std::lock_guard lock(s.guard);
  s.figures.trouble = std::move(trouble);
}

void order_keeper::start() {
  state_->thread = std::thread([this] {
    os::name_this_thread("orders");
    do {
      round();
    } while (state_->wait());
  });
}

void order_keeper::stop() {
  {
    const std::lock_guard lock(state_->guard);
    state_->stop_asked = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

void order_keeper::notify() noexcept {
  {
    const std::lock_guard lock(state_->guard);
    state_->something_new = true;
  }
  state_->woken.notify_all();
}

void order_keeper::look_at(std::span<const record> batch) {
  bool any = false;
  for (const record& entry : batch) {
    const auto* const change = std::get_if<order_changed>(&entry.input);
    if (change == nullptr) continue;
    const std::lock_guard lock(state_->guard);
    state_->acknowledged.push_back(*change);
    any = true;
  }
  if (any) notify();
}

order_figures order_keeper::figures() const {
  const std::lock_guard lock(state_->guard);
  return state_->figures;
}

}  // namespace qorgan::app
