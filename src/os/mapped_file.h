#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace qorgan::os {

/// A whole file as memory, read by the kernel as it is looked at. The file must not shrink
/// meanwhile.
class mapped_file {
 public:
  /// The error is one line with the path and the reason. Only regular files can be mapped.
  static std::expected<mapped_file, std::string> open(const std::string& path);
  mapped_file(mapped_file&& other) noexcept;
  mapped_file& operator=(mapped_file&&) = delete;
  ~mapped_file();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  mapped_file(const char* data, std::size_t size) : data_{data}, size_{size} {}
  const char* data_;
  std::size_t size_;
};

}  // namespace qorgan::os
