#include "sip/identity_header.h"

#include "sip/characters.h"
#include "sip/message.h"
#include "sip/uri.h"

namespace qorgan::sip {
namespace {

using characters::between;
using characters::is;
using characters::skip;

bool is_base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

/// RFC 8224 §4 allows '+' and '/' in the digest, but JWS is base64url and nothing else (RFC 7515).
const char* scan_token(const char* p, const char* end, std::string_view& token) {
  const char* const begin = p;
  int dots = 0;
  for (; p != end && (is_base64url(*p) || *p == '.'); ++p) dots += *p == '.' ? 1 : 0;
  token = between(begin, p);
  const bool signed_at_all = !token.empty() && token.back() != '.';
  return dots == 2 && signed_at_all ? p : nullptr;
}

/// ident-info: "info" EQUAL LAQUOT absoluteURI RAQUOT. `p` stands behind "info".
const char* scan_info(const char* p, const char* end, std::string_view& info) {
  p = skip(p, end, characters::kSpace);
  if (p == end || *p != '=') return nullptr;
  p = skip(p + 1, end, characters::kSpace);
  if (p == end || *p != '<') return nullptr;
  const char* const begin = ++p;
  while (p != end && *p > ' ' && *p < 0x7f && *p != '>' && *p != '<' && *p != '"') ++p;
  if (p == end || *p != '>' || p == begin) return nullptr;
  info = between(begin, p);
  if (info.find(':') == std::string_view::npos) return nullptr;
  return skip(p + 1, end, characters::kSpace);
}

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"') return value.substr(1, value.size() - 2);
  return value;
}

/// Each of the known parameters at most once.
bool take_once(std::string_view& field, std::string_view value) {
  if (!field.empty() || value.empty()) return false;
  field = value;
  return true;
}

}  // namespace

std::string_view to_string(identity_fault fault) {
  switch (fault) {
    case identity_fault::bad_token: return "the PASSporT is not base64url with two dots";
    case identity_fault::no_info: return "the info parameter is missing or not a URI in brackets";
    case identity_fault::bad_parameter: return "a parameter is malformed or given twice";
  }
  return "malformed";
}

std::expected<identity_value, identity_fault> parse_identity(std::string_view value) {
  const std::string_view text = characters::trim(value);
  const char* p = text.data();
  const char* const end = p + text.size();
  identity_value out;
  p = scan_token(p, end, out.token);
  if (p == nullptr) return std::unexpected(identity_fault::bad_token);
  p = skip(p, end, characters::kSpace);
  while (p != end) {
    if (*p != ';') return std::unexpected(identity_fault::bad_parameter);
    const char* const name_begin = skip(p + 1, end, characters::kSpace);
    const char* const name_end = skip(name_begin, end, characters::kToken);
    if (equals_ignoring_case(between(name_begin, name_end), "info")) {
      std::string_view info;
      p = scan_info(name_end, end, info);
      if (p == nullptr) return std::unexpected(identity_fault::no_info);
      if (!take_once(out.info, info)) return std::unexpected(identity_fault::bad_parameter);
      continue;
    }
    std::string_view name;
    std::string_view given;
    p = scan_parameter(p, end, name, given);
    if (p == nullptr) return std::unexpected(identity_fault::bad_parameter);
    const bool good = equals_ignoring_case(name, "alg")   ? take_once(out.alg, unquoted(given))
                      : equals_ignoring_case(name, "ppt") ? take_once(out.ppt, unquoted(given))
                                                          : true;
    if (!good) return std::unexpected(identity_fault::bad_parameter);
  }
  if (out.info.empty()) return std::unexpected(identity_fault::no_info);
  return out;
}

}  // namespace qorgan::sip
