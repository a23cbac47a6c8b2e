#include "stir/fetcher.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <mutex>
#include <optional>

#include "base/ip_address.h"
#include "stir/allowed_host.h"

namespace qorgan::stir {
namespace {

constexpr int kMostRedirects = 3;

void set_up_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct url_deleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string out{text};
  curl_free(text);
  return out;
}

/// Nothing for what is no http or https URL, or carries a user's name.
std::optional<url_target> target_of(const std::string& url) {
  const std::unique_ptr<CURLU, url_deleter> parsed{curl_url()};
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(),
                              CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return std::nullopt;
  }
  url_target out;
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return std::nullopt;
  out.https = scheme == "https";
  out.host = part_of(parsed.get(), CURLUPART_HOST);
  std::transform(out.host.begin(), out.host.end(), out.host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const std::string port = part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), out.port);
  return out;
}

/// Addresses that lead into this machine or an inner network (IANA special-purpose registries).
bool is_private(const sockaddr& address) {
  static const std::array kBlocks = [] {
    std::array<ip_block, 18> blocks;
    constexpr std::array<std::string_view, 18> kTexts{
        "0.0.0.0/8",     "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",  "224.0.0.0/4",
        "240.0.0.0/4",   "::/128",       "::1/128",        "64:ff9b:1::/48", "fc00::/7",
        "fe80::/10",     "fec0::/10",    "ff00::/8"};
    for (std::size_t i = 0; i < kTexts.size(); ++i) blocks[i] = *parse_block(kTexts[i]);
    return blocks;
  }();
  ip_endpoint at;
  if (address.sa_family == AF_INET) {
    at = from_v4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr), 0);
  } else if (address.sa_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    std::memcpy(at.address.data(), v6.sin6_addr.s6_addr, at.address.size());
  } else {
    return true;
  }
  return std::any_of(kBlocks.begin(), kBlocks.end(),
                     [&](const ip_block& block) { return block.contains(at); });
}

/// What one transfer collects.
struct transfer {
  std::size_t most_bytes = 0;
  bool allow_private = false;
  bool was_private = false;
  bool was_too_large = false;
  std::string body;
};

curl_socket_t open_socket(void* into, curlsocktype, curl_sockaddr* at) {
  auto& one = *static_cast<transfer*>(into);
  if (!one.allow_private && is_private(at->addr)) {
    one.was_private = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

std::size_t take_bytes(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& one = *static_cast<transfer*>(into);
  if (one.body.size() + count > one.most_bytes) {
    one.was_too_large = true;
    return 0;
  }
  one.body.append(bytes, count);
  return count;
}

std::string header_of(CURL* easy, const char* name) {
  curl_header* found = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->value;
}

/// max-age of Cache-Control, then Expires against Date (RFC 9111 §5.2, §5.3).
std::int64_t freshness_of(CURL* easy) {
  std::string control = header_of(easy, "Cache-Control");
  std::transform(control.begin(), control.end(), control.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  if (control.find("no-store") != std::string::npos) return 0;
  if (control.find("no-cache") != std::string::npos) return 0;
  if (const std::size_t at = control.find("max-age="); at != std::string::npos) {
    std::int64_t seconds = 0;
    const char* const begin = control.data() + at + 8;
    const auto [stop, error] = std::from_chars(begin, control.data() + control.size(), seconds);
    if (error == std::errc{} && stop != begin && seconds >= 0) return seconds;
    return 0;
  }
  const std::string expires = header_of(easy, "Expires");
  if (expires.empty()) return -1;
  const time_t until = curl_getdate(expires.c_str(), nullptr);
  const std::string date = header_of(easy, "Date");
  const time_t from = date.empty() ? ::time(nullptr) : curl_getdate(date.c_str(), nullptr);
  return until < 0 || from < 0 ? 0 : std::max<std::int64_t>(0, until - from);
}

fetch_fault fault_of(CURLcode code, const transfer& one) {
  if (one.was_private) return fetch_fault::private_address;
  if (one.was_too_large || code == CURLE_FILESIZE_EXCEEDED) return fetch_fault::too_large;
  return code == CURLE_OPERATION_TIMEDOUT ? fetch_fault::timed_out : fetch_fault::unreachable;
}

}  // namespace

std::string_view to_string(fetch_fault fault) {
  switch (fault) {
    case fetch_fault::not_allowed: return "not_allowed";
    case fetch_fault::private_address: return "private_address";
    case fetch_fault::unreachable: return "unreachable";
    case fetch_fault::timed_out: return "timed_out";
    case fetch_fault::bad_status: return "bad_status";
    case fetch_fault::bad_redirect: return "bad_redirect";
    case fetch_fault::too_large: return "too_large";
  }
  return "unreachable";
}

bool is_fetchable(const std::string& url, const fetch_options& options) {
  const auto target = target_of(url);
  return target && is_allowed(*target, options.hosts);
}

struct fetcher::state {
  fetch_options options;
  CURL* easy = nullptr;

  void prepare(transfer& one) const;
};

void fetcher::state::prepare(transfer& one) const {
  one.most_bytes = options.max_bytes;
  one.allow_private = options.allow_private_addresses;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // none, whatever the environment says
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "qorgan");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout_ms));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout_ms));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_bytes));
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &one);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &one);
  if (!options.https_ca.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, options.https_ca.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
}

fetcher::fetcher(const fetch_options& options) : state_{std::make_unique<state>()} {
  set_up_curl();
  state_->options = options;
  state_->easy = curl_easy_init();
}

fetcher::~fetcher() {
  curl_easy_cleanup(state_->easy);
}

std::expected<fetched, fetch_fault> fetcher::get(const std::string& url) {
  std::string at = url;
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    if (!is_fetchable(at, state_->options)) {
      return std::unexpected(redirects == 0 ? fetch_fault::not_allowed : fetch_fault::bad_redirect);
    }
    transfer one;
    state_->prepare(one);
    CURL* const easy = state_->easy;
    curl_easy_setopt(easy, CURLOPT_URL, at.c_str());
    const CURLcode code = curl_easy_perform(easy);
    if (code != CURLE_OK) return std::unexpected(fault_of(code, one));
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 500) return std::unexpected(fetch_fault::unreachable);
    if (status >= 200 && status < 300) return fetched{std::move(one.body), freshness_of(easy)};
    const char* to = nullptr;
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &to);
    if (status < 300 || status >= 400 || to == nullptr) {
      return std::unexpected(fetch_fault::bad_status);
    }
    at = to;
  }
  return std::unexpected(fetch_fault::bad_redirect);
}

}  // namespace qorgan::stir
