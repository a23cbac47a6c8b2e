#include "sip/refusal.h"

#include <algorithm>
#include <cmath>

#include "sip/transaction_key.h"

namespace qorgan::sip {

void write_refusal_lines(writer& out, const refusal& of) {
  if (of.url.empty()) return;
  char id[16];
  write_hex(of.key.value, id);
  const std::string_view key{id, sizeof id};
  if (of.status == 603) {
    out.text("Reason: SIP;cause=603;text=\"v=analytics1;url=").text(of.url);
    out.text(";id=").text(key).text("\";location=LN").crlf();
  }
  if (of.status == 608) {
    out.text("Call-Info: <").text(of.url).text("?id=").text(key).text(">;purpose=jwscard").crlf();
  }
}

std::string_view refusal_phrase(const refusal& of) {
  return of.status == 603 && !of.url.empty() ? "Network Blocked" : std::string_view{};
}

void write_score(writer& out, float score) {
  const auto thousandths =
      static_cast<unsigned>(std::lround(std::clamp(score, 0.0F, 1.0F) * 1000.0F));
  const char fraction[3] = {static_cast<char>('0' + thousandths / 100 % 10),
                            static_cast<char>('0' + thousandths / 10 % 10),
                            static_cast<char>('0' + thousandths % 10)};
  out.number(thousandths / 1000).text(".").text({fraction, sizeof fraction});
}

void write_id(writer& out, call_key key) {
  char id[16];
  write_hex(key.value, id);
  out.text({id, sizeof id});
}

void write_verstat_line(writer& out, const e164& caller, attestation attested) {
  if (caller.empty()) return;
  std::string_view verstat = "No-TN-Validation";
  switch (attested) {
    case attestation::unknown:
    case attestation::none: break;
    case attestation::a:
    case attestation::b:
    case attestation::c: verstat = "TN-Validation-Passed"; break;
    case attestation::failed: verstat = "TN-Validation-Failed"; break;
  }
  char digits[16];
  const std::size_t count = caller.digits(digits);
  out.text("P-Asserted-Identity: <tel:+").text({digits, count});
  out.text(";verstat=").text(verstat).text(">").crlf();
}

void write_verdict_lines(writer& out, const decision& decided, verdict enforced) {
  out.header_line("X-Qorgan-Verdict", to_string(enforced));
  out.text("X-Qorgan-Score: ");
  write_score(out, decided.score);
  out.crlf().text("X-Qorgan-Id: ");
  write_id(out, decided.key);
  out.crlf();
}

}  // namespace qorgan::sip
