#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace qorgan::sip {

/// First byte in [p, end) that is a control character other than HTAB: the CR of a line's end in
/// every honest message. `end` when there is none. Sixteen bytes at a step where the machine can.
inline const char* find_control(const char* p, const char* end) {
#if defined(__SSE2__)
  const __m128i last_control = _mm_set1_epi8(0x1f);
  const __m128i delete_character = _mm_set1_epi8(0x7f);
  const __m128i tab = _mm_set1_epi8('\t');
  for (; end - p >= 16; p += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i control = _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, tab), low),
                                         _mm_cmpeq_epi8(bytes, delete_character));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(control));
    if (mask != 0) return p + std::countr_zero(mask);
  }
#endif
  for (; p != end; ++p) {
    const auto c = static_cast<unsigned char>(*p);
    if ((c < 0x20 && c != '\t') || c == 0x7f) return p;
  }
  return end;
}

inline bool is_crlf(const char* p, const char* end) {
  return end - p >= 2 && p[0] == '\r' && p[1] == '\n';
}

inline bool is_fold(const char* p, const char* end) {
  return p != end && (*p == ' ' || *p == '\t');
}

/// The rare part of find_line_end: a line with control characters, from its beginning.
const char* find_quoted_line_end(const char* p, const char* end);

/// Place of the CRLF that ends the line of which `p` is the value's beginning, folded lines
/// included (RFC 3261 §7.3.1); `end` when there is none; null when a control character comes before
/// it that a quoted string does not excuse.
inline const char* find_line_end(const char* p, const char* end) {
  const char* const begin = p;
  for (;;) {
    p = find_control(p, end);
    if (p == end) return end;
    if (!is_crlf(p, end)) return find_quoted_line_end(begin, end);
    if (!is_fold(p + 2, end)) return p;
    p += 3;
  }
}

/// Place of the colon behind a field name that begins at `p`: within the first sixteen bytes where
/// that can be seen at once; null: look for it by hand.
inline const char* find_near_colon(const char* p, const char* end) {
#if defined(__SSE2__)
  if (end - p >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const auto mask =
        static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':'))));
    if (mask != 0) return p + std::countr_zero(mask);
  }
#else
  static_cast<void>(p);
  static_cast<void>(end);
#endif
  return nullptr;
}

/// For a line that could not be read: the place behind the next CRLF that is not a fold.
const char* skip_line(const char* p, const char* end);

}  // namespace qorgan::sip
