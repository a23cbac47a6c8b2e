#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace qorgan::sip {

/// What stands at the beginning of a byte stream (RFC 3261 §7.5, §18.3).
enum class frame_kind : std::uint8_t {
  incomplete,  ///< more bytes are needed
  line_end,    ///< CRLF between messages: half a keep-alive ping, or a pong (RFC 5626 §4.4.1)
  message,
  fault,  ///< no frame can be found from here on: the connection is of no more use
};

enum class frame_fault : std::uint8_t {
  none,
  not_sip,         ///< the first line is neither a request's nor a response's
  head_too_large,  ///< no empty line within limits::kStreamHeadBytes
  no_length,       ///< a stream needs Content-Length (RFC 3261 §18.3, §20.14)
  bad_length,      ///< not a number, or two that differ
  too_large,       ///< longer than limits::kSipMessageBytes
};
std::string_view to_string(frame_fault fault);

struct frame {
  frame_kind kind = frame_kind::incomplete;
  std::size_t size = 0;  ///< bytes to take; of a fault: those of the head, if it is complete
  frame_fault fault = frame_fault::none;
};

/// Cuts a byte stream into messages by Content-Length. Looks at every byte of a head once, however
/// the stream was cut into segments; holds no bytes itself.
class stream_framer {
 public:
  /// `bytes`: all that has been received and not been taken yet; those of the last call and more,
  /// or, after a frame other than `incomplete`, what stands behind that frame.
  frame next(std::string_view bytes);

 private:
  frame begin_body(std::string_view head);
  frame refuse(frame_fault fault, std::size_t head);

  std::size_t seen_ = 0;   // bytes of the head that were looked at
  std::size_t total_ = 0;  // of the message; 0: its head is not complete
  bool first_line_ = false;
};

}  // namespace qorgan::sip
