#include "app/verify.h"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "app/config.h"
#include "audit/log_check.h"
#include "audit/signed_note.h"
#include "journal/journal.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

constexpr std::size_t kNamedFaults = 20;

/// Says every fault once and counts.
class report {
 public:
  explicit report(std::ostream& out) : out_{out} {}
  void fault(const std::string& words) {
    if (++faults_ <= kNamedFaults) out_ << "  FAULT  " << words << "\n";
  }
  void good(const std::string& words) { out_ << "  ok     " << words << "\n"; }
  std::size_t faults() const { return faults_; }

 private:
  std::ostream& out_;
  std::size_t faults_ = 0;
};

void check_chain(const std::string& path, report& to) {
  const auto checked = journal::verify(path);
  if (!checked) return to.fault("journal: " + checked.error());
  for (const std::string& words : checked->faults) to.fault("journal: " + words);
  if (checked->faults.empty()) {
    to.good("journal: " + std::to_string(checked->records) + " records in " +
            std::to_string(checked->groups) + " groups, chain whole");
  }
}

/// Beside a running centre the store is some milliseconds behind; it gets time to arrive.
std::uint64_t position_reaching(store::store& archive, std::uint64_t wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{2};
  std::uint64_t position = archive.position();
  while (position < wanted && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    position = archive.position();
  }
  return position;
}

void check_positions(std::uint64_t journal_end, std::uint64_t position, report& to) {
  if (position < journal_end) {
    to.fault("store: stands at record " + std::to_string(position) + ", the journal ends at " +
             std::to_string(journal_end) + "; a running centre catches up");
  } else {
    to.good("store: stands at record " + std::to_string(position));
  }
}

/// Every refusal that the journal holds up to `end` has its row, and no call begins twice.
void check_calls(journal::reader& source, store::store& archive, std::uint64_t end, report& to) {
  std::vector<std::uint64_t> keys;
  std::uint64_t refused = 0;
  for (std::uint64_t at = 0; at < end;) {
    const auto batch = source.read_after(at);
    if (!batch) return to.fault("journal: " + batch.error());
    if (batch->empty()) break;
    for (const record& entry : *batch) {
      at = entry.seq;
      if (at > end) break;
      if (!std::holds_alternative<call_started>(entry.input)) continue;
      const call_key key = call_of(entry.input);
      keys.push_back(key.value);
      if (!entry.decided || entry.decided->enforced != verdict::block) continue;
      ++refused;
      const auto row = archive.call(key);
      if (!row || row->call.enforced != verdict::block) {
        to.fault("store: refused call " + to_string(key) + " (record " + std::to_string(at) +
                 ") has no row");
      }
    }
  }
  std::ranges::sort(keys);
  for (auto at = std::ranges::adjacent_find(keys); at != keys.end();
       at = std::adjacent_find(at + 1, keys.end())) {
    to.fault("journal: call " + to_string(call_key{*at}) + " begins twice");
  }
  to.good(std::to_string(keys.size()) + " calls looked at, " + std::to_string(refused) +
          " of them refused");
}

/// The audit log against the states that were signed while it grew.
void check_audit(store::store& archive, const std::string& key_file, report& to) {
  std::vector<audit::known_state> known;
  if (const auto text = read_file(key_file)) {
    const auto key = audit::parse_signer_key(*text);
    if (!key) return to.fault(key_file + ": " + key.error());
    for (const kept_checkpoint& each : archive.checkpoints()) {
      const auto note = audit::open_note(each.note, key->open);
      const auto said = note ? audit::parse_checkpoint(*note) : std::unexpected(note.error());
      if (!said) {
        return to.fault("audit: the checkpoint of " + to_rfc3339(each.at) + " " + said.error());
      }
      known.push_back({said->state, "checkpoint of " + to_rfc3339(each.at)});
    }
  }
  audit::log_check check(std::move(known));
  for (std::int64_t last = 0;;) {
    const auto more = archive.audit_after(last, 10'000);
    for (const placed_entry& each : more) {
      check.add(audit::leaf_of(each.entry));
      last = each.id;
    }
    if (more.size() < 10'000) break;
  }
  const auto faults = check.finish();
  for (const std::string& words : faults) to.fault("audit: " + words);
  if (faults.empty()) to.good("audit: " + std::to_string(check.size()) + " entries as signed");
}

}  // namespace

int run_verify(const std::string& data_dir, const std::string& store_url, std::ostream& out) {
  const std::string path = data_dir + "/journal.sqlite";
  report to(out);
  try {
    check_chain(path, to);
    auto source = journal::reader::open(path);
    auto archive = store::store::open(store_url);
    if (!archive) to.fault("store: " + archive.error());
    if (source && archive) {
      const std::uint64_t end = source->last_seq();
      const std::uint64_t position = position_reaching(**archive, end);
      check_positions(end, position, to);
      if (source->last_seq() < position) {
        to.fault("store: stands at record " + std::to_string(position) +
                 ", behind the journal's last: records were cut off its end");
      }
      check_calls(*source, **archive, std::min(end, position), to);
    }
    if (archive) check_audit(**archive, data_dir + "/audit.key", to);
  } catch (const std::exception& error) {
    to.fault(error.what());
  }
  if (to.faults() > kNamedFaults) {
    out << "         and " << to.faults() - kNamedFaults << " more\n";
  }
  out << (to.faults() == 0 ? "whole\n" : "NOT whole: " + std::to_string(to.faults()) + " faults\n");
  return to.faults() == 0 ? 0 : 1;
}

}  // namespace qorgan::app
