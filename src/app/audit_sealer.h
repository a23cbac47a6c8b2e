#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "audit/signed_note.h"
#include "domain/audit_book.h"
#include "domain/centre_status.h"
#include "os/clock.h"

namespace qorgan::app {

/// The centre's own key, kept in the data folder and made at the first start. The error is in
/// words.
std::expected<audit::signer_key, std::string> take_audit_key(const std::string& file,
                                                             const std::string& name);

/// Seals the audit log on a thread of its own: follows its entries and signs its state when there
/// are new ones, so that a later change can be found between two signatures. At its start it reads
/// the log from the first entry and says so, red, when it is not the log that was signed.
class audit_sealer {
 public:
  audit_sealer(audit_book& book, audit::signer_key key, const os::clock& clock);
  ~audit_sealer();
  audit_sealer(const audit_sealer&) = delete;
  audit_sealer& operator=(const audit_sealer&) = delete;

  void start();
  void stop();
  audit_figures figures() const;
  /// One round, for tests.
  void round();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
