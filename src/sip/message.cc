#include "sip/message.h"

#include <array>

#include "sip/characters.h"

namespace qorgan::sip {

const header* message::find(header_id id) const {
  for (const header& field : headers) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

bool answerable(const message& faulty) {
  if (!faulty.is_request || faulty.verb == method::ack) return false;
  for (const header_id id :
       {header_id::via, header_id::from, header_id::to, header_id::call_id, header_id::cseq}) {
    if (faulty.find(id) == nullptr) return false;
  }
  return true;
}

std::string_view to_string(parse_fault fault) {
  constexpr std::array<std::string_view, 16> kNames = {
      "empty",           "not_sip",          "version",          "bad_request_uri",    "bad_header",
      "missing_header",  "duplicate_header", "bad_via",          "bad_from",           "bad_to",
      "bad_cseq",        "cseq_mismatch",    "bad_max_forwards", "bad_content_length", "cut_short",
      "too_many_headers"};
  static_assert(kNames.size() == static_cast<std::size_t>(parse_fault::too_many_headers) + 1);
  return kNames[static_cast<std::size_t>(fault)];
}

std::size_t first_value_length(std::string_view value) {
  const char* const begin = value.data();
  const char* const end = begin + value.size();
  bool bracketed = false;
  const char* p = begin;
  while (p != end) {
    if (*p == '"' && !bracketed) {
      const char* const behind = characters::skip_quoted(p, end);
      p = behind == nullptr ? end : behind;
      continue;
    }
    if (*p == ',' && !bracketed) break;
    if (*p == '<') bracketed = true;
    if (*p == '>') bracketed = false;
    ++p;
  }
  return static_cast<std::size_t>(p - begin);
}

parameter_value find_parameter(std::string_view parameters, std::string_view name) {
  const char* p = parameters.data();
  const char* const end = p + parameters.size();
  while (p != end) {
    if (*p == ';') ++p;
    const char* const begin = p;
    while (p != end && *p != ';') {
      if (*p != '"') {
        ++p;
        continue;
      }
      p = characters::skip_quoted(p, end);
      if (p == nullptr) p = end;
    }
    const std::string_view one = characters::between(begin, p);
    const std::size_t equals = one.find('=');
    if (!equals_ignoring_case(characters::trim(one.substr(0, equals)), name)) continue;
    if (equals == std::string_view::npos) return {true, {}};
    return {true, characters::trim(one.substr(equals + 1))};
  }
  return {};
}

}  // namespace qorgan::sip
