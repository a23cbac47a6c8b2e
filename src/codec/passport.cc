#include "codec/passport.h"

#include <optional>

#include "codec/base64url.h"
#include "codec/json_scan.h"

namespace qorgan::codec {
namespace {

using fault = passport_fault;

struct parts {
  std::string_view header, payload, signature;
};

std::optional<parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  if (token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  parts out{token.substr(0, first), token.substr(first + 1, second - first - 1),
            token.substr(second + 1)};
  if (out.header.empty() || out.payload.empty() || out.signature.empty()) return std::nullopt;
  return out;
}

/// Reads an object's members and keeps the first fault, which says more than "malformed".
class claims_reader {
 public:
  explicit claims_reader(std::string_view json) : in_{json} {}

  json_scan& in() { return in_; }
  /// Marks `bit` as seen; false when it was seen before.
  bool once(unsigned bit) {
    if ((seen_ & 1u << bit) != 0) return false;
    seen_ |= 1u << bit;
    return true;
  }
  bool has(unsigned bit) const { return (seen_ & 1u << bit) != 0; }
  bool wrong(fault why) {
    if (!why_) why_ = why;
    return false;
  }
  template <std::size_t Size>
  bool text(inline_text<Size>& out, fault why) {
    if (in_.peek() != '"') return wrong(why);
    char room[Size];
    std::string_view value;
    if (!in_.string(room, value)) return wrong(why);
    out.assign(value);
    return true;
  }
  /// The object as a whole; `take(key)` as in json_scan.
  template <typename Take>
  std::optional<fault> read(Take take) {
    const bool good = in_.object(take) && in_.at_end();
    if (good) return std::nullopt;
    return why_.value_or(fault::bad_json);
  }

 private:
  json_scan in_;
  unsigned seen_ = 0;
  std::optional<fault> why_;
};

passport_type type_of(std::string_view ppt) {
  if (ppt == "shaken") return passport_type::shaken;
  if (ppt == "div") return passport_type::div;
  return passport_type::other;
}

std::optional<fault> read_header(std::string_view json, passport& out) {
  enum { typ, alg, x5u, ppt };
  claims_reader read{json};
  inline_text<32> typ_text;
  inline_text<32> alg_text;
  inline_text<32> ppt_text;
  bool critical = false;
  const auto wrong = read.read([&](std::string_view key) {
    const auto field = [&](unsigned bit, auto& text) {
      return read.once(bit) && read.text(text, fault::bad_header);
    };
    if (key == "typ") return field(typ, typ_text);
    if (key == "alg") return field(alg, alg_text);
    if (key == "x5u") return field(x5u, out.x5u);
    if (key == "ppt") return field(ppt, ppt_text);
    critical = critical || key == "crit";
    return read.in().skip();
  });
  if (wrong) return wrong;
  if (!read.has(typ) || !read.has(alg) || !read.has(x5u) || out.x5u.empty()) {
    return fault::bad_header;
  }
  if (typ_text.view() != "passport") return fault::wrong_typ;
  if (alg_text.view() != "ES256") return fault::unsupported_alg;
  if (critical) return fault::critical_extension;
  if (read.has(ppt)) out.type = type_of(ppt_text);
  return std::nullopt;
}

/// Digits, '*' and '#' (RFC 8224 §8.3). A '+' in front, which some signers leave, is taken off: it
/// says nothing else.
bool is_telephone_number(identity_claim& tn) {
  std::string_view text = tn.text;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789*#") != std::string_view::npos) {
    return false;
  }
  const inline_text<255> digits{text};
  tn.text = digits;
  return true;
}

bool read_claim(claims_reader& read, bool is_uri, identity_claim& out) {
  out.is_uri = is_uri;
  if (!read.text(out.text, fault::bad_claim)) return false;
  const bool good = is_uri ? !out.text.empty() : is_telephone_number(out);
  return good || read.wrong(fault::bad_claim);
}

/// {"tn": "…"} or {"uri": "…"}: exactly one of them.
bool read_one_identity(claims_reader& read, identity_claim& out) {
  if (read.in().peek() != '{') return read.wrong(fault::bad_claim);
  bool given = false;
  const bool good = read.in().object([&](std::string_view key) {
    if (key != "tn" && key != "uri") return read.in().skip();
    if (given) return read.wrong(fault::bad_claim);
    given = true;
    return read_claim(read, key == "uri", out);
  });
  if (!good) return false;
  return given || read.wrong(fault::bad_claim);
}

/// {"tn": ["…"], "uri": ["…"]}, at least one in all.
bool read_destinations(claims_reader& read, passport& out) {
  if (read.in().peek() != '{') return read.wrong(fault::bad_claim);
  bool seen[2] = {};
  const bool good = read.in().object([&](std::string_view key) {
    if (key != "tn" && key != "uri") return read.in().skip();
    bool& once = seen[key == "uri"];
    if (once || read.in().peek() != '[') return read.wrong(fault::bad_claim);
    once = true;
    return read.in().array([&] {
      identity_claim claim;
      if (!read_claim(read, key == "uri", claim)) return false;
      return out.dest.push_back(claim) || read.wrong(fault::too_large);
    });
  });
  if (!good) return false;
  return !out.dest.empty() || read.wrong(fault::bad_claim);
}

bool read_attest(claims_reader& read, passport& out) {
  inline_text<8> text;
  if (!read.text(text, fault::bad_claim)) return false;
  const std::string_view value = text;
  if (value != "A" && value != "B" && value != "C") return read.wrong(fault::bad_claim);
  out.attest = value[0];
  return true;
}

std::optional<fault> read_payload(std::string_view json, passport& out) {
  enum { orig, dest, iat, attest, origid, div };
  claims_reader read{json};
  const auto wrong = read.read([&](std::string_view key) {
    const bool shaken = out.type == passport_type::shaken;
    if (key == "orig") return read.once(orig) && read_one_identity(read, out.orig);
    if (key == "dest") return read.once(dest) && read_destinations(read, out);
    if (key == "iat") {
      return read.once(iat) && (read.in().whole(out.iat_s) || read.wrong(fault::bad_claim));
    }
    if (key == "attest" && shaken) return read.once(attest) && read_attest(read, out);
    if (key == "origid" && shaken) {
      return read.once(origid) && read.text(out.origid, fault::bad_claim);
    }
    if (key == "div" && out.type == passport_type::div) {
      return read.once(div) && read_one_identity(read, out.div);
    }
    return read.in().skip();
  });
  if (wrong) return wrong;
  bool complete = read.has(orig) && read.has(dest) && read.has(iat);
  if (out.type == passport_type::shaken)
    complete = complete && read.has(attest) && read.has(origid);
  if (out.type == passport_type::div) complete = complete && read.has(div);
  if (!complete) return fault::missing_claim;
  if (out.type == passport_type::shaken && out.origid.empty()) return fault::bad_claim;
  return std::nullopt;
}

/// A claim's text inside JSON quotes; the values come from a SIP message and hold no controls.
void append_json_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
}

}  // namespace

std::string_view to_string(passport_fault value) {
  switch (value) {
    case fault::too_large: return "too large";
    case fault::not_three_parts: return "not header.payload.signature";
    case fault::bad_base64: return "not base64url";
    case fault::bad_json: return "not JSON";
    case fault::bad_header: return "typ, alg or x5u missing";
    case fault::wrong_typ: return "typ is not passport";
    case fault::unsupported_alg: return "alg is not ES256";
    case fault::critical_extension: return "unknown critical extension";
    case fault::missing_claim: return "a claim is missing";
    case fault::bad_claim: return "a claim has a wrong form";
    case fault::bad_signature: return "the signature is not 64 bytes";
  }
  return "malformed";
}

std::expected<passport, passport_fault> parse_passport(std::string_view token) {
  if (token.size() > kPassportBytes) return std::unexpected(fault::too_large);
  const auto cut = split(token);
  if (!cut) return std::unexpected(fault::not_three_parts);
  passport out;
  char room[kPassportBytes];
  const auto header = decode_base64url(cut->header, room);
  if (!header) return std::unexpected(fault::bad_base64);
  if (const auto wrong = read_header({room, *header}, out)) return std::unexpected(*wrong);
  const auto payload = decode_base64url(cut->payload, room);
  if (!payload) return std::unexpected(fault::bad_base64);
  if (const auto wrong = read_payload({room, *payload}, out)) return std::unexpected(*wrong);
  const auto signature = decode_base64url(cut->signature, room);
  if (!signature || *signature != passport::kSignatureBytes) {
    return std::unexpected(fault::bad_signature);
  }
  for (std::size_t i = 0; i < *signature; ++i) {
    out.signature[i] = static_cast<unsigned char>(room[i]);
  }
  out.signed_bytes = cut->header.size() + 1 + cut->payload.size();
  return out;
}

bool is_compact(std::string_view token) {
  return token.starts_with("..");
}

std::string full_form(std::string_view compact, const compact_parts& from) {
  std::string header = R"({"alg":"ES256","typ":"passport","x5u":")";
  append_json_text(header, from.x5u);
  header.append("\"}");
  std::string payload = R"({"dest":{"tn":[")";
  append_json_text(payload, from.dest_tn);
  payload.append("\"]},\"iat\":").append(std::to_string(from.iat_s));
  payload.append(",\"orig\":{\"tn\":\"");
  append_json_text(payload, from.orig_tn);
  payload.append("\"}}");
  std::string out;
  append_base64url(out, header);
  out.push_back('.');
  append_base64url(out, payload);
  return out.append(compact.substr(1));
}

}  // namespace qorgan::codec
