// From a sealed log in a real store to a copy that is checked elsewhere.

#include "app/audit_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/audit_sealer.h"
#include "base/testing/temporary_folder.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

struct sealed {
  sealed() : key{take_audit_key(folder.file("audit.key"), "qorgan/centre").value()} {
    auto opened = store::store::open("sqlite:" + folder.file("store.sqlite"));
    if (!opened) throw std::runtime_error(opened.error());
    book = std::move(*opened);
  }
  void write(int count) {
    for (int i = 0; i < count; ++i) {
      book->add_audit({clock.now(), "operator:desk", "note", std::to_string(++written), "wor\tds"});
    }
  }
  std::string exported() {
    std::ostringstream out;
    EXPECT_EQ(export_audit(*book, copy, out, out), 0) << out.str();
    return folder.read("copy/entries.txt");
  }
  void tamper(const std::string& entries) { folder.write("copy/entries.txt", entries); }
  /// The verdict's first fault, or "whole".
  std::string verified(const std::string& witness = {}, const std::string& witness_key = {}) {
    std::ostringstream out;
    const int status = verify_copy({copy, key.open.text(), witness, witness_key}, out, out);
    const std::string text = out.str();
    EXPECT_EQ(status == 0, text.ends_with("\nwhole\n")) << text;
    return status == 0 ? "whole" : text.substr(9, text.find('\n') - 9);
  }
  std::string checkpoint() {
    std::ostringstream out;
    EXPECT_EQ(print_checkpoint(*book, out, out), 0);
    return out.str();
  }

  temporary_folder folder;
  os::clock clock;
  audit::signer_key key;
  std::unique_ptr<store::store> book;
  std::string copy = folder.file("copy");
  int written = 0;
};

std::string without_line(std::string text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) at = text.find('\n', at) + 1;
  return text.erase(at, text.find('\n', at) + 1 - at);
}

TEST(audit_copy, of_a_whole_log_is_whole) {
  sealed here;
  audit_sealer sealer(*here.book, here.key, here.clock);
  sealer.round();
  EXPECT_EQ(sealer.figures().sealed, 0u) << "nothing to sign";
  for (int round = 0; round < 3; ++round) {
    here.write(4);
    sealer.round();
  }
  EXPECT_EQ(sealer.figures().sealed, 12u);
  EXPECT_EQ(sealer.figures().trouble, "");
  here.exported();
  EXPECT_EQ(here.verified(), "whole");
  here.write(1);
  here.exported();
  EXPECT_EQ(here.verified(), "whole") << "what is not yet signed may follow";
}

TEST(audit_copy, change_removal_insertion_and_truncation_are_found) {
  sealed here;
  audit_sealer sealer(*here.book, here.key, here.clock);
  for (int round = 0; round < 3; ++round) {
    here.write(4);
    sealer.round();
  }
  const std::string witness = here.folder.write("witness.note", here.checkpoint());
  const std::string entries = here.exported();
  ASSERT_EQ(here.verified(witness), "whole");

  std::string changed = entries;
  changed.replace(changed.find("\t6\t"), 3, "\t5\t");
  here.tamper(changed);
  EXPECT_TRUE(here.verified().starts_with("entries 5 to 8:"));
  here.tamper(without_line(entries, 10));
  EXPECT_TRUE(here.verified().starts_with("entries are missing at the end"));
  here.tamper(without_line(entries, 2));
  EXPECT_TRUE(here.verified().starts_with("entries 1 to 4:"));
  here.tamper(entries.substr(0, entries.find('\n') + 1) + entries);
  EXPECT_TRUE(here.verified().starts_with("entries 1 to 4:"));
  // Entries and the checkpoints about them cut off together: only the witness knows.
  here.tamper(without_line(without_line(entries, 12), 11));
  const std::string states = here.folder.read("copy/checkpoints.txt");
  here.folder.write("copy/checkpoints.txt", states.substr(0, states.rfind("---\n")));
  EXPECT_EQ(here.verified(), "whole");
  EXPECT_EQ(here.verified(witness),
            "entries are missing at the end: there are 10, the witness's checkpoint knows 12");
}

TEST(audit_copy, a_checkpoint_of_another_key_is_not_believed) {
  sealed here;
  audit_sealer sealer(*here.book, audit::new_signer_key("qorgan/centre", {7}), here.clock);
  here.write(2);
  sealer.round();
  here.exported();
  EXPECT_NE(here.verified().find("is not signed by qorgan/centre"), std::string::npos);
}

TEST(audit_copy, a_witness_signs_only_what_extends_what_it_signed_before) {
  sealed here;
  audit_sealer sealer(*here.book, here.key, here.clock);
  here.write(3);
  sealer.round();
  std::ostringstream key, err;
  const std::string file = here.folder.file("witness.key");
  ASSERT_EQ(make_witness_key("prosecutors-office", file, key, err), 0) << err.str();
  std::string open = key.str();
  open.pop_back();
  const auto cosign = [&](const std::string& before) {
    here.exported();
    std::istringstream in(here.checkpoint());
    std::ostringstream out;
    const int status =
        cosign_checkpoint({file, here.key.open.text(), here.copy, before}, in, out, err);
    return status == 0 ? out.str() : std::string{};
  };
  const std::string first = cosign({});
  ASSERT_NE(first, "") << err.str();
  const std::string kept = here.folder.write("first.note", first);
  EXPECT_EQ(here.verified(kept, open), "whole");
  here.write(2);
  sealer.round();
  EXPECT_NE(cosign(kept), "");
  const std::string forged = here.folder.write("forged.note", here.checkpoint());
  EXPECT_NE(here.verified(forged, open), "whole") << "the witness has not signed it";
}

TEST(audit_sealer, a_restart_goes_on_and_a_rewritten_log_is_told) {
  sealed here;
  here.write(5);
  audit_sealer(*here.book, here.key, here.clock).round();
  {
    audit_sealer next(*here.book, here.key, here.clock);
    here.write(1);
    next.round();
    EXPECT_EQ(next.figures().sealed, 6u);
    EXPECT_EQ(next.figures().trouble, "");
  }
  sealed other;
  other.write(5);
  other.book->keep_checkpoint(*here.book->newest_checkpoint());
  audit_sealer wrong(*other.book, here.key, here.clock);
  wrong.round();
  EXPECT_NE(wrong.figures().trouble.find("not the one that was signed"), std::string::npos);
  EXPECT_EQ(wrong.figures().sealed, 0u) << "nothing more is signed";
}

}  // namespace
}  // namespace qorgan::app
