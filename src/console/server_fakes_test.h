#pragma once

// Small fakes of what surrounds the console, everything in memory.

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/api_clients.h"
#include "domain/call_archive.h"
#include "domain/call_control.h"
#include "domain/centre_status.h"
#include "domain/people.h"
#include "domain/policy_trial.h"
#include "domain/report_intake.h"

namespace qorgan::console::test {

struct fake_archive final : call_archive {
  std::vector<call_summary> find_calls(const call_query& query) override {
    const std::lock_guard lock{mutex};
    if (broken) throw std::runtime_error("database is gone");
    asked.push_back(query);
    std::vector<call_summary> out;
    for (auto call = calls.rbegin(); call != calls.rend() && out.size() < query.limit; ++call) {
      if (query.before && call->first >= query.before) continue;
      out.push_back(call->second.call);
    }
    return out;
  }
  std::optional<call_detail> call(call_key key) override {
    const std::lock_guard lock{mutex};
    const auto found = calls.find(key);
    return found == calls.end() ? std::nullopt : std::optional{found->second};
  }
  std::vector<alert_summary> newest_alerts(unsigned) override { return alerts; }
  void add(const call_detail& call) {
    const std::lock_guard lock{mutex};
    calls[call.call.key] = call;
  }

  std::mutex mutex;
  bool broken = false;
  std::map<call_key, call_detail> calls;
  std::vector<alert_summary> alerts;
  std::vector<call_query> asked;
};

struct fake_people final : people {
  std::optional<user> find_user(std::string_view name) override {
    const std::lock_guard lock{mutex};
    for (const user& person : persons) {
      if (person.name == name) return person;
    }
    return std::nullopt;
  }
  std::optional<user> find_user(user_id id) override {
    const std::lock_guard lock{mutex};
    for (const user& person : persons) {
      if (person.id == id) return person;
    }
    return std::nullopt;
  }
  std::vector<user> users() override { return persons; }
  user_id save_user(const user& value, const audit_entry&) override { return value.id; }
  void add_session(const session& value, const audit_entry& entry) override {
    const std::lock_guard lock{mutex};
    sessions[value.token_hash] = value;
    audit.push_back(entry);
  }
  std::optional<session> find_session(std::string_view hash, timestamp now) override {
    const std::lock_guard lock{mutex};
    const auto found = sessions.find(std::string{hash});
    if (found == sessions.end() || found->second.expires_at <= now) return std::nullopt;
    return found->second;
  }
  void remove_session(std::string_view hash, const audit_entry& entry) override {
    const std::lock_guard lock{mutex};
    sessions.erase(std::string{hash});
    audit.push_back(entry);
  }
  void add_audit(const audit_entry& entry) override {
    const std::lock_guard lock{mutex};
    if (broken_audit) throw std::runtime_error("disk full");
    audit.push_back(entry);
  }
  std::vector<audit_entry> newest_audit(unsigned) override {
    const std::lock_guard lock{mutex};
    return {audit.rbegin(), audit.rend()};
  }
  std::optional<drop_receipt> find_receipt(std::string_view actor, std::string_view key) override {
    const std::lock_guard lock{mutex};
    for (const drop_receipt& each : receipts) {
      if (each.actor == actor && each.idempotency_key == key) return each;
    }
    return std::nullopt;
  }
  std::optional<drop_receipt> find_receipt(call_key id) override {
    const std::lock_guard lock{mutex};
    for (const drop_receipt& each : receipts) {
      if (each.id == id) return each;
    }
    return std::nullopt;
  }
  void keep_receipt(const drop_receipt& value, const audit_entry& entry) override {
    add_audit(entry);
    const std::lock_guard lock{mutex};
    receipts.push_back(value);
  }
  void forget_receipt(const drop_receipt& value, const audit_entry& entry) override {
    add_audit(entry);
    const std::lock_guard lock{mutex};
    std::erase_if(receipts, [&](const drop_receipt& each) { return each.id == value.id; });
  }
  std::vector<audit_entry> entries(const std::string& action) {
    const std::lock_guard lock{mutex};
    std::vector<audit_entry> out;
    std::ranges::copy_if(audit, std::back_inserter(out),
                         [&](const audit_entry& entry) { return entry.action == action; });
    return out;
  }

  std::mutex mutex;
  bool broken_audit = false;
  std::vector<user> persons;
  std::map<std::string, session> sessions;
  std::vector<audit_entry> audit;
  std::vector<drop_receipt> receipts;
};

struct fake_calls final : call_control {
  drop_answer drop(const drop_request& request) override {
    const std::lock_guard lock{mutex};
    if (overloaded) return drop_answer::overloaded;
    dropped.push_back(request);
    return drop_answer::accepted;
  }
  std::mutex mutex;
  bool overloaded = false;
  std::vector<drop_request> dropped;
};

struct fake_reports final : report_intake {
  intake_answer report(const call_reported& said) override {
    const std::lock_guard lock{mutex};
    if (overloaded) return intake_answer::overloaded;
    taken.push_back(said);
    return intake_answer::accepted;
  }
  std::mutex mutex;
  bool overloaded = false;
  std::vector<call_reported> taken;
};

struct fake_clients final : api_clients {
  std::vector<api_client> clients() override {
    const std::lock_guard lock{mutex};
    return all;
  }
  void save_client(const api_client&, const audit_entry&) override {}
  std::mutex mutex;
  std::vector<api_client> all;
};

struct fake_trials final : policy_trials {
  std::expected<void, not_started> start(const trial_request& request,
                                         const std::string& actor) override {
    const std::lock_guard lock{mutex};
    if (value.now == trial_state::phase::running) return std::unexpected(not_started{true, {}});
    if (!mistakes.empty()) return std::unexpected(not_started{false, mistakes});
    value.now = trial_state::phase::running;
    value.tried = request;
    value.actor = actor;
    return {};
  }
  trial_state state() const override {
    const std::lock_guard lock{mutex};
    return value;
  }
  void stop() override {
    const std::lock_guard lock{mutex};
    value.now = trial_state::phase::stopped;
  }
  mutable std::mutex mutex;
  trial_state value;
  config_errors mistakes;
};

struct fake_status final : status_source {
  centre_status status() const override {
    const std::lock_guard lock{mutex};
    return value;
  }
  rejected_report rejected() const override { return turned_away; }
  mutable std::mutex mutex;
  centre_status value;
  rejected_report turned_away;
};

}  // namespace qorgan::console::test
