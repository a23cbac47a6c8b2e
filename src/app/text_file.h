#pragma once

#include <fstream>
#include <string>
#include <utility>

namespace qorgan::app {

/// A file written in large pieces; mistakes are remembered until `close`. Without a name nothing is
/// written.
class text_file {
 public:
  explicit text_file(std::string path) : path_{std::move(path)} {
    if (!path_.empty()) out_.open(path_, std::ios::binary | std::ios::trunc);
  }

  const std::string& path() const { return path_; }
  std::string& text() { return text_; }
  void flush_when_large() {
    if (text_.size() > kPiece) flush();
  }
  /// False: something could not be written.
  bool close() {
    flush();
    if (path_.empty()) return true;
    out_.close();
    return out_.good();
  }

 private:
  static constexpr std::size_t kPiece = 1u << 20;
  void flush() {
    if (!path_.empty()) out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  std::string path_;
  std::ofstream out_;
  std::string text_;
};

}  // namespace qorgan::app
