#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"

namespace qorgan::app {

/// A network capture on disk, pcap or pcapng, read packet by packet by libpcap.
class capture_file {
 public:
  struct packet {
    timestamp at;
    std::string_view bytes;  ///< valid until the next one
  };

  /// The error is one line with the file's name.
  static std::expected<capture_file, std::string> open(const std::string& path);
  capture_file(capture_file&&) noexcept;
  capture_file& operator=(capture_file&&) noexcept;
  ~capture_file();

  int link_type() const;
  std::string link_type_name() const;
  /// False at the end of what can be read; `trouble` says whether that was the end of the file.
  bool next(packet& out);
  /// Empty: all of it was read. Otherwise in words, with the packet and the byte it ended at.
  const std::string& trouble() const;
  std::uint64_t packets() const;

 private:
  struct state;
  explicit capture_file(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
