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

void write_verdict_lines(writer& out, const decision& decided, verdict enforced) {
  out.header_line("X-Qorgan-Verdict", to_string(enforced));
  const auto thousandths =
      static_cast<unsigned>(std::lround(std::clamp(decided.score, 0.0F, 1.0F) * 1000.0F));
  const char fraction[3] = {static_cast<char>('0' + thousandths / 100 % 10),
                            static_cast<char>('0' + thousandths / 10 % 10),
                            static_cast<char>('0' + thousandths % 10)};
  out.text("X-Qorgan-Score: ").number(thousandths / 1000).text(".");
  out.text({fraction, sizeof fraction}).crlf();
  char id[16];
  write_hex(decided.key.value, id);
  out.header_line("X-Qorgan-Id", std::string_view{id, sizeof id});
}

}  // namespace qorgan::sip
