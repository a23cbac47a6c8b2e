#pragma once

// An order book in memory, for the tests of the server.

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "console/law.h"

namespace qorgan::console::test {

struct fake_orders final : order_book {
  order_id add_order(const order& value, audit_entry entry) override {
    const std::lock_guard lock{mutex};
    if (broken_audit) throw std::runtime_error("disk full");
    orders.push_back(value);
    orders.back().id = {static_cast<std::int64_t>(orders.size())};
    entries.push_back(std::move(entry));
    return orders.back().id;
  }
  bool take_steps(std::span<const order_step> steps) override {
    const std::lock_guard lock{mutex};
    if (broken_audit) throw std::runtime_error("disk full");
    for (const order_step& step : steps) {
      if (orders.at(place(step.value.id)).state != step.was) return false;
    }
    for (const order_step& step : steps) {
      orders[place(step.value.id)] = step.value;
      entries.push_back(step.entry);
    }
    return true;
  }
  std::optional<order> find_order(order_id id) override {
    const std::lock_guard lock{mutex};
    if (id.value < 1 || place(id) >= orders.size()) return std::nullopt;
    return orders[place(id)];
  }
  std::vector<order> find_orders(const order_query& query) override {
    const std::lock_guard lock{mutex};
    asked.push_back(query);
    std::vector<order> out;
    std::ranges::copy_if(orders, std::back_inserter(out), [&](const order& each) {
      return query.states.empty() ||
             std::ranges::find(query.states, each.state) != query.states.end();
    });
    return out;
  }
  std::vector<order> unacknowledged() override { return {}; }
  std::vector<order> standing() override {
    return find_orders({.states = {order_state::active, order_state::emergency}});
  }
  std::uint64_t in_force_count() override { return count; }
  void acknowledge(order_id, bool, timestamp) override {}
  void forget_acknowledgements() override {}
  blast_radius measure(const blast_question& question) override {
    const std::lock_guard lock{mutex};
    measured.push_back(question);
    blast_radius out;
    out.calls = 7;
    out.by_callee = question.target.kind == order_kind::number;
    out.most.push_back({"+77010000001", 7, 1});
    return out;
  }
  std::vector<order_effect> effects(timestamp, timestamp) override { return {{{1}, 3, 2}}; }

  static std::size_t place(order_id id) { return static_cast<std::size_t>(id.value) - 1; }
  std::vector<std::string> actions() {
    const std::lock_guard lock{mutex};
    std::vector<std::string> out;
    for (const audit_entry& each : entries) out.push_back(each.action);
    return out;
  }
  /// Order 1 as the step that ends this path wants it, proposed by this person.
  void prepare(const std::string& path, const std::string& proposer, timestamp now) {
    const std::lock_guard lock{mutex};
    orders.resize(1);
    order& one = orders[0];
    one = {};
    one.id = {1};
    one.target = "+4915112345678";
    one.basis = "rules";
    one.note = "forty complaints";
    one.proposer = proposer;
    one.valid_to = now + std::chrono::hours{10};
    one.ratify_by = now + std::chrono::hours{1};
    one.state = path.ends_with("/approve") || path.ends_with("/refuse") ? order_state::submitted
                : path.ends_with("/ratify")                             ? order_state::emergency
                : path.ends_with("/lift")                               ? order_state::active
                                                                        : order_state::draft;
  }

  std::mutex mutex;
  bool broken_audit = false;
  std::uint64_t count = 0;
  std::vector<order> orders;
  std::vector<audit_entry> entries;
  std::vector<order_query> asked;
  std::vector<blast_question> measured;
};

struct fake_appeals final : appeal_book {
  appeal_id add_appeal(const appeal& value, audit_entry entry) override {
    const std::lock_guard lock{mutex};
    all.push_back(value);
    all.back().id = {static_cast<std::int64_t>(all.size())};
    entries.push_back(std::move(entry));
    return all.back().id;
  }
  std::optional<appeal> find_appeal(appeal_id id) override {
    const std::lock_guard lock{mutex};
    const auto found = std::ranges::find(all, id, &appeal::id);
    return found == all.end() ? std::nullopt : std::optional{*found};
  }
  std::optional<appeal> find_appeal(std::string_view case_number) override {
    const std::lock_guard lock{mutex};
    const auto found = std::ranges::find(all, case_number, &appeal::case_number);
    return found == all.end() ? std::nullopt : std::optional{*found};
  }
  std::vector<appeal> appeals(unsigned) override { return all; }
  std::uint64_t open_appeals() override { return open; }
  std::vector<appeal> overdue_appeals(timestamp) override { return {}; }
  bool decide_appeal(const appeal& value, const audit_entry& entry,
                     const std::optional<order_step>& lifted) override {
    const std::lock_guard lock{mutex};
    *std::ranges::find(all, value.id, &appeal::id) = value;
    entries.push_back(entry);
    if (lifted) steps.push_back(*lifted);
    return true;
  }
  void prepare() {
    const std::lock_guard lock{mutex};
    all.resize(1);
    all[0].id = {1};
    all[0].case_number = "AAAA-BBBB-CCCC-DDDD";
    all[0].caller = "+4915112345678";
    all[0].order = {1};
    all[0].state = appeal_state::open;
  }

  std::mutex mutex;
  std::uint64_t open = 0;
  std::vector<appeal> all;
  std::vector<audit_entry> entries;
  std::vector<order_step> steps;
};

struct fake_log final : audit_book {
  std::vector<placed_entry> audit_after(std::int64_t id, unsigned limit) override {
    std::vector<placed_entry> out;
    for (const placed_entry& each : entries) {
      if (each.id > id && out.size() < limit) out.push_back(each);
    }
    return out;
  }
  std::vector<placed_entry> find_audit(const audit_query& query) override {
    asked.push_back(query);
    return {entries.rbegin(), entries.rend()};
  }
  void keep_checkpoint(const kept_checkpoint& value) override { kept.push_back(value); }
  std::optional<kept_checkpoint> newest_checkpoint() override {
    return kept.empty() ? std::nullopt : std::optional{kept.back()};
  }
  std::vector<kept_checkpoint> checkpoints() override { return kept; }

  std::vector<placed_entry> entries;
  std::vector<audit_query> asked;
  std::vector<kept_checkpoint> kept{{0, timestamp{std::chrono::seconds{1}}, "no note"}};
};

struct fake_reviews final : review_book {
  std::vector<call_key> sample_refused(timestamp, timestamp, unsigned) override { return drawn; }
  bool add_review(const review& value, const audit_entry& entry) override {
    said.push_back(value);
    entries.push_back(entry);
    return true;
  }
  review_counts reviews_since(timestamp) override { return counts; }

  std::vector<call_key> drawn;
  std::vector<review> said;
  std::vector<audit_entry> entries;
  review_counts counts{98, 2, 5};
};

inline std::shared_ptr<const casework::legal_bases> sample_law() {
  auto out = std::make_shared<casework::legal_bases>();
  out->version = "v1";
  casework::legal_basis basis;
  basis.id = "rules";
  basis.title = {"Rules", "Правила", "Ережелер"};
  basis.article = "art. 1";
  basis.kinds = {order_kind::number, order_kind::range, order_kind::victim};
  basis.actions = {verdict::block};
  basis.proposed_by = {role::operator_, role::shift_lead, role::prosecutor};
  basis.issued_by = {role::prosecutor};
  basis.emergency_by = {role::shift_lead};
  basis.longest_hours = 720;
  out->bases.push_back(basis);
  return out;
}

}  // namespace qorgan::console::test
