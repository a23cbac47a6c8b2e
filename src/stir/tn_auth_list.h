#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qorgan::stir {

/// The numbers a credential may sign for (RFC 8226 §9, certificate extension 1.3.6.1.5.5.7.1.26).
struct tn_auth_list {
  struct number_range {
    std::uint64_t first = 0;
    unsigned digits = 0;  ///< of each number in it
    std::uint64_t count = 1;
  };
  std::vector<std::string> providers;  ///< service provider codes
  std::vector<number_range> numbers;

  /// A provider code stands for numbers only the provider's regulator can list: it covers any.
  bool covers(std::string_view tn) const;
};

/// Entries of one list; more is taken as malformed.
inline constexpr std::size_t kTnEntries = 256;

/// Reads the DER value of the extension; nothing when it is malformed or empty. Indefinite lengths
/// and trailing bytes are malformed.
std::optional<tn_auth_list> parse_tn_auth_list(std::span<const unsigned char> der);

}  // namespace qorgan::stir
