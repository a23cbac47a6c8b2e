// Reviews of refused calls.

#include "store/audit.h"
#include "store/row_text.h"
#include "store/store_state.h"
#include "store/transaction.h"

namespace qorgan::store {

std::vector<call_key> store::sample_refused(timestamp from, timestamp to, unsigned count) {
  return state_->pool.use([&](soci::session& session) {
    long long key = 0;
    const long long first = to_us(from);
    const long long last = to_us(to);
    const int most = static_cast<int>(std::min(count, 100u));
    const int refused = static_cast<int>(verdict::block);
    // The partial index of refused calls is taken only when its condition stands here.
    soci::statement query =
        (session.prepare << "SELECT c.key FROM calls c LEFT JOIN reviews r ON r.call_key = c.key "
                            "WHERE c.enforced = :refused AND c.enforced <> 0 AND c.key >= :first "
                            "AND c.key < :last AND r.call_key IS NULL ORDER BY random() LIMIT "
                            ":most",
         soci::into(key), soci::use(refused), soci::use(first), soci::use(last), soci::use(most));
    query.execute();
    std::vector<call_key> out;
    while (query.fetch()) out.push_back({static_cast<std::uint64_t>(key)});
    return out;
  });
}

bool store::add_review(const review& value, const audit_entry& entry) {
  return state_->pool.use([&](soci::session& session) {
    transaction all(session, state_->pool.spoken());
    const auto key = static_cast<long long>(value.call.value);
    const long long at = to_us(value.at);
    const std::string reviewer = clean(value.reviewer);
    const std::string said = clean(value.verdict);
    soci::statement adding =
        (session.prepare << "INSERT INTO reviews (call_key, at_us, reviewer, verdict) VALUES "
                            "(:key, :at, :reviewer, :verdict) ON CONFLICT (call_key) DO NOTHING",
         soci::use(key), soci::use(at), soci::use(reviewer), soci::use(said));
    adding.execute(true);
    if (adding.get_affected_rows() != 1) return false;
    write_audit(session, entry);
    all.commit();
    return true;
  });
}

review_counts store::reviews_since(timestamp from) {
  return state_->pool.use([&](soci::session& session) {
    std::string said;
    long long count = 0;
    const long long first = to_us(from);
    soci::statement query = (session.prepare << "SELECT verdict, count(*) FROM reviews WHERE at_us "
                                                ">= :first GROUP BY verdict",
                             soci::into(said), soci::into(count), soci::use(first));
    query.execute();
    review_counts out;
    while (query.fetch()) {
      (said == "right"   ? out.right
       : said == "wrong" ? out.wrong
                         : out.unsure) += static_cast<std::uint64_t>(count);
    }
    return out;
  });
}

}  // namespace qorgan::store
