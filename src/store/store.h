#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/api_clients.h"
#include "domain/appeal.h"
#include "domain/audit_book.h"
#include "domain/call_archive.h"
#include "domain/desk.h"
#include "domain/desk_shift.h"
#include "domain/order_book.h"
#include "domain/people.h"
#include "domain/record.h"
#include "domain/review_book.h"

namespace qorgan::store {

/// The SQL store behind one connection string: "sqlite:/path/store.sqlite" or
/// "postgresql://user:password@host:port/database" (or libpq "host=/run/… dbname=…" behind the
/// scheme "postgresql:"). Opening migrates to the newest schema. Thread-safe: each use takes a
/// connection of a small pool.
class store final : public call_archive,
                    public people,
                    public api_clients,
                    public order_book,
                    public appeal_book,
                    public audit_book,
                    public review_book,
                    public desk_book,
                    public desk_roster {
 public:
  static std::expected<std::unique_ptr<store>, std::string> open(const std::string& url);
  ~store() override;

  /// Last journal sequence number that is in the store; 0 for an empty one.
  std::uint64_t position();
  /// Applies records (in order, all behind `position`) and saves the new position in the same
  /// transaction, so that a crash neither loses nor repeats one. Throws std::runtime_error.
  void project(std::span<const record> batch);
  /// Names of trunks by id, for reading; kept across configurations.
  void save_trunks(const std::vector<std::pair<trunk_id, std::string>>& names);
  /// "SQLite 3.40.1", "PostgreSQL 15.8".
  std::string description();

  std::vector<call_summary> find_calls(const call_query& query) override;
  std::optional<call_detail> call(call_key key) override;
  std::vector<alert_summary> newest_alerts(unsigned limit) override;

  std::optional<user> find_user(std::string_view name) override;
  std::optional<user> find_user(user_id id) override;
  std::vector<user> users() override;
  user_id save_user(const user& value, const audit_entry& entry) override;
  void add_session(const session& value, const audit_entry& entry) override;
  std::optional<session> find_session(std::string_view token_hash, timestamp now) override;
  void remove_session(std::string_view token_hash, const audit_entry& entry) override;
  void add_audit(const audit_entry& entry) override;
  std::vector<audit_entry> newest_audit(unsigned limit) override;
  std::optional<drop_receipt> find_receipt(std::string_view actor,
                                           std::string_view idempotency_key) override;
  std::optional<drop_receipt> find_receipt(call_key id) override;
  void keep_receipt(const drop_receipt& value, const audit_entry& entry) override;
  void forget_receipt(const drop_receipt& value, const audit_entry& entry) override;

  std::vector<api_client> clients() override;
  void save_client(const api_client& value, const audit_entry& entry) override;

  order_id add_order(const order& value, audit_entry entry) override;
  bool take_steps(std::span<const order_step> steps) override;
  std::optional<order> find_order(order_id id) override;
  std::vector<order> find_orders(const order_query& query) override;
  std::vector<order> unacknowledged() override;
  std::vector<order> standing() override;
  std::uint64_t in_force_count() override;
  void acknowledge(order_id id, bool in_force, timestamp at) override;
  void forget_acknowledgements() override;
  blast_radius measure(const blast_question& question) override;
  std::vector<order_effect> effects(timestamp from, timestamp to) override;

  appeal_id add_appeal(const appeal& value, audit_entry entry) override;
  std::optional<appeal> find_appeal(appeal_id id) override;
  std::optional<appeal> find_appeal(std::string_view case_number) override;
  std::vector<appeal> appeals(unsigned limit) override;
  std::uint64_t open_appeals() override;
  std::vector<appeal> overdue_appeals(timestamp now) override;
  bool decide_appeal(const appeal& value, const audit_entry& entry,
                     const std::optional<order_step>& lifted) override;

  std::vector<call_key> sample_refused(timestamp from, timestamp to, unsigned count) override;
  bool add_review(const review& value, const audit_entry& entry) override;
  review_counts reviews_since(timestamp from) override;

  std::vector<placed_entry> audit_after(std::int64_t id, unsigned limit) override;
  std::vector<placed_entry> find_audit(const audit_query& query) override;
  void keep_checkpoint(const kept_checkpoint& value) override;
  std::optional<kept_checkpoint> newest_checkpoint() override;
  std::vector<kept_checkpoint> checkpoints() override;
  void start_shift(const shift_member& who) override;
  std::expected<void, shift_refusal> take_break(const std::string& actor, timestamp at) override;
  unsigned end_shift(const std::string& actor, timestamp at) override;
  std::vector<shift_member> on_shift() override;
  handover_id offer_handover(const handover& value) override;
  std::expected<void, shift_refusal> accept_handover(handover_id id, const std::string& actor,
                                                     timestamp at) override;
  std::vector<handover> handovers(unsigned limit) override;

  unsigned take_alerts(const intake_options& options, timestamp now) override;
  std::expected<desk_case, desk_refusal> report(const case_call& told,
                                                const case_act& act) override;
  std::expected<desk_case, desk_refusal> act(case_id id, const case_act& act,
                                             const change& with) override;
  std::expected<desk_case, desk_refusal> work(case_id id, const std::string& actor,
                                              timestamp until) override;
  unsigned sweep(timestamp now, timestamp abandoned) override;
  std::uint64_t changes() override;
  std::vector<open_case> open_cases() override;
  std::optional<desk_case> find_case(case_id id) override;
  std::vector<case_call> calls_of(case_id id, unsigned limit) override;
  std::vector<case_event> history_of(case_id id, unsigned limit) override;
  std::vector<desk_case> past_cases(const desk_case& like, unsigned limit) override;
  std::vector<desk_case> closed_cases(unsigned limit) override;
  unsigned alerts_since(timestamp from) override;
  desk_tally tally_since(timestamp from, const std::int64_t (&red_us)[kDeskLevels]) override;

 private:
  struct state;
  explicit store(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::store
