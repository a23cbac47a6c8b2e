#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sip/message.h"

namespace qorgan::sip {

/// Builds a message in memory the caller provides; never allocates. What does not fit is left out
/// and `ok` turns false for good: a message that was cut must not be sent.
class writer {
 public:
  explicit writer(std::span<char> room) : room_(room) {}

  writer& text(std::string_view bytes);
  writer& number(std::uint64_t value);
  writer& crlf() { return text("\r\n"); }

  /// "Name: value CRLF".
  writer& header_line(std::string_view name, std::string_view value);
  writer& header_line(std::string_view name, std::uint64_t value);
  /// The line as received, folds, case and CRLF included.
  writer& copy_line(const message& from, const header& field);
  /// All lines of this kind in order of arrival.
  writer& copy_all(const message& from, header_id id);

  /// "INVITE uri SIP/2.0 CRLF".
  writer& request_line(std::string_view verb, std::string_view request_uri);
  /// "SIP/2.0 status reason CRLF"; an empty reason becomes the default one.
  writer& status_line(std::uint16_t status, std::string_view reason = {});

  /// "Content-Length: n", the empty line and the body. Ends the message.
  writer& body(std::string_view bytes = {});

  bool ok() const { return !overflowed_; }
  std::size_t size() const { return used_; }
  std::string_view view() const { return {room_.data(), used_}; }

 private:
  std::span<char> room_;
  std::size_t used_ = 0;
  bool overflowed_ = false;
};

/// What a response takes over from its request beyond RFC 3261 §8.2.6.
struct response_options {
  std::uint16_t status = 500;
  std::string_view reason{};    ///< "": default_reason_phrase
  std::string_view to_tag{};    ///< added to To unless it has one or this is empty (100 Trying)
  std::string_view received{};  ///< source address; "": the top Via is copied as it is
  std::uint16_t rport = 0;      ///< source port, written when the top Via asks for it (RFC 3581)
  bool record_route = false;    ///< copy Record-Route (RFC 3261 §12.1.1)
};

/// Status line, all Via, From, To, Call-ID and CSeq of a response to `request`, which may be a
/// faulty one (see `answerable`). The caller adds other fields and ends with `body`.
void begin_response(writer& out, const message& request, const response_options& options);

/// The top Via line of `request` with `received` and, if asked for, `rport` filled in (RFC 3261
/// §18.2.1, RFC 3581 §4), and the other values of that line. The caller copies later Via lines.
void write_top_via(writer& out, const message& request, std::string_view received,
                   std::uint16_t rport);

/// "Busy Here" for 486 and so on (IANA SIP response codes); the class's word for unknown ones.
std::string_view default_reason_phrase(std::uint16_t status);

}  // namespace qorgan::sip
