#include "net/tls_names.h"

#include <algorithm>
#include <cstring>

namespace qorgan::net {
namespace {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

std::string_view text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// "sip:example.net" names a domain; a URI with a user names a person (RFC 5922 §7.1).
std::string domain_of(std::string_view uri) {
  const std::string text = lower_case(uri);
  if (!text.starts_with("sip:") || text.find('@') != std::string::npos) return {};
  const std::string_view rest = std::string_view(text).substr(4);
  return std::string(rest.substr(0, rest.find_first_of(":;?/")));
}

bool address_of(std::string_view bytes, ip_endpoint& out) {
  if (bytes.size() == 4) {
    out = from_v4(0, 0);
    std::memcpy(out.address.data() + 12, bytes.data(), 4);
  } else if (bytes.size() == 16) {
    std::memcpy(out.address.data(), bytes.data(), 16);
  } else {
    return false;
  }
  return true;
}

/// A name with a NUL inside was made to be misread.
bool is_whole(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos;
}

}  // namespace

bool tls_names::are(std::string_view domain) const {
  return std::ranges::find(domains, domain) != domains.end();
}

bool tls_names::are(const ip_endpoint& at) const {
  return std::ranges::any_of(addresses,
                             [&at](const ip_endpoint& one) { return one.address == at.address; });
}

tls_names names_of(const X509* certificate) {
  tls_names out;
  auto* const names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  if (names == nullptr) return out;
  std::vector<std::string> hosts;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_URI) {
      const std::string_view uri = text_of(name->d.uniformResourceIdentifier);
      if (!is_whole(uri)) continue;
      if (std::string domain = domain_of(uri); !domain.empty()) {
        out.domains.push_back(std::move(domain));
      }
    } else if (name->type == GEN_DNS) {
      const std::string_view host = text_of(name->d.dNSName);
      if (is_whole(host)) hosts.push_back(lower_case(host));
    } else if (name->type == GEN_IPADD) {
      ip_endpoint at;
      if (address_of(text_of(name->d.iPAddress), at)) out.addresses.push_back(at);
    }
  }
  GENERAL_NAMES_free(names);
  if (out.domains.empty()) out.domains = std::move(hosts);
  return out;
}

}  // namespace qorgan::net
