#include "sip/verstat.h"

namespace qorgan::sip {
namespace {

/// ";a=1;verstat=x;b" without the verstat.
void write_parameters(writer& out, std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t next = parameters.find(';');
    const std::string_view one = parameters.substr(0, next);
    const std::string_view name = one.substr(0, one.find('='));
    if (!one.empty() && !equals_ignoring_case(name, "verstat")) out.text(";").text(one);
    if (next == std::string_view::npos) return;
    parameters.remove_prefix(next + 1);
  }
}

/// "number;parameters" of a telephone-subscriber.
void write_subscriber(writer& out, std::string_view subscriber, std::string_view verstat) {
  const std::size_t end = subscriber.find(';');
  out.text(subscriber.substr(0, end)).text(";verstat=").text(verstat);
  if (end != std::string_view::npos) write_parameters(out, subscriber.substr(end + 1));
}

}  // namespace

void write_verstat_uri(writer& out, const uri& address, std::string_view verstat) {
  const std::string_view text = address.text;
  if (!address.is_sip) {
    const std::size_t begin = address.scheme.size() + 1;
    if (!equals_ignoring_case(address.scheme, "tel")) {
      out.text(text);
      return;
    }
    out.text(text.substr(0, begin));
    write_subscriber(out, text.substr(begin), verstat);
    return;
  }
  if (address.user.empty()) {
    out.text(text);
    return;
  }
  const std::size_t user = address.scheme.size() + 1;
  out.text(text.substr(0, user));
  write_subscriber(out, address.user, verstat);
  out.text(text.substr(user + address.user.size()));
}

}  // namespace qorgan::sip
