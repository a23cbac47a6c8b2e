#include <gtest/gtest.h>

#include "audit/log_check.h"
#include "audit/merkle.h"
#include "audit/signed_note.h"

namespace qorgan::audit {
namespace {

signer_key key_of(std::string_view name, std::uint8_t first) {
  return new_signer_key(name, {first});
}

std::string hexadecimal(const tree_hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : hash) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

// The eight leaves and roots that implementations of RFC 6962 share as a test vector.
const std::vector<std::string> kLeaves{"",
                                       std::string(1, '\0'),
                                       "\x10",
                                       "\x20\x21",
                                       "\x30\x31",
                                       "\x40\x41\x42\x43",
                                       "\x50\x51\x52\x53\x54\x55\x56\x57",
                                       "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d"
                                       "\x6e\x6f"};
const std::vector<std::string> kRoots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<tree_hash> leaves_of(std::size_t count, std::string_view salt = "") {
  std::vector<tree_hash> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(leaf_hash(std::to_string(i) + std::string(salt)));
  }
  return out;
}

TEST(merkle, roots_are_those_of_the_known_vector) {
  growing_tree tree;
  EXPECT_EQ(hexadecimal(tree.root()), kRoots[0]);
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    tree.add(leaf_hash(kLeaves[i]));
    EXPECT_EQ(hexadecimal(tree.root()), kRoots[i + 1]) << i + 1;
  }
}

TEST(merkle, every_growth_is_proved_and_no_other_state_is) {
  constexpr std::size_t kMost = 40;
  const auto all = leaves_of(kMost);
  const auto other = leaves_of(kMost, "x");
  for (std::size_t now = 0; now <= kMost; ++now) {
    const std::span longer = std::span(all).first(now);
    const tree_state after{now, root_of(longer)};
    for (std::size_t before = 0; before <= now; ++before) {
      const tree_state old{before, root_of(std::span(all).first(before))};
      auto proof = consistency_proof(longer, before);
      EXPECT_TRUE(extends(old, after, proof)) << before << " to " << now;
      const tree_state forged{before, root_of(std::span(other).first(before))};
      if (before > 0) EXPECT_FALSE(extends(forged, after, proof)) << before << " to " << now;
      if (before > 0 && before < now) {
        EXPECT_FALSE(extends({before - 1, old.root}, after, proof));
        EXPECT_FALSE(extends(old, {now, old.root}, proof));
        proof.back()[7] ^= 1;
        EXPECT_FALSE(extends(old, after, proof));
        proof.pop_back();
        EXPECT_FALSE(extends(old, after, proof));
      }
    }
  }
  EXPECT_FALSE(extends({2, root_of(all)}, {1, root_of(all)}, {}));
}

TEST(signed_notes, what_was_signed_opens_and_anything_else_does_not) {
  const signer_key log = key_of("qorgan/centre", 1);
  const signer_key other = key_of("qorgan/centre", 2);
  const std::string text = to_text({"qorgan/centre", {7, leaf_hash("x")}});
  const std::string note = sign_note(text, log);
  EXPECT_EQ(open_note(note, log.open).value(), text);
  EXPECT_FALSE(open_note(note, other.open));
  std::string changed = note;
  changed[changed.find("\n7\n") + 1] = '8';
  EXPECT_EQ(open_note(changed, log.open).error(),
            "the signature of qorgan/centre does not fit the text");
  EXPECT_FALSE(open_note(text, log.open));
  EXPECT_FALSE(open_note("", log.open));
  const signer_key witness = key_of("prosecutors office", 3);
  EXPECT_EQ(witness.open.name, "prosecutors-office");
  const std::string both = cosign_note(note, witness);
  EXPECT_EQ(open_note(both, log.open).value(), text);
  EXPECT_EQ(open_note(both, witness.open).value(), text);
}

TEST(signed_notes, keys_come_back_as_they_were_written) {
  const signer_key key = key_of("qorgan/centre", 4);
  const auto signer = parse_signer_key(key.text() + "\n");
  ASSERT_TRUE(signer) << signer.error();
  EXPECT_EQ(signer->text(), key.text());
  EXPECT_EQ(signer->open.key, key.open.key);
  const auto verifier = parse_verifier_key(key.open.text());
  ASSERT_TRUE(verifier) << verifier.error();
  EXPECT_EQ(verifier->text(), key.open.text());
  std::string renamed = key.open.text();
  renamed[0] = 'Q';
  EXPECT_FALSE(parse_verifier_key(renamed)) << "the hash names key and name";
  for (const char* text : {"", "a", "a+b", "+00000000+AAAA", "a+0000000g+AAAA", "a+00000000+*"}) {
    EXPECT_FALSE(parse_verifier_key(text)) << text;
    EXPECT_FALSE(parse_signer_key(text)) << text;
  }
}

TEST(checkpoints, come_back_and_what_is_none_is_refused) {
  const checkpoint one{"qorgan/centre", {12, leaf_hash("x")}};
  const auto read = parse_checkpoint(to_text(one));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->origin, one.origin);
  EXPECT_EQ(read->state, one.state);
  for (const char* text : {"", "a\n", "a\nb\nc\n", "a\n1\nAAAA\n", "\n1\nAAAA\n"}) {
    EXPECT_FALSE(parse_checkpoint(text)) << text;
  }
}

class log_of_ten : public testing::Test {
 protected:
  log_of_ten() {
    for (int i = 1; i <= 10; ++i) lines.push_back("entry " + std::to_string(i));
    growing_tree tree;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      tree.add(leaf_hash(lines[i]));
      if (i + 1 == 4 || i + 1 == 8) known.push_back({{i + 1, tree.root()}, "checkpoint"});
    }
    known.push_back({{9, tree_of(9)}, "witness"});
  }
  tree_hash tree_of(std::size_t count) const {
    growing_tree tree;
    for (std::size_t i = 0; i < count; ++i) tree.add(leaf_hash(lines[i]));
    return tree.root();
  }
  std::string fault() {
    log_check check(known);
    for (const std::string& line : lines) check.add(line);
    const auto faults = check.finish();
    return faults.empty() ? "whole" : faults[0];
  }
  std::vector<std::string> lines;
  std::vector<known_state> known;
};

TEST_F(log_of_ten, is_whole) {
  EXPECT_EQ(fault(), "whole");
}
TEST_F(log_of_ten, a_changed_entry_is_found_between_two_checkpoints) {
  lines[5] += "!";
  EXPECT_EQ(fault().substr(0, 14), "entries 5 to 8");
}
TEST_F(log_of_ten, a_removed_entry_is_found) {
  lines.erase(lines.begin() + 5);
  EXPECT_EQ(fault().substr(0, 14), "entries 5 to 8");
}
TEST_F(log_of_ten, an_inserted_entry_is_found) {
  lines.insert(lines.begin() + 2, "entry 2.5");
  EXPECT_EQ(fault().substr(0, 14), "entries 1 to 4");
}
TEST_F(log_of_ten, two_entries_in_another_order_are_found) {
  std::swap(lines[6], lines[7]);
  EXPECT_EQ(fault().substr(0, 14), "entries 5 to 8");
}
TEST_F(log_of_ten, truncation_is_found_against_a_witness) {
  lines.resize(8);
  EXPECT_EQ(fault(), "entries are missing at the end: there are 8, the witness knows 9");
}
TEST_F(log_of_ten, a_log_that_was_written_anew_with_checkpoints_of_its_own_is_found_by_a_witness) {
  const tree_hash witnessed = tree_of(9);
  lines[0] = "another first entry";
  known = {{{4, tree_of(4)}, "checkpoint"}, {{9, witnessed}, "witness"}};
  EXPECT_EQ(fault().substr(0, 14), "entries 5 to 9");
}

TEST(leaves, hold_every_field_of_an_entry) {
  const audit_entry entry{from_us(7), "operator:a", "drop_call", "01", "why"};
  EXPECT_EQ(leaf_of(entry), "7\toperator:a\tdrop_call\t01\twhy");
}

}  // namespace
}  // namespace qorgan::audit
