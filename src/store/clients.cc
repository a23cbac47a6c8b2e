#include <algorithm>

#include "store/audit.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += '\n';
    out += clean(name);
  }
  return out;
}

std::vector<std::string> parted(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<api_client> store::clients() {
  return state_->pool.use([](soci::session& session) {
    api_client row;
    std::string trunks, reports;
    long long per_second = 0, created = 0;
    int revoked = 0;
    soci::statement query =
        (session.prepare << "SELECT name, token_hash, trunks, per_second, revoked, created_us, "
                            "reports FROM api_clients ORDER BY name",
         soci::into(row.name), soci::into(row.token_hash), soci::into(trunks),
         soci::into(per_second), soci::into(revoked), soci::into(created), soci::into(reports));
    query.execute();
    std::vector<api_client> out;
    while (query.fetch()) {
      row.trunks = parted(trunks);
      row.per_second = static_cast<std::uint32_t>(per_second);
      row.revoked = revoked != 0;
      row.created_at = from_us(created);
      row.reports = parse_report_source(reports);
      out.push_back(row);
    }
    return out;
  });
}

void store::save_client(const api_client& value, const audit_entry& entry) {
  state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const std::string name = clean(value.name);
    const std::string trunks = joined(value.trunks);
    const long long per_second = value.per_second;
    const int revoked = value.revoked;
    const long long created = to_us(value.created_at);
    const std::string reports{value.reports ? to_string(*value.reports) : ""};
    session << "INSERT INTO api_clients (name, token_hash, trunks, per_second, revoked, "
               "created_us, reports) VALUES (:name, :hash, :trunks, :rate, :revoked, :created, "
               ":reports) ON CONFLICT "
               "(name) DO UPDATE SET token_hash = excluded.token_hash, trunks = excluded.trunks, "
               "per_second = excluded.per_second, revoked = excluded.revoked, created_us = "
               "excluded.created_us, reports = excluded.reports",
        soci::use(name), soci::use(value.token_hash), soci::use(trunks), soci::use(per_second),
        soci::use(revoked), soci::use(created), soci::use(reports);
    write_audit(session, entry);
    all.commit();
  });
}

}  // namespace qorgan::store
