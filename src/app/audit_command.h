#pragma once

#include <iosfwd>
#include <string>

#include "domain/audit_book.h"

namespace qorgan::app {

/// `qorgan audit export`: a copy of the log for checking elsewhere. DIR/entries.txt has a line per
/// entry (audit/log_check.h), DIR/checkpoints.txt the signed states, each behind a line "---".
int export_audit(audit_book& book, const std::string& folder, std::ostream& out, std::ostream& err);
/// `qorgan audit checkpoint`: the newest signed state, to be kept elsewhere or witnessed.
int print_checkpoint(audit_book& book, std::ostream& out, std::ostream& err);
/// `qorgan audit new-key NAME`: a witness's key. The private part goes to `file`, the public part
/// is printed.
int make_witness_key(const std::string& name, const std::string& file, std::ostream& out,
                     std::ostream& err);
/// `qorgan audit cosign`: a note from `in` with one more signature, once it is known to be the
/// log's and to extend the one signed before (`before`, a file; may be empty). The proof is the
/// copy of the log.
struct cosigning {
  std::string key_file;  ///< of the witness
  std::string log_key;   ///< public key of the log
  std::string copy;      ///< folder of `qorgan audit export`
  std::string before;    ///< file with the note that was signed last
};
int cosign_checkpoint(const cosigning& with, std::istream& in, std::ostream& out,
                      std::ostream& err);

/// `qorgan verify --audit DIR`: checks a copy, offline.
struct audit_copy {
  std::string folder;
  std::string key;          ///< the log's public key; empty: signatures are not asked for
  std::string witness;      ///< file with a note that was kept elsewhere; may be empty
  std::string witness_key;  ///< who signed it; empty: the log's own key
};
int verify_copy(const audit_copy& copy, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
