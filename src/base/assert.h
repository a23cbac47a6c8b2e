#pragma once

// Always-on assertion for programmer errors (STYLE.md 14). It is never used on input: whatever
// comes from a wire, a file or a person is answered with std::expected.

namespace qorgan {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace qorgan

#define QORGAN_ASSERT(expression)      \
  ((expression) ? static_cast<void>(0) \
                : ::qorgan::assertion_failed(#expression, __FILE__, __LINE__))
