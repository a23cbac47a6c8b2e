#include "stir/judge.h"

#include <gtest/gtest.h>

#include <map>

#include "codec/base64url.h"
#include "codec/passport.h"
#include "stir/testing.h"

namespace qorgan::stir {
namespace {

using namespace testing;

/// An INVITE's Identity header fields under judgement, credentials at hand.
class court {
 public:
  court() { serve("https://cert.example.org/a.pem", made.carrier); }

  void serve(const std::string& url, const issued& certificate) {
    const auto trust = trust_store::load({file_with("root.pem", made.root.pem)}, {});
    auto read = read_credential(certificate.pem + made.between.pem, *trust, kNow);
    credential_cache::answer answer;
    if (read) {
      answer = {credential_cache::state::ready,
                std::make_shared<const credential>(std::move(*read)), passport_status::verified};
    } else {
      answer = {credential_cache::state::failed, nullptr, passport_status::unsupported_credential};
    }
    known[url] = answer;
  }
  void serve(const std::string& url, credential_cache::state is,
             passport_status why = passport_status::unverified) {
    known[url] = {is, nullptr, why};
  }

  judgement on(const std::vector<std::string>& headers) {
    const std::vector<std::string_view> views(headers.begin(), headers.end());
    identity_question asked;
    asked.identities = views;
    asked.caller = caller;
    asked.callee = callee;
    asked.to = to;
    asked.from_uri = from_uri;
    asked.request_uri = request_uri;
    asked.to_uri = to_uri;
    asked.date = date;
    asked.now = now;
    asked_for = 0;
    return judge(asked, {}, [this](const std::string& url) {
      ++asked_for;
      const auto found = known.find(url);
      if (found != known.end()) return found->second;
      return credential_cache::answer{credential_cache::state::failed, nullptr,
                                      passport_status::unverified};
    });
  }
  /// "verified A", "stale_date failed", "pending".
  std::string says_all(const std::vector<std::string>& headers) {
    const judgement out = on(headers);
    if (out.pending) return "pending";
    return std::string(to_string(out.found.status)) + " " +
           std::string(to_string(out.found.attested));
  }
  std::string says(const claims& of) { return says_all({identity(of, made.carrier.key)}); }
  std::string says(const std::string& header) { return says_all({header}); }

  infrastructure made;
  std::map<std::string, credential_cache::answer> known;
  std::string caller = "442079460001";
  std::string callee = "77010000001";
  std::string to = "77010000001";
  std::string from_uri = "sip:+442079460001@carrier.example";
  std::string request_uri = "sip:+77010000001@192.0.2.1";
  std::string to_uri = "sip:+77010000001@192.0.2.1";
  std::string date;
  timestamp now = kNow;
  int asked_for = 0;
};

TEST(judge, attestation_of_a_verified_carrier) {
  court c;
  EXPECT_EQ(c.says(claims{}), "verified A");
  EXPECT_EQ(c.says(claims{.attest = "B"}), "verified B");
  EXPECT_EQ(c.says(claims{.attest = "C"}), "verified C");
  EXPECT_EQ(c.says(claims{.ppt = ""}), "verified unknown") << "RFC 8225 alone attests nothing more";
}

TEST(judge, no_identity_header) {
  court c;
  EXPECT_EQ(c.says_all({}), "not_present none");
}

TEST(judge, a_type_nobody_asked_for_is_as_if_it_were_not_there) {
  court c;
  EXPECT_EQ(c.says(claims{.ppt = "rph"}), "not_present none");
  EXPECT_EQ(c.says_all({identity(claims{.ppt = "rph"}, c.made.carrier.key),
                        identity(claims{}, c.made.carrier.key)}),
            "verified A");
}

TEST(judge, stale_date_403) {
  court c;
  const std::int64_t now_s = to_us(kNow) / 1'000'000;
  EXPECT_EQ(c.says(claims{.iat_s = now_s - 60}), "verified A");
  EXPECT_EQ(c.says(claims{.iat_s = now_s + 60}), "verified A");
  EXPECT_EQ(c.says(claims{.iat_s = now_s - 61}), "stale_date failed");
  EXPECT_EQ(c.says(claims{.iat_s = now_s + 61}), "stale_date failed");
  EXPECT_EQ(c.asked_for, 0) << "what is stale costs no fetch";
}

TEST(judge, bad_identity_info_436) {
  court c;
  std::string header = identity(claims{}, c.made.carrier.key);
  EXPECT_EQ(c.says(header.substr(0, header.find(';'))), "bad_identity_info failed") << "no info";
  const std::size_t at = header.find("info=<https://cert");
  EXPECT_EQ(c.says(header.replace(at, 18, "info=<https://CERT")), "bad_identity_info failed")
      << "not the PASSporT's x5u";
  c.serve("https://cert.example.org/a.pem", credential_cache::state::failed,
          passport_status::bad_identity_info);
  EXPECT_EQ(c.says(claims{}), "bad_identity_info failed") << "nothing there";
  EXPECT_EQ(c.says(sign(R"({"alg":"ES256","typ":"passport"})", "{}", c.made.carrier.key) +
                   ";info=<https://cert.example.org/a.pem>"),
            "bad_identity_info failed")
      << "no x5u";
}

TEST(judge, unsupported_credential_437) {
  court c;
  const std::string url = "https://cert.example.org/a.pem";
  c.serve(url, issue({}));
  EXPECT_EQ(c.says(claims{}), "unsupported_credential failed") << "self-signed";
  const issued one_number = issue({.tn_auth_list = "one:442079460002"}, &c.made.between);
  c.serve(url, one_number);
  EXPECT_EQ(c.says(identity(claims{}, one_number.key)), "unsupported_credential failed")
      << "for another number";
  const issued range = issue({.tn_auth_list = "range:442079460000+100"}, &c.made.between);
  c.serve(url, range);
  EXPECT_EQ(c.says(identity(claims{}, range.key)), "verified A");
  c.now = at_s(86'400 + 10);
  EXPECT_EQ(c.says(identity(claims{.iat_s = to_us(c.now) / 1'000'000}, range.key)),
            "unsupported_credential failed")
      << "expired since it was fetched";
}

TEST(judge, unsupported_algorithm_437) {
  court c;
  std::string header = identity(claims{}, c.made.carrier.key);
  EXPECT_EQ(c.says(header.replace(header.find("alg=ES256"), 9, "alg=RS256")),
            "unsupported_credential failed");
  EXPECT_EQ(c.says(sign(R"({"alg":"none","typ":"passport","x5u":"https://cert.example.org/a.pem"})",
                        "{}", c.made.carrier.key) +
                   ";info=<https://cert.example.org/a.pem>"),
            "unsupported_credential failed");
}

TEST(judge, invalid_identity_438_forged) {
  court c;
  const issued forger = issue({}, &c.made.between);
  EXPECT_EQ(c.says(identity(claims{}, forger.key)), "invalid_identity failed");
  std::string header = identity(claims{.attest = "C"}, c.made.carrier.key);
  const std::string better = identity(claims{}, c.made.carrier.key);
  // The claims of one and the signature of the other.
  const std::size_t dot = header.find('.', header.find('.') + 1);
  const std::size_t other = better.find('.', better.find('.') + 1);
  EXPECT_EQ(c.says(better.substr(0, other) + header.substr(dot)), "invalid_identity failed");
}

TEST(judge, invalid_identity_438_about_another_call) {
  court c;
  EXPECT_EQ(c.says(claims{.orig = "442079460002"}), "invalid_identity failed");
  EXPECT_EQ(c.says(claims{.dest = "77010000009"}), "invalid_identity failed");
  EXPECT_EQ(c.asked_for, 0);
  c.caller = "";
  EXPECT_EQ(c.says(claims{}), "invalid_identity failed") << "a caller who hides";
}

TEST(judge, invalid_identity_438_malformed) {
  court c;
  for (const char* header : {"", "x", "a.b.c;info=<https://cert.example.org/a.pem>",
                             "..AAAA;info=<https://cert.example.org/a.pem>;ppt=shaken"}) {
    EXPECT_EQ(c.says(std::string(header)), "invalid_identity failed") << header;
  }
  std::string header = identity(claims{}, c.made.carrier.key);
  EXPECT_EQ(c.says(header.replace(header.find("ppt=shaken"), 10, "ppt=div")),
            "invalid_identity failed")
      << "the parameter says another type than the PASSporT";
  const std::string one = identity(claims{}, c.made.carrier.key);
  const std::string two = identity(claims{.attest = "B"}, c.made.carrier.key);
  EXPECT_EQ(c.says_all({one, two}), "invalid_identity failed") << "which is to be believed?";
  EXPECT_EQ(c.says(identity(claims{.ppt = "div", .div = "77010000002"}, c.made.carrier.key)),
            "invalid_identity failed")
      << "a diversion of nothing";
}

TEST(judge, unverified_while_the_credential_is_not_known) {
  court c;
  const std::string url = "https://cert.example.org/a.pem";
  c.serve(url, credential_cache::state::pending);
  EXPECT_EQ(c.says(claims{}), "pending");
  c.serve(url, credential_cache::state::refused);
  EXPECT_EQ(c.says(claims{}), "unverified unknown");
  c.known.clear();
  EXPECT_EQ(c.says(claims{}), "unverified unknown") << "a place that is not on the list";
}

TEST(judge, more_passports_than_anybody_sends) {
  court c;
  const std::vector<std::string> many(9, identity(claims{}, c.made.carrier.key));
  EXPECT_EQ(c.says_all(many), "unverified unknown");
}

// ---- diversions (RFC 8946) ----

struct diverted_court : court {
  diverted_court() {
    callee = "77010000003";
    request_uri = "sip:+77010000003@192.0.2.1";
  }
  std::string base(const claims& of = {}) { return identity(of, made.carrier.key); }
  std::string div(const char* from, const char* to_number, const char* orig = "442079460001") {
    return identity(claims{.ppt = "div", .orig = orig, .dest = to_number, .div = from},
                    made.carrier.key);
  }
};

TEST(judge_div, one_diversion_and_two) {
  diverted_court c;
  EXPECT_EQ(c.says_all({c.base(), c.div("77010000001", "77010000003")}), "verified A");
  EXPECT_EQ(c.asked_for, 2);
  EXPECT_EQ(c.says_all({c.div("77010000002", "77010000003"), c.base(),
                        c.div("77010000001", "77010000002")}),
            "verified A");
}

TEST(judge_div, a_chain_that_does_not_hold) {
  diverted_court c;
  EXPECT_EQ(c.says_all({c.base(), c.div("77010000002", "77010000003")}), "unverified unknown")
      << "nobody sent it to …02; good for the To header only";
  c.to = "77010000008";
  c.to_uri = "sip:+77010000008@192.0.2.1";
  EXPECT_EQ(c.says_all({c.base(), c.div("77010000001", "77010000002")}), "invalid_identity failed")
      << "leads elsewhere";
  EXPECT_EQ(c.says_all({c.base(), c.div("77010000001", "77010000003", "442079460009")}),
            "invalid_identity failed")
      << "of another caller";
  EXPECT_EQ(c.says_all({c.base(), c.div("77010000001", "77010000002"),
                        c.div("77010000002", "77010000001")}),
            "invalid_identity failed")
      << "round in circles";
}

TEST(judge_div, sent_on_without_a_div_proves_nothing) {
  diverted_court c;
  EXPECT_EQ(c.says_all({c.base()}), "unverified unknown");
  EXPECT_EQ(c.asked_for, 0);
}

TEST(judge_div, each_followed_passport_has_to_be_right) {
  diverted_court c;
  const issued forger = issue({}, &c.made.between);
  const claims onward{.ppt = "div", .dest = "77010000003", .div = "77010000001"};
  EXPECT_EQ(c.says_all({c.base(), identity(onward, forger.key)}), "invalid_identity failed");
  claims old = onward;
  old.iat_s -= 3'600;
  EXPECT_EQ(c.says_all({c.base(), identity(old, c.made.carrier.key)}), "stale_date failed");
  claims elsewhere = onward;
  elsewhere.x5u = "https://cert.example.org/other.pem";
  c.serve(elsewhere.x5u, credential_cache::state::pending);
  EXPECT_EQ(c.says_all({c.base(), identity(elsewhere, c.made.carrier.key)}), "pending");
  const issued only_its_own = issue({.tn_auth_list = "one:77010000001"}, &c.made.between);
  c.serve(elsewhere.x5u, only_its_own);
  EXPECT_EQ(c.says_all({c.base(), identity(elsewhere, only_its_own.key)}), "verified A");
  const issued of_another = issue({.tn_auth_list = "one:77010000005"}, &c.made.between);
  c.serve(elsewhere.x5u, of_another);
  EXPECT_EQ(c.says_all({c.base(), identity(elsewhere, of_another.key)}),
            "unsupported_credential failed");
}

// ---- other forms ----

TEST(judge, callers_that_are_no_telephone_number) {
  court c;
  c.caller = "";
  c.from_uri = "sip:alice;tag=x@Carrier.EXAMPLE;user=ip";
  const std::string payload = R"({"attest":"A","dest":{"tn":["77010000001"]},"iat":)" +
                              std::to_string(to_us(kNow) / 1'000'000) +
                              R"(,"orig":{"uri":"sip:alice@carrier.example"},"origid":"x"})";
  const std::string header =
      R"({"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"https://cert.example.org/a.pem"})";
  const std::string value = sign(header, payload, c.made.carrier.key) +
                            ";info=<https://cert.example.org/a.pem>;ppt=\"shaken\"";
  EXPECT_EQ(c.says(value), "verified A");
  c.from_uri = "sip:mallory@carrier.example";
  EXPECT_EQ(c.says(value), "invalid_identity failed");
}

TEST(judge, compact_form_takes_its_claims_from_the_message) {
  court c;
  c.date = "Sun, 01 Mar 2026 10:00:00 GMT";
  const std::string header =
      R"({"alg":"ES256","typ":"passport","x5u":"https://cert.example.org/a.pem"})";
  const std::string payload =
      R"({"dest":{"tn":["77010000001"]},"iat":1772359200,"orig":{"tn":"442079460001"}})";
  const std::string token = sign(header, payload, c.made.carrier.key);
  const std::string compact =
      "." + token.substr(token.rfind('.')) + ";info=<https://cert.example.org/a.pem>";
  EXPECT_EQ(c.says(compact), "verified unknown");
  c.date = "Sun, 01 Mar 2026 10:00:01 GMT";
  EXPECT_EQ(c.says(compact), "invalid_identity failed") << "the signature is over another time";
  c.date = "";
  EXPECT_EQ(c.says(compact), "invalid_identity failed");
}

TEST(judge, how_long_an_answer_stays) {
  court c;
  const judgement good = c.on({identity(claims{}, c.made.carrier.key)});
  EXPECT_EQ(good.stays_until, at_s(60));
  claims older;
  older.iat_s -= 50;
  EXPECT_EQ(c.on({identity(older, c.made.carrier.key)}).stays_until, at_s(10));
  c.serve("https://cert.example.org/a.pem", credential_cache::state::failed,
          passport_status::bad_identity_info);
  EXPECT_EQ(c.on({identity(claims{}, c.made.carrier.key)}).stays_until, at_s(30));
}

}  // namespace
}  // namespace qorgan::stir
