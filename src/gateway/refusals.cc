#include "gateway/refusals.h"

#include "engine/policy.h"
#include "gateway/answers.h"
#include "gateway/proxy.h"
#include "gateway/recorder.h"
#include "gateway/screening.h"
#include "gateway/watcher.h"
#include "sip/refusal.h"

namespace qorgan::gateway {

std::string_view redirect_lines(call_path& path, const trunk_options& on, const sip::message& in,
                                const decision& decided, std::uint16_t status,
                                const call_started* event) {
  sip::writer lines(path.lines);
  if (status >= 300 && status < 400) {
    std::string_view target = in.request_uri;
    if (decided.enforced == verdict::divert) {
      const auto divert = path.screening.divert_target(decided.rule);
      if (!divert.empty()) target = divert;
    }
    lines.text("Contact: <").text(target).text(">").crlf();
    sip::write_verdict_lines(lines, decided, decided.enforced);
    if (decided.enforced == verdict::label && on.headers.label_by_header) {
      lines.text(on.headers.label_line).crlf();
    }
    write_added_lines(lines, on.headers, decided);
    if (event != nullptr) sip::write_verstat_line(lines, event->caller.number, event->attested);
  }
  if (decided.enforced == verdict::block) {
    sip::write_refusal_lines(lines, {status, path.options.refusal_url, decided.key});
  }
  return lines.ok() ? lines.view() : std::string_view{};
}

std::optional<waiver> queue_refusal(call_path& path, slot_handle at, std::uint64_t seq,
                                    const decision& decided) {
  if (seq == 0 || !path.journal.healthy()) return waiver::journal_down;
  if (!at) return waiver::no_room;
  transaction& t = *path.transactions.find(at);
  t.request = path.bytes.keep(path.in.bytes);
  if (!t.request) return waiver::no_room;
  t.refuse_with = status_for(path.trunks.at(t.trunk).options, decided);
  t.decided = decided.key;
  t.score = decided.score;
  t.pending = path.refusals.push({at, seq, path.now_ms + path.options.commit_patience_ms});
  if (t.pending) return std::nullopt;
  path.bytes.give_back(t.request);
  return waiver::no_room;
}

void waive(call_path& path, trunk& on, const refusal_waived& fact, std::uint32_t cseq) {
  ++path.figures.not_enforced;
  ++on.figures.passed;
  record_waived(path, fact, cseq);
}

namespace {

/// Returns false when the refusal at the head must wait on.
bool release_one(call_path& path, const pending_refusal& head, bool healthy) {
  transaction* const t = path.transactions.find(head.transaction);
  if (t == nullptr || !t->pending) return true;  // cancelled or dropped meanwhile
  const bool durable = path.journal.committed() >= head.seq;
  if (!durable && healthy && path.now_ms < head.patience_ends_ms) return false;
  t->pending = false;
  trunk& on = path.trunks.at(t->trunk);
  const slot_handle call_at = t->call;
  decision decided;
  decided.key = t->decided;
  decided.score = t->score;
  if (durable) {
    const std::uint16_t status = t->refuse_with;
    ++on.figures.blocked;
    sip::writer lines(path.lines);
    const sip::refusal refused{status, path.options.refusal_url, t->decided};
    sip::write_refusal_lines(lines, refused);
    const std::uint32_t cseq = t->cseq;
    answer_kept(
        path, head.transaction,
        {status, lines.ok() ? lines.view() : std::string_view{}, sip::refusal_phrase(refused)});
    if (call_at) {
      end_call(path, call_at, status, ended_by::centre, true);
    } else {
      record_ended(
          path, {decided.key, path.now, status, ended_by::centre},
          entry_of(path.now, leg::caller, direction::sent, {sip::method::invite, cseq, status}));
    }
    return true;
  }
  const waiver why = healthy ? waiver::record_late : waiver::journal_down;
  if (t->role == transaction_role::answer) {
    if (path.watch) path.watch->on_verdict_passed(decided.key);
    const std::uint16_t status = on.options.answers.pass;
    waive(path, on, {decided.key, path.now, why, status}, t->cseq);
    if (read_kept(path, *t)) {
      answer_kept(path, head.transaction,
                  {status, redirect_lines(path, on.options, path.sent, decided, status)});
    }
    return true;
  }
  waive(path, on, {decided.key, path.now, why, 0}, t->cseq);
  if (call* const c = path.calls.find(call_at)) c->enforced = verdict::pass;
  stored original = t->request;  // forwarding keeps its own copy in its place
  t->request = {};
  if (sip::parse(original.view(), path.sent)) {
    forward_invite(path, head.transaction, path.sent, decided);
  }
  path.bytes.give_back(original);
  return true;
}

}  // namespace

void release_refusals(call_path& path) {
  const bool healthy = path.journal.healthy();
  while (const pending_refusal* const head = path.refusals.front()) {
    const pending_refusal copy = *head;
    if (!release_one(path, copy, healthy)) return;
    path.refusals.pop_front();
  }
}

}  // namespace qorgan::gateway
