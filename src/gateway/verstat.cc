#include "gateway/verstat.h"

#include "sip/verstat.h"

namespace qorgan::gateway {

std::string_view verstat_of(passport_status status) {
  if (status == passport_status::verified) return "TN-Validation-Passed";
  return is_failure(status) ? "TN-Validation-Failed" : "No-TN-Validation";
}

void add_verstat(call_path& path, call& c, const sip::message& in, sip::header_changes& changes) {
  const std::string_view verstat = verstat_of(c.passport);
  if (in.find(sip::header_id::p_asserted_identity) != nullptr) {
    changes.verstat = verstat;
    return;
  }
  std::array<char, 1'024> room;
  sip::writer from(room);
  if (!changes.display.empty()) {
    from.text("\"").text(changes.display).text("\" ");
  } else if (!in.from.display.empty()) {
    from.text(in.from.display).text(" ");
  }
  from.text("<");
  sip::write_verstat_uri(from, in.from.address, verstat);
  from.text(">");
  if (!in.from.parameters.empty()) from.text(";").text(in.from.parameters);
  if (!from.ok()) return;  // a From of a kilobyte goes on as it came
  path.bytes.give_back(c.masked_from);
  path.bytes.give_back(c.shown_from);
  c.masked_from = path.bytes.keep(in.find(sip::header_id::from)->value);
  c.shown_from = path.bytes.keep(from.view());
  if (c.masked_from && c.shown_from) changes.from_value = c.shown_from.view();
}

}  // namespace qorgan::gateway
