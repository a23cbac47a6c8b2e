#include "app/stir_config.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/check_config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

// A self-signed certificate is a root like any other.
constexpr const char* kRoot = R"(-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUbBYGmKJ9jB2xssjJHcoVuUucTdAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJVGVzdCBSb290MCAXDTI2MTEyNzE0MzYyNloYDzIxMjYxMTAz
MTQzNjI2WjAUMRIwEAYDVQQDDAlUZXN0IFJvb3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR0/NXPABchxY0GHU2LmLU3kUUATrjP9b/piXSNvTNJyVqyRb9haHs9
9WiLYJmiFfsOnvsKsx5EiS5QsOcGVIr0o1MwUTAdBgNVHQ4EFgQUVoG4YwJKQcM1
ikTeKzHlqhpCHJgwHwYDVR0jBBgwFoAUVoG4YwJKQcM1ikTeKzHlqhpCHJgwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAhOe7XWh1H/JLc8Dxl1PxI
0OUwVsbrozVZZ4NkmqGnOAIgEBM/4MpvR9fzBiBJ52Ox6HJoGFcnU731JSAZenhL
MI4=
-----END CERTIFICATE-----
)";

std::string centre_yaml(std::string_view stir, std::string_view trunk = "    stir: true\n") {
  std::string out = R"(sip:
  listen: ["udp:127.0.0.1:5070"]
policy: policy.yaml
trunks:
  - name: north
    sources: ["192.0.2.0/24"]
    next_hops: ["udp:127.0.0.1"]
)";
  return out.append(trunk).append(stir);
}

std::expected<config, config_errors> loaded(const std::string& yaml) {
  const temporary_folder folder;
  folder.write("roots.pem", kRoot);
  folder.write("empty.pem", "nothing\n");
  folder.write("policy.yaml", "version: 1\n");
  folder.write("centre.yaml", yaml);
  return load_config(folder.file("centre.yaml"));
}

TEST(stir_config, reads_values_and_keeps_safe_defaults) {
  const auto read = loaded(centre_yaml(R"(stir:
  trust_anchors: roots.pem
  hosts: [cert.example.org, "*.carrier.example:9443"]
  wait_ms: 200
  max_certificate_kb: 32
)"));
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_TRUE(read->verifies);
  EXPECT_TRUE(read->gateway.trunks[0].passports.verify);
  EXPECT_FALSE(read->gateway.trunks[0].passports.verstat);
  EXPECT_TRUE(read->stir.trust_anchors.at(0).ends_with("/roots.pem"));
  EXPECT_EQ(read->stir.fetch.hosts.size(), 2u);
  EXPECT_EQ(read->gateway.identity_wait_ms, 200u);
  EXPECT_EQ(read->stir.fetch.max_bytes, 32u << 10);
  EXPECT_EQ(read->stir.freshness_s, 60u);
  EXPECT_FALSE(read->stir.fetch.allow_private_addresses);
}

TEST(stir_config, off_unless_a_trunk_asks_for_it) {
  const auto read = loaded(centre_yaml("", ""));
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_FALSE(read->verifies);
}

TEST(stir_config, a_trunk_that_verifies_needs_roots_and_hosts) {
  const auto read = loaded(centre_yaml(""));
  ASSERT_FALSE(read);
  const std::string text = to_text(read.error());
  EXPECT_NE(text.find("stir.trust_anchors names no root certificate"), std::string::npos) << text;
  EXPECT_NE(text.find("stir.hosts names no place for certificates"), std::string::npos) << text;
}

TEST(stir_config, every_mistake_has_its_line) {
  const auto read = loaded(centre_yaml(R"(stir:
  trust_anchors: nowhere.pem
  crls: empty.pem
  hosts: ["cert.example.org", "two words"]
  wait_ms: 5000
  least_cache_s: 100
  most_cache_s: 10
  colour: red
)"));
  ASSERT_FALSE(read);
  const std::string text = to_text(read.error());
  for (const char* wanted :
       {":10: ", "nowhere.pem: cannot be read", ":11: ", "empty.pem: holds no PEM revocation list",
        ":12: 'two words' is not a host", ":13: ", "least_cache_s is more than stir.most_cache_s",
        ":16: "}) {
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted << " in\n" << text;
  }
}

TEST(stir_config, check_config_says_who_verifies_and_how_long_a_call_may_wait) {
  const temporary_folder folder;
  folder.write("roots.pem", kRoot);
  folder.write("policy.yaml", "version: 1\n");
  folder.write("centre.yaml",
               centre_yaml("stir: { trust_anchors: roots.pem, hosts: [a.example] }\n",
                           "    stir: true\n    verstat: true\n"));
  std::ostringstream out, err;
  EXPECT_EQ(run_check_config(folder.file("centre.yaml"), out, err), 0) << err.str();
  EXPECT_NE(out.str().find("PASSporTs are verified on north (verstat): 1 file(s) of roots, 0 of "
                           "revocations, 1 host(s); an INVITE waits at most 150 ms."),
            std::string::npos)
      << out.str();
}

}  // namespace
}  // namespace qorgan::app
