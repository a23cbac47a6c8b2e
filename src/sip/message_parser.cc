// The message parser. One pass over the lines, each line one pass over its bytes: find_control
// finds the end of the line, header_id_of says whether the centre looks at this field, and only
// fields every message needs are taken apart at once. Everything else is parsed by whoever asks for
// it.
//
// A fault does not stop the pass: a request must be answered with the Via, From, To, Call-ID and
// CSeq it came with (RFC 3261 §8.2.6), which may stand behind the fault. The first fault decides.
#include <cstdint>

#include "sip/characters.h"
#include "sip/date.h"
#include "sip/header_names.h"
#include "sip/line_scan.h"
#include "sip/message.h"
#include "sip/start_line.h"
#include "sip/uri.h"

namespace qorgan::sip {

using namespace characters;

namespace {

constexpr std::uint32_t bit(header_id id) {
  return 1u << static_cast<unsigned>(id);
}
constexpr std::uint32_t kMandatory = bit(header_id::via) | bit(header_id::from) |
                                     bit(header_id::to) | bit(header_id::call_id) |
                                     bit(header_id::cseq);
constexpr std::uint32_t kSingle = bit(header_id::from) | bit(header_id::to) |
                                  bit(header_id::call_id) | bit(header_id::cseq) |
                                  bit(header_id::max_forwards) | bit(header_id::content_length);
constexpr std::int64_t kLargestCseq = 0x7fffffff;  // RFC 3261 §8.1.1.5: less than 2**31

void reset(std::string_view bytes, message& out) {
  out.bytes = bytes;
  out.is_request = false;
  out.verb = method::other;
  out.verb_text = out.request_uri = out.reason_phrase = out.body = out.call_id = {};
  out.status = 0;
  out.top_via = {};
  out.from = out.to = {};
  out.cseq = {};
  out.max_forwards = -1;
  out.via_count = out.headers_end = 0;
  out.headers.clear();
}

class pass {
 public:
  pass(std::string_view bytes, message& out)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()), out_(out) {}

  std::expected<void, parse_fault> run() {
    if (read_start_line() && read_headers()) read_body();
    if (fault_) return std::unexpected(first_);
    return {};
  }

 private:
  bool fail(parse_fault fault) {
    if (!fault_) first_ = fault;
    fault_ = true;
    return false;
  }

  bool read_start_line() {
    while (is_crlf(at_, end_)) at_ += 2;  // RFC 3261 §7.5
    if (at_ == end_) return fail(parse_fault::empty);
    const char* const stop = find_control(at_, end_);
    if (!is_crlf(stop, end_)) return fail(parse_fault::not_sip);
    const std::string_view line = between(at_, stop);
    at_ = stop + 2;
    const auto understood = scan_start_line(line, out_);
    if (understood) return true;
    fail(understood.error());
    return out_.is_request;  // which is read on, for the answer
  }

  /// False: the end of the header fields was not found.
  bool read_headers() {
    while (!is_crlf(at_, end_)) {
      if (at_ == end_) return fail(parse_fault::cut_short);
      if (!read_line()) return false;
    }
    at_ += 2;
    out_.headers_end = offset(at_);
    return true;
  }

  /// A line that cannot be read is skipped; false: there is no end or no room.
  bool read_line() {
    const char* const begin = at_;
    header field;
    const char* const colon = read_name(begin, field);
    const char* const stop = colon == nullptr ? nullptr : find_line_end(colon + 1, end_);
    if (stop == nullptr) {
      fail(parse_fault::bad_header);
      at_ = skip_line(begin, end_);
      return true;
    }
    if (stop == end_) return fail(parse_fault::cut_short);
    at_ = stop + 2;
    field.value = trim(between(colon + 1, stop));
    field.line_begin = offset(begin);
    field.line_end = offset(at_);
    if (!out_.headers.push_back(field)) return fail(parse_fault::too_many_headers);
    if (field.id != header_id::other) take(field);
    return true;
  }

  /// Field name and the white space allowed before its colon (RFC 3261 §25.1 HCOLON); returns the
  /// place of the colon, null when this is no field. A known name needs no look at its characters.
  const char* read_name(const char* begin, header& field) const {
    const char* colon = find_near_colon(begin, end_);
    const char* name_end = colon;
    if (colon != nullptr) {
      while (name_end != begin && (name_end[-1] == ' ' || name_end[-1] == '\t')) --name_end;
      field.name = between(begin, name_end);
      field.id = header_id_of(field.name);
      if (field.id != header_id::other) return colon;
    }
    name_end = skip(begin, end_, kToken);
    for (colon = name_end; colon != end_ && (*colon == ' ' || *colon == '\t');) ++colon;
    if (colon == end_ || *colon != ':' || name_end == begin) return nullptr;
    field.name = between(begin, name_end);
    field.id = header_id_of(field.name);
    return colon;
  }

  void take(const header& field) {
    if ((seen_ & bit(field.id) & kSingle) != 0) {
      fail(parse_fault::duplicate_header);
      return;
    }
    seen_ |= bit(field.id);
    switch (field.id) {
      case header_id::via: return take_via(field.value);
      case header_id::from: return take_party(field.value, out_.from, parse_fault::bad_from);
      case header_id::to: return take_party(field.value, out_.to, parse_fault::bad_to);
      case header_id::call_id: return take_call_id(field.value);
      case header_id::cseq: return take_cseq(field.value);
      case header_id::contact: return take_contact(field.value);
      case header_id::route:
      case header_id::record_route: return count_hops(field);
      case header_id::max_forwards:
        out_.max_forwards = static_cast<std::int32_t>(parse_decimal(field.value, 255));
        if (out_.max_forwards < 0) fail(parse_fault::bad_max_forwards);
        return;
      case header_id::content_length:
        content_length_ = parse_decimal(field.value, 0x7fffffff);
        if (content_length_ < 0) fail(parse_fault::bad_content_length);
        return;
      case header_id::date:
        if (!is_sip_date(field.value)) fail(parse_fault::bad_header);
        return;
      default: return;
    }
  }

  void take_via(std::string_view value) {
    const char* p = value.data();
    const char* const stop = p + value.size();
    for (;; ++p) {
      via_value next;
      p = scan_via(p, stop, next);
      const bool top = out_.via_count++ == 0;
      if (p == nullptr) {
        fail(parse_fault::bad_via);
        return;
      }
      if (top) out_.top_via = next;
      if (out_.via_count > limits::kSipHops) {
        fail(parse_fault::too_many_headers);
        return;
      }
      if (p == stop) return;
    }
  }

  void take_call_id(std::string_view value) {
    out_.call_id = value;
    bool good = !value.empty();
    for (const char c : value) good = good && c > ' ';
    if (!good) fail(parse_fault::bad_header);
  }

  void take_cseq(std::string_view value) {
    const std::size_t digits = value.find_first_not_of("0123456789");
    const auto number = parse_decimal(value.substr(0, digits), kLargestCseq);
    const std::string_view rest =
        digits == std::string_view::npos ? std::string_view{} : value.substr(digits);
    const std::string_view verb = trim(rest);
    const char* const stop = verb.data() + verb.size();
    if (number < 0 || verb.empty() || verb.size() == rest.size() ||
        skip(verb.data(), stop, kToken) != stop) {
      fail(parse_fault::bad_cseq);
      return;
    }
    out_.cseq.number = static_cast<std::uint32_t>(number);
    out_.cseq.verb_text = verb;
    out_.cseq.verb = method_of(verb);
  }

  void take_contact(std::string_view value) {
    if (value == "*") return;
    const char* p = value.data();
    const char* const stop = p + value.size();
    for (;; ++p) {
      name_address address;
      p = scan_name_address(p, stop, address);
      if (p == nullptr) {
        fail(parse_fault::bad_header);
        return;
      }
      if (p == stop) return;
    }
  }

  void take_party(std::string_view value, name_address& out, parse_fault fault) {
    const char* const stop = value.data() + value.size();
    if (scan_name_address(value.data(), stop, out) != stop) fail(fault);
  }

  void count_hops(const header& field) {
    std::uint32_t& hops = field.id == header_id::route ? routes_ : record_routes_;
    for_each_value(field.value, [this, &hops](std::string_view) {
      return ++hops <= limits::kSipHops || fail(parse_fault::too_many_headers);
    });
  }

  void read_body() {
    if ((seen_ & kMandatory) != kMandatory) fail(parse_fault::missing_header);
    if (!out_.is_request) {
      out_.verb = out_.cseq.verb;
      out_.verb_text = out_.cseq.verb_text;
    } else if (!fault_ && out_.cseq.verb_text != out_.verb_text) {
      fail(parse_fault::cseq_mismatch);
    }
    std::string_view body = between(at_, end_);
    if (content_length_ >= 0) {  // RFC 3261 §18.3; without one the body is the rest of the datagram
      const auto length = static_cast<std::size_t>(content_length_);
      if (length > body.size()) fail(parse_fault::cut_short);
      body = body.substr(0, length);
    }
    out_.body = body;
  }

  std::uint32_t offset(const char* p) const {
    return static_cast<std::uint32_t>(p - out_.bytes.data());
  }

  const char* at_;
  const char* end_;
  message& out_;
  std::uint32_t seen_ = 0;
  std::uint32_t routes_ = 0;
  std::uint32_t record_routes_ = 0;
  std::int64_t content_length_ = -1;
  parse_fault first_ = parse_fault::empty;
  bool fault_ = false;
};

}  // namespace

std::expected<void, parse_fault> parse(std::string_view bytes, message& out) {
  reset(bytes, out);
  if (bytes.size() > limits::kSipMessageBytes) return std::unexpected(parse_fault::cut_short);
  return pass(bytes, out).run();
}

}  // namespace qorgan::sip
