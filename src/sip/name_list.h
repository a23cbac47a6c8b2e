#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qorgan::sip {

/// Names of header fields, compared without regard to case; one that ends with '*' stands for all
/// that begin like it. A name also stands for its compact form (RFC 3261 §7.3.3 and the RFCs that
/// registered more of them).
class name_list {
 public:
  void add(std::string_view name);
  bool has(std::string_view name) const;
  bool empty() const { return names_.empty(); }

 private:
  std::vector<std::string> names_;  // lower case
  std::uint64_t beginnings_ = 0;    // one bit per first character: most fields are told by it alone
};

/// Whether `text` is a token (§25.1), as the name of a header field must be.
bool is_header_name(std::string_view text);

}  // namespace qorgan::sip
