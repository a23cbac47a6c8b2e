#include "codec/passport.h"

#include <gtest/gtest.h>

#include "codec/base64url.h"
#include "codec/json_scan.h"

namespace qorgan::codec {
namespace {

constexpr std::string_view kHeader =
    R"({"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"https://cert.example.org/a.pem"})";
constexpr std::string_view kPayload =
    R"({"attest":"A","dest":{"tn":["77010000001"]},"iat":1443208345,)"
    R"("orig":{"tn":"442079460001"},"origid":"123e4567-e89b-12d3-a456-426655440000"})";

std::string token_of(std::string_view header, std::string_view payload,
                     std::size_t signature_bytes = 64) {
  std::string out;
  append_base64url(out, header);
  out.push_back('.');
  append_base64url(out, payload);
  out.push_back('.');
  append_base64url(out, std::string(signature_bytes, 's'));
  return out;
}

std::string why(std::string_view header, std::string_view payload) {
  const auto read = parse_passport(token_of(header, payload));
  return read ? "good" : std::string(to_string(read.error()));
}
std::string why(std::string_view payload) {
  return why(kHeader, payload);
}

/// `text` with `from` replaced by `to`.
std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string out{text};
  const std::size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

TEST(base64url, there_and_back) {
  std::string bytes;
  for (int size = 0; size < 70; ++size) {
    std::string text;
    append_base64url(text, bytes);
    char room[70];
    const auto read = decode_base64url(text, room);
    ASSERT_TRUE(read) << size;
    EXPECT_EQ(std::string_view(room, *read), bytes);
    bytes.push_back(static_cast<char>(size * 37 + 200));
  }
}

TEST(base64url, one_value_has_one_text) {
  char room[8];
  for (const char* text : {"A", "AAAAA", "QQ==", "QR", "QUJ", "Q+", "Q/", " QQ", "Q\xc3", "QQ."}) {
    EXPECT_FALSE(decode_base64url(text, room)) << text;
  }
  EXPECT_FALSE(decode_base64url("QUJDREVGR0hJ", room)) << "does not fit";
  EXPECT_EQ(decode_base64url("QQ", room), 1u);
}

TEST(json_scan, takes_what_json_is) {
  for (const char* text :
       {"0", "-1.5e-7", "true", "null", "\"\"", "[]", "{}", " [1 , {\"a\" : [ ] } ] ",
        "\"\\u00e9\\ud83d\\ude00\\n\"", "[[[[[[[[1]]]]]]]]", "{\"a\":{\"b\":[{},[],\"x\"]}}"}) {
    json_scan in{text};
    EXPECT_TRUE(in.skip() && in.at_end()) << text;
  }
}

TEST(json_scan, refuses_everything_else) {
  for (const char* text : {"",
                           "01",
                           "1.",
                           ".5",
                           "1e",
                           "+1",
                           "tru",
                           "[1,]",
                           "[,1]",
                           "{,}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{'a':1}",
                           "[1 2]",
                           "\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\ud800\"",
                           "\"\\ud800\\n\"",
                           "\"\n\"",
                           "[",
                           "{\"a\":1",
                           "[}",
                           "1 1",
                           "[[[[[[[[[1]]]]]]]]]",
                           "// x\n1"}) {
    json_scan in{text};
    EXPECT_FALSE(in.skip() && in.at_end()) << text;
  }
}

TEST(passport, shaken) {
  const std::string token = token_of(kHeader, kPayload);
  const auto read = parse_passport(token);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->type, passport_type::shaken);
  EXPECT_EQ(read->x5u.view(), "https://cert.example.org/a.pem");
  EXPECT_EQ(read->orig.text.view(), "442079460001");
  ASSERT_EQ(read->dest.size(), 1u);
  EXPECT_EQ(read->dest[0].text.view(), "77010000001");
  EXPECT_EQ(read->iat_s, 1443208345);
  EXPECT_EQ(read->attest, 'A');
  EXPECT_EQ(read->signature[63], 's');
  EXPECT_EQ(token.substr(0, read->signed_bytes), token.substr(0, token.rfind('.')));
}

TEST(passport, example_of_rfc_8225_without_extension) {
  const auto read = parse_passport(
      token_of(R"({"typ":"passport","alg":"ES256","x5u":"https://cert.example.org/passport.cer"})",
               R"({ "dest":{"uri":["sip:alice@example.com"],"tn":["12155551212","+12155551213"]},
           "iat":1443208345, "mky":[{"alg":"sha-256","dig":"021ACC54"}],
           "orig":{"tn":"12155551212"}, "attest":7, "unknown":{"a":[1,2]}})"));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->type, passport_type::plain);
  EXPECT_EQ(read->attest, 0);
  ASSERT_EQ(read->dest.size(), 3u);
  EXPECT_TRUE(read->dest[0].is_uri);
  EXPECT_EQ(read->dest[2].text.view(), "12155551213");
}

TEST(passport, div) {
  const std::string header = with(kHeader, "shaken", "div");
  const std::string payload =
      R"({"dest":{"tn":["77010000002"]},"div":{"tn":"77010000001"},"iat":1443208345,)"
      R"("orig":{"tn":"442079460001"}})";
  const auto read = parse_passport(token_of(header, payload));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->type, passport_type::div);
  EXPECT_EQ(read->div.text.view(), "77010000001");
  EXPECT_EQ(why(header, with(payload, "\"div\"", "\"vid\"")), "a claim is missing");
  EXPECT_EQ(why(header, with(payload, R"({"tn":"77010000001"})", R"("77010000001")")),
            "a claim has a wrong form");
}

TEST(passport, unknown_types_are_told_apart) {
  const auto read = parse_passport(token_of(with(kHeader, "shaken", "rph"), kPayload));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, passport_type::other);
}

TEST(passport, header_faults) {
  EXPECT_EQ(why(with(kHeader, R"("alg":"ES256",)", ""), kPayload), "typ, alg or x5u missing");
  EXPECT_EQ(why(with(kHeader, R"("typ":"passport",)", ""), kPayload), "typ, alg or x5u missing");
  EXPECT_EQ(why(with(kHeader, R"("https://cert.example.org/a.pem")", "\"\""), kPayload),
            "typ, alg or x5u missing");
  EXPECT_EQ(why(with(kHeader, R"("https://cert.example.org/a.pem")", "[]"), kPayload),
            "typ, alg or x5u missing");
  EXPECT_EQ(why(with(kHeader, "passport", "JWT"), kPayload), "typ is not passport");
  EXPECT_EQ(why(with(kHeader, "ES256", "none"), kPayload), "alg is not ES256");
  EXPECT_EQ(why(with(kHeader, "ES256", "HS256"), kPayload), "alg is not ES256");
  EXPECT_EQ(why(with(kHeader, "{", R"({"crit":["b64"],)"), kPayload), "unknown critical extension");
  EXPECT_EQ(why(with(kHeader, "{", R"({"alg":"ES256",)"), kPayload), "not JSON") << "given twice";
  EXPECT_EQ(why("[]", kPayload), "not JSON");
  EXPECT_EQ(why(std::string(kHeader) + "x", kPayload), "not JSON");
}

TEST(passport, claim_faults) {
  for (const char* gone : {R"("attest":"A",)", R"("dest":{"tn":["77010000001"]},)",
                           R"("iat":1443208345,)", R"("orig":{"tn":"442079460001"},)"}) {
    EXPECT_EQ(why(with(kPayload, gone, "")), "a claim is missing") << gone;
  }
  const std::string_view cases[][2] = {
      {R"("attest":"A")", R"("attest":"D")"},
      {R"("attest":"A")", R"("attest":1)"},
      {R"({"tn":["77010000001"]})", R"({"tn":"77010000001"})"},
      {R"({"tn":["77010000001"]})", R"({"tn":[]})"},
      {R"({"tn":["77010000001"]})", R"({})"},
      {R"({"tn":["77010000001"]})", R"({"tn":["7701 000 00 01"]})"},
      {"1443208345", "-5"},
      {"1443208345", "1443208345.5"},
      {"1443208345", "\"1443208345\""},
      {R"({"tn":"442079460001"})", R"({"tn":"44","uri":"sip:a@b"})"},
      {R"({"tn":"442079460001"})", R"({"tn":"a"})"},
      {R"("123e4567-e89b-12d3-a456-426655440000")", "\"\""},
      {R"("123e4567-e89b-12d3-a456-426655440000")", "null"},
  };
  for (const auto& [from, to] : cases) {
    EXPECT_EQ(why(with(kPayload, from, to)), "a claim has a wrong form") << to;
  }
  EXPECT_EQ(why(with(kPayload, "{", R"({"iat":1,)")), "not JSON") << "given twice";
}

TEST(passport, bounded) {
  std::string many = R"("77010000001")";
  for (int i = 0; i < 8; ++i) many.append(R"(,"77010000001")");
  EXPECT_EQ(why(with(kPayload, R"("77010000001")", many)), "too large");
  EXPECT_EQ(why(with(kPayload, "{", "{\"a\":\"" + std::string(4'000, 'x') + "\",")), "too large");
  EXPECT_EQ(why(with(kHeader, "/a.pem", "/" + std::string(300, 'x')), kPayload),
            "typ, alg or x5u missing");
}

TEST(passport, token_faults) {
  const std::string good = token_of(kHeader, kPayload);
  const auto fault = [](const std::string& token) {
    const auto read = parse_passport(token);
    return read ? "good" : std::string(to_string(read.error()));
  };
  EXPECT_EQ(fault(good), "good");
  for (const std::string& token :
       {std::string("a.b"), "." + good, good + ".x", std::string("..x")}) {
    EXPECT_EQ(fault(token), "not header.payload.signature") << token;
  }
  EXPECT_EQ(fault("*" + good), "not base64url");
  EXPECT_EQ(fault(token_of(kHeader, kPayload, 63)), "the signature is not 64 bytes");
  EXPECT_EQ(fault(token_of(kHeader, kPayload, 70)), "the signature is not 64 bytes");
}

TEST(passport, compact_form_is_rebuilt_as_rfc_8225_section_9_writes_it) {
  const std::string full = full_form(
      "..c2ln", {"https://cert.example.org/a.pem", "442079460001", "77010000001", 1443208345});
  std::string expected;
  append_base64url(expected,
                   R"({"alg":"ES256","typ":"passport","x5u":"https://cert.example.org/a.pem"})");
  expected.push_back('.');
  append_base64url(
      expected, R"({"dest":{"tn":["77010000001"]},"iat":1443208345,"orig":{"tn":"442079460001"}})");
  EXPECT_EQ(full, expected + ".c2ln");
  EXPECT_TRUE(is_compact("..c2ln"));
  EXPECT_FALSE(is_compact(full));
}

}  // namespace
}  // namespace qorgan::codec
