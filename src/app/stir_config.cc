#include "app/stir_config.h"

#include <algorithm>

#include "stir/allowed_host.h"
#include "stir/credential.h"

namespace qorgan::app {
namespace {

void read_files(yaml_reader& read, const YAML::Node& stir, config& out) {
  for (const std::string& path : read.texts(stir, "trust_anchors", {})) {
    out.stir.trust_anchors.push_back(beside(out.file, path));
  }
  for (const std::string& path : read.texts(stir, "crls", {})) {
    out.stir.crls.push_back(beside(out.file, path));
  }
  // One by one, so that a mistake stands at the line of the key it belongs to.
  const auto anchors = stir::trust_store::load(out.stir.trust_anchors, {});
  if (!anchors) read.fail(stir["trust_anchors"], anchors.error());
  const auto lists = stir::trust_store::load({}, out.stir.crls);
  if (!lists) read.fail(stir["crls"], lists.error());
  const std::string https_ca = read.text(stir, "https_ca", "");
  if (https_ca.empty()) return;
  out.stir.fetch.https_ca = beside(out.file, https_ca);
  const auto ca = stir::trust_store::load({out.stir.fetch.https_ca}, {});
  if (!ca) read.fail(stir["https_ca"], ca.error());
}

void read_hosts(yaml_reader& read, const YAML::Node& stir, config& out) {
  for (const std::string& text : read.texts(stir, "hosts", {})) {
    auto host = stir::parse_allowed_host(text);
    if (host) {
      out.stir.fetch.hosts.push_back(std::move(*host));
    } else {
      read.fail(stir["hosts"], host.error());
    }
  }
}

}  // namespace

void read_stir(yaml_reader& read, const YAML::Node& root, config& out) {
  const YAML::Node stir = read.section(root, "stir");
  read.only(
      stir, "stir",
      {"trust_anchors", "crls", "hosts", "freshness_s", "wait_ms", "fetch_timeout_ms",
       "max_certificate_kb", "least_cache_s", "most_cache_s", "failed_cache_s", "max_certificates",
       "verifier_threads", "fetch_threads", "https_ca", "allow_private_addresses"});
  const auto limit = [&](const char* key, auto& value, double least, double most) {
    using number = std::remove_reference_t<decltype(value)>;
    value = static_cast<number>(read.whole(stir, key, value, {least, most}));
  };
  read_files(read, stir, out);
  read_hosts(read, stir, out);
  limit("freshness_s", out.stir.freshness_s, 1, 3'600);
  limit("wait_ms", out.gateway.identity_wait_ms, 0, 2'000);
  limit("fetch_timeout_ms", out.stir.fetch.timeout_ms, 10, 60'000);
  out.stir.fetch.connect_timeout_ms =
      std::min(out.stir.fetch.connect_timeout_ms, out.stir.fetch.timeout_ms);
  out.stir.fetch.max_bytes = read.whole(stir, "max_certificate_kb", 64, {1, 1'024}) << 10;
  limit("least_cache_s", out.stir.cache.least_s, 1, 86'400);
  limit("most_cache_s", out.stir.cache.most_s, 1, 31 * 86'400);
  limit("failed_cache_s", out.stir.cache.failed_s, 1, 86'400);
  limit("max_certificates", out.stir.cache.max_credentials, 1, 100'000);
  limit("verifier_threads", out.stir.verifier_threads, 1, 64);
  limit("fetch_threads", out.stir.fetch_threads, 1, 64);
  out.stir.fetch.allow_private_addresses = read.flag(stir, "allow_private_addresses", false);
  if (out.stir.cache.least_s > out.stir.cache.most_s) {
    read.fail(stir, "stir.least_cache_s is more than stir.most_cache_s");
  }
  out.verifies = std::any_of(out.gateway.trunks.begin(), out.gateway.trunks.end(),
                             [](const auto& trunk) { return trunk.passports.verify; });
  if (!out.verifies) return;
  if (out.stir.trust_anchors.empty()) {
    read.fail(root, "a trunk verifies PASSporTs, but stir.trust_anchors names no root certificate");
  }
  if (out.stir.fetch.hosts.empty()) {
    read.fail(root, "a trunk verifies PASSporTs, but stir.hosts names no place for certificates");
  }
}

}  // namespace qorgan::app
