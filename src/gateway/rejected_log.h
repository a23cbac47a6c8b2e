#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "domain/rejected.h"

namespace qorgan::gateway {

/// The newest messages that were turned away, a small ring for each kind and reason, and who the
/// strangers are. All memory is taken at the start. Writers never wait: what comes while somebody
/// reads is not noted here (the totals of gateway_figures are whole).
class rejected_log {
 public:
  /// `reason` must be a literal or outlive the log. Any thread.
  struct entry {
    rejection kind = rejection::malformed;
    std::string_view reason;
    ip_endpoint source;
    timestamp at;
    std::string_view bytes;
  };
  rejected_log();

  void note(const entry& turned_away) noexcept;
  rejected_report report() const;

  static constexpr std::size_t kRings = 40;       ///< kinds and reasons; later ones are not kept
  static constexpr std::size_t kPerRing = 8;      ///< newest messages
  static constexpr std::size_t kHeadBytes = 512;  ///< of each message
  static constexpr std::size_t kStrangers = 256;  ///< addresses

 private:
  struct kept {
    timestamp at;
    ip_endpoint source;
    std::uint32_t bytes = 0;
    std::uint32_t head_size = 0;
    std::array<char, kHeadBytes> head;

    void keep(const entry& from) noexcept;
    rejected_message as_message() const;
  };
  struct ring {
    rejection kind = rejection::malformed;
    std::string_view reason;
    std::uint64_t count = 0;
    std::array<kept, kPerRing> newest;
  };
  struct stranger {
    std::uint64_t count = 0;
    timestamp first;
    kept newest;
  };

  ring* ring_of(const entry& from) noexcept;
  void note_stranger(const entry& from) noexcept;

  mutable std::mutex guard_;
  std::vector<ring> rings_;
  std::size_t used_rings_ = 0;
  std::vector<stranger> strangers_;
};

}  // namespace qorgan::gateway
