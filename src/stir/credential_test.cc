#include "stir/credential.h"

#include <gtest/gtest.h>

#include "codec/passport.h"
#include "stir/testing.h"

namespace qorgan::stir {
namespace {

using namespace testing;

std::string reading(std::string_view pem, const issued& root, timestamp now = kNow,
                    const std::string& crl = "") {
  const std::string anchors = file_with("root.pem", root.pem);
  std::vector<std::string> crls;
  if (!crl.empty()) crls.push_back(file_with("list.pem", crl));
  const auto trust = trust_store::load({anchors}, crls);
  if (!trust) return trust.error();
  const auto read = read_credential(pem, *trust, now);
  return read ? "good" : std::string(to_string(read.error()));
}

TEST(credential, a_carriers_certificate_with_its_chain) {
  const infrastructure made;
  const auto trust = trust_store::load({file_with("root.pem", made.root.pem)}, {});
  ASSERT_TRUE(trust) << trust.error();
  const auto read = read_credential(made.chain(), *trust, kNow);
  ASSERT_TRUE(read) << to_string(read.error());
  ASSERT_EQ(read->authority.providers.size(), 1u);
  EXPECT_EQ(read->authority.providers[0], "709J");
  EXPECT_TRUE(read->in_force(kNow));
  EXPECT_FALSE(read->in_force(at_s(90'000)));
  EXPECT_FALSE(read->in_force(at_s(-90'000)));
}

TEST(credential, untrusted) {
  const infrastructure made;
  const issued stranger = issue({.name = "Another Root", .is_authority = true, .tn_auth_list = ""});
  EXPECT_EQ(reading(made.chain(), stranger), "leads to no trusted root");
  EXPECT_EQ(reading(made.carrier.pem, made.root), "leads to no trusted root") << "chain not sent";
  const issued self_signed = issue({});
  EXPECT_EQ(reading(self_signed.pem, made.root), "leads to no trusted root");
  const issued leaf_of_leaf = issue({.name = "Not an authority's child"}, &made.carrier);
  EXPECT_EQ(reading(leaf_of_leaf.pem + made.chain(), made.root), "leads to no trusted root");
}

TEST(credential, not_in_force) {
  const infrastructure made;
  EXPECT_EQ(reading(made.chain(), made.root, at_s(100'000)), "expired or not yet valid");
  EXPECT_EQ(reading(made.chain(), made.root, at_s(-100'000)), "expired or not yet valid");
  const issued short_lived = issue(
      {.name = "Short", .until = at_s(60), .is_authority = true, .tn_auth_list = ""}, &made.root);
  const issued below = issue({}, &short_lived);
  const auto trust = trust_store::load({file_with("root.pem", made.root.pem)}, {});
  const auto read = read_credential(below.pem + short_lived.pem, *trust, kNow);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->valid_until, at_s(60)) << "the shortest of the chain counts";
}

TEST(credential, revoked) {
  const infrastructure made;
  const std::string nobody = revocation_list(made.between, {});
  EXPECT_EQ(reading(made.chain(), made.root, kNow, nobody), "good");
  const std::string carrier = revocation_list(made.between, {&made.carrier});
  EXPECT_EQ(reading(made.chain(), made.root, kNow, carrier), "revoked");
  const std::string between = revocation_list(made.root, {&made.between});
  EXPECT_EQ(reading(made.chain(), made.root, kNow, between), "revoked");
}

TEST(credential, a_list_that_is_out_of_date_still_revokes_and_condemns_nobody_else) {
  const infrastructure made;
  const std::string old =
      revocation_list(made.between, {&made.carrier}, at_s(-7'200), at_s(-3'600));
  EXPECT_EQ(reading(made.chain(), made.root, kNow, old), "revoked");
  const std::string old_and_empty = revocation_list(made.between, {}, at_s(-7'200), at_s(-3'600));
  EXPECT_EQ(reading(made.chain(), made.root, kNow, old_and_empty), "good");
}

TEST(credential, a_list_forged_by_a_stranger_is_not_believed) {
  const infrastructure made;
  const issued forger =
      issue({.name = "Test STI Intermediate", .is_authority = true, .tn_auth_list = ""});
  const std::string forged = revocation_list(forger, {&made.carrier});
  EXPECT_NE(reading(made.chain(), made.root, kNow, forged), "revoked");
}

TEST(credential, only_p256_and_only_for_signatures) {
  const infrastructure made;
  const issued rsa = issue({.curve = "RSA"}, &made.between);
  EXPECT_EQ(reading(rsa.pem + made.between.pem, made.root), "not an EC key on P-256");
  const issued p384 = issue({.curve = "P-384"}, &made.between);
  EXPECT_EQ(reading(p384.pem + made.between.pem, made.root), "not an EC key on P-256");
  const issued agreement = issue({.key_usage = "keyAgreement"}, &made.between);
  EXPECT_EQ(reading(agreement.pem + made.between.pem, made.root), "not for signatures");
  const issued any = issue({.key_usage = ""}, &made.between);
  EXPECT_EQ(reading(any.pem + made.between.pem, made.root), "good");
}

TEST(credential, without_tn_auth_list_it_is_for_something_else) {
  const infrastructure made;
  const issued web = issue({.tn_auth_list = ""}, &made.between);
  EXPECT_EQ(reading(web.pem + made.between.pem, made.root), "no TNAuthList");
}

TEST(credential, no_certificate_at_all) {
  const infrastructure made;
  for (const std::string& text :
       {std::string(), std::string("<html>404</html>"),
        std::string("-----BEGIN CERTIFICATE-----\nMIIB\n"), made.carrier.key_pem}) {
    EXPECT_EQ(reading(text, made.root), "not a certificate") << text.substr(0, 30);
  }
  std::string many = made.chain();
  for (int i = 0; i < 8; ++i) many += made.between.pem;
  EXPECT_EQ(reading(many, made.root), "not a certificate");
}

TEST(credential, trust_files_say_what_is_wrong_with_them) {
  EXPECT_EQ(trust_store::load({"/nowhere/root.pem"}, {}).error(),
            "/nowhere/root.pem: cannot be read");
  const std::string empty = file_with("empty.pem", "nothing");
  EXPECT_EQ(trust_store::load({empty}, {}).error(), empty + ": holds no PEM certificate");
  const std::string root = file_with("root.pem", infrastructure{}.root.pem);
  EXPECT_EQ(trust_store::load({root}, {empty}).error(), empty + ": holds no PEM revocation list");
}

TEST(credential, signature) {
  const infrastructure made;
  const auto trust = trust_store::load({file_with("root.pem", made.root.pem)}, {});
  const auto read = read_credential(made.chain(), *trust, kNow);
  ASSERT_TRUE(read);
  const std::string token = sign(claims{}, made.carrier.key);
  auto passport = codec::parse_passport(token);
  ASSERT_TRUE(passport);
  const std::string_view text = std::string_view(token).substr(0, passport->signed_bytes);
  EXPECT_TRUE(read->signed_by(text, passport->signature));
  EXPECT_FALSE(read->signed_by(text.substr(1), passport->signature));
  for (const std::size_t at : {0u, 31u, 32u, 63u}) {
    auto changed = passport->signature;
    changed[at] ^= 1;
    EXPECT_FALSE(read->signed_by(text, changed)) << at;
  }
  EXPECT_FALSE(read->signed_by(text, std::array<unsigned char, 64>{}));
}

TEST(tn_auth_list, providers_and_numbers) {
  const unsigned char provider[] = {0x30, 8, 0xa0, 6, 0x16, 4, '7', '0', '9', 'J'};
  const auto carrier = parse_tn_auth_list(provider);
  ASSERT_TRUE(carrier);
  EXPECT_EQ(carrier->providers.at(0), "709J");
  EXPECT_TRUE(carrier->covers("442079460001"));
  const unsigned char one[] = {0x30, 8, 0xa2, 6, 0x16, 4, '1', '2', '3', '4'};
  const auto single = parse_tn_auth_list(one);
  ASSERT_TRUE(single);
  EXPECT_TRUE(single->covers("1234"));
  for (const char* other : {"1235", "01234", "12340", "", "123a", "12345678901234567"}) {
    EXPECT_FALSE(single->covers(other)) << other;
  }
}

TEST(tn_auth_list, a_range_has_a_first_and_a_last_number) {
  const unsigned char der[] = {0x30, 13,  0xa1, 11,  0x30, 9, 0x16, 4,
                               '1',  '2', '0',  '0', 0x02, 1, 100};
  const auto list = parse_tn_auth_list(der);
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->covers("1200"));
  EXPECT_TRUE(list->covers("1299"));
  EXPECT_FALSE(list->covers("1300"));
  EXPECT_FALSE(list->covers("1199"));
}

TEST(tn_auth_list, malformed) {
  using bytes = std::vector<unsigned char>;
  const bytes good{0x30, 8, 0xa0, 6, 0x16, 4, '7', '0', '9', 'J'};
  ASSERT_TRUE(parse_tn_auth_list(good));
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    EXPECT_FALSE(parse_tn_auth_list(std::span{good}.first(cut))) << cut;
  }
  for (std::size_t at = 0; at < 6; ++at) {
    bytes changed = good;
    changed[at] ^= 0x11;
    EXPECT_FALSE(parse_tn_auth_list(changed)) << at;
  }
  for (const bytes& wrong :
       {bytes{0x30, 0}, bytes{0x30, 0x80, 0xa0, 2, 0x16, 0, 0, 0}, bytes{0x30, 4, 0xa0, 2, 0x16, 0},
        bytes{0x30, 5, 0xa2, 3, 0x16, 1, 'x'}, bytes{0x30, 0x81, 5, 0xa2, 3, 0x16, 1, '1'},
        bytes{0x30, 5, 0xa3, 3, 0x16, 1, '1'}, bytes{0x30, 5, 0xa2, 3, 0x16, 1, '1', 0},
        bytes{0x30, 10, 0xa1, 8, 0x30, 6, 0x16, 1, '1', 2, 1, 1},
        bytes{0x30, 10, 0xa1, 8, 0x30, 6, 0x16, 1, '1', 2, 1, 0x80}}) {
    EXPECT_FALSE(parse_tn_auth_list(wrong)) << wrong.size();
  }
}

}  // namespace
}  // namespace qorgan::stir
