#include "gateway/certificates.h"

namespace qorgan::gateway {

std::expected<std::shared_ptr<net::tls_context>, std::string> open_certificates(
    const tls_files& files) {
  return net::tls_context::open({files.certificate, files.key, files.authorities});
}

std::expected<void, std::string> check_certificates(const tls_files& files) {
  const auto opened = open_certificates(files);
  if (!opened) return std::unexpected(opened.error());
  return {};
}

}  // namespace qorgan::gateway
