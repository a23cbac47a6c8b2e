#include "audit/log_check.h"

#include <algorithm>

namespace qorgan::audit {

std::string leaf_of(const audit_entry& entry) {
  std::string out = std::to_string(to_us(entry.at));
  for (const std::string* field : {&entry.actor, &entry.action, &entry.subject, &entry.detail}) {
    out += '\t';
    out += *field;
  }
  return out;
}

log_check::log_check(std::vector<known_state> known) : known_{std::move(known)} {
  std::ranges::sort(known_, {}, [](const known_state& one) { return one.state.size; });
  compare();
}

void log_check::add(std::string_view leaf) {
  tree_.add(leaf_hash(leaf));
  compare();
}

void log_check::compare() {
  for (; next_ < known_.size() && known_[next_].state.size == tree_.size(); ++next_) {
    if (known_[next_].state.root == tree_.root()) {
      if (faults_.empty()) good_until_ = tree_.size();
    } else if (faults_.empty()) {
      // Every later state differs too; the first one says where.
      faults_.push_back("entries " + std::to_string(good_until_ + 1) + " to " +
                        std::to_string(tree_.size()) +
                        ": one was changed, removed or put in between; they are not those of the " +
                        known_[next_].said_by);
    }
  }
}

std::vector<std::string> log_check::finish() {
  if (next_ < known_.size()) {
    const known_state& last = known_.back();
    faults_.push_back("entries are missing at the end: there are " + std::to_string(tree_.size()) +
                      ", the " + last.said_by + " knows " + std::to_string(last.state.size));
    next_ = known_.size();
  }
  return faults_;
}

}  // namespace qorgan::audit
