#include "net/dns.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "net/socket_address.h"

namespace qorgan::net {
namespace {

constexpr std::uint32_t kNothingHolds_s = 60;  // that a name or record does not exist
constexpr std::uint32_t kLongest_s = 86'400;
constexpr std::size_t kAnswerBytes = 65'535;

using bytes = std::span<const unsigned char>;

/// Reads fields one after another; what lies beyond the end makes it bad and reads as nothing.
class field_reader {
 public:
  field_reader(bytes message, bytes data) : message_(message), data_(data) {}

  std::uint16_t number() {
    if (data_.size() < at_ + 2) return fail();
    const auto value = static_cast<std::uint16_t>(data_[at_] << 8 | data_[at_ + 1]);
    at_ += 2;
    return value;
  }
  std::string text() {
    if (data_.size() < at_ + 1 || data_.size() < at_ + 1 + data_[at_]) {
      fail();
      return {};
    }
    const auto* const begin = reinterpret_cast<const char*>(data_.data()) + at_ + 1;
    std::string out(begin, data_[at_]);
    at_ += 1 + out.size();
    return out;
  }
  std::string name() {
    std::array<char, NS_MAXDNAME> out;
    const int used = at_ > data_.size()
                         ? -1
                         : ns_name_uncompress(message_.data(), message_.data() + message_.size(),
                                              data_.data() + at_, out.data(), out.size());
    if (used < 0) {
      fail();
      return {};
    }
    at_ += static_cast<std::size_t>(used);
    return out[0] == '\0' ? "." : out.data();
  }
  bool good() const { return good_; }

 private:
  std::uint16_t fail() {
    good_ = false;
    return 0;
  }
  bytes message_;
  bytes data_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::string changed_case(std::string text, char first, char last, int by) {
  for (char& c : text) {
    if (c >= first && c <= last) c = static_cast<char>(c + by);
  }
  return text;
}

std::string words_of(int trouble) {
  switch (trouble) {
    case TRY_AGAIN: return "no answer";
    case NO_RECOVERY: return "the server refused";
    default: return "the server did not answer the question";
  }
}

}  // namespace

struct dns_client::state {
  struct __res_state resolver{};
  std::array<unsigned char, kAnswerBytes> answer;
  ~state() { res_nclose(&resolver); }
};

dns_client::dns_client(std::unique_ptr<state> s) : state_(std::move(s)) {}
dns_client::~dns_client() = default;

std::expected<std::unique_ptr<dns_client>, std::string> dns_client::open(
    std::optional<ip_endpoint> server, std::uint32_t patience_ms) {
  auto s = std::make_unique<state>();
  if (res_ninit(&s->resolver) != 0) return std::unexpected(std::string("no resolver"));
  s->resolver.retry = 2;
  s->resolver.retrans = static_cast<int>(std::max(1u, patience_ms / 1'000));
  s->resolver.options &= ~static_cast<unsigned long>(RES_DNSRCH | RES_DEFNAMES);
  if (server) {
    if (!server->is_v4()) {
      return std::unexpected(to_string(*server) + ": a name server has to have an IPv4 address");
    }
    sockaddr_storage name{};
    to_socket_address(*server, false, name);
    std::memcpy(&s->resolver.nsaddr_list[0], &name, sizeof s->resolver.nsaddr_list[0]);
    s->resolver.nscount = 1;
  }
  return std::unique_ptr<dns_client>(new dns_client(std::move(s)));
}

template <typename Record, typename Read>
dns_answer<Record> dns_client::ask(const std::string& name, int type, Read read) {
  state& s = *state_;
  const int size = res_nquery(&s.resolver, name.c_str(), ns_c_in, type, s.answer.data(),
                              static_cast<int>(s.answer.size()));
  dns_records<Record> out;
  const bool nothing =
      size < 0 && (s.resolver.res_h_errno == HOST_NOT_FOUND || s.resolver.res_h_errno == NO_DATA);
  if (size < 0 && !nothing) return std::unexpected(name + ": " + words_of(s.resolver.res_h_errno));
  ns_msg message;
  const int length = std::min(size, static_cast<int>(s.answer.size()));
  if (nothing || ns_initparse(s.answer.data(), length, &message) != 0) {
    out.ttl_s = kNothingHolds_s;
    return out;
  }
  out.ttl_s = kLongest_s;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr record;
    if (ns_parserr(&message, ns_s_an, i, &record) != 0) break;
    out.ttl_s = std::min<std::uint32_t>(out.ttl_s, ns_rr_ttl(record));  // of a CNAME too
    if (ns_rr_type(record) != type) continue;
    const bytes data(ns_rr_rdata(record), static_cast<std::size_t>(ns_rr_rdlen(record)));
    field_reader fields({s.answer.data(), static_cast<std::size_t>(length)}, data);
    Record one = read(fields, data);
    if (fields.good()) out.records.push_back(std::move(one));
  }
  if (out.records.empty()) out.ttl_s = std::min(out.ttl_s, kNothingHolds_s);
  return out;
}

dns_answer<naptr_record> dns_client::naptr(const std::string& name) {
  return ask<naptr_record>(name, ns_t_naptr, [](field_reader& in, bytes) {
    naptr_record out;
    out.order = in.number();
    out.preference = in.number();
    out.flags = changed_case(in.text(), 'A', 'Z', 'a' - 'A');
    out.service = changed_case(in.text(), 'a', 'z', 'A' - 'a');
    in.text();  // the regular expression is not for SIP (RFC 3263 §4.1)
    out.replacement = in.name();
    return out;
  });
}

dns_answer<srv_record> dns_client::srv(const std::string& name) {
  return ask<srv_record>(name, ns_t_srv, [](field_reader& in, bytes) {
    srv_record out;
    out.priority = in.number();
    out.weight = in.number();
    out.port = in.number();
    out.target = in.name();
    return out;
  });
}

dns_answer<ip_endpoint> dns_client::addresses(const std::string& name, bool v4) {
  const std::size_t width = v4 ? 4 : 16;
  auto found = ask<ip_endpoint>(name, v4 ? ns_t_a : ns_t_aaaa, [&](field_reader&, bytes data) {
    ip_endpoint out;
    if (data.size() != width) return out;
    if (v4) out = from_v4(0, 0);
    std::memcpy(out.address.data() + 16 - width, data.data(), width);
    return out;
  });
  if (found) std::erase_if(found->records, [](const ip_endpoint& one) { return one.empty(); });
  return found;
}

}  // namespace qorgan::net
