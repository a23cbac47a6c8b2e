#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/dice.h"

namespace qorgan::sim {

/// Shape of a tag, branch or Call-ID: part of how equipment speaks, whatever it says.
enum class id_shape : std::uint8_t {
  hex32,      ///< 32 lower-case hexadecimal digits
  uuid,       ///< 8-4-4-4-12
  decimal,    ///< ten decimal digits
  short_hex,  ///< "as" and eight hexadecimal digits
  mixed,      ///< twelve letters and digits
  dashed,     ///< hexadecimal groups with dashes, upper case
};
std::string draw_id(id_shape shape, dice& d);

enum class field : std::uint8_t {
  via,
  max_forwards,
  from,
  to,
  call_id,
  cseq,
  contact,
  user_agent,
  allow,
  supported,
  p_asserted,
  session_expires,
  content_type,
  content_length
};

/// How one kind of equipment writes an INVITE.
struct equipment {
  std::string_view user_agent{};
  std::span<const field> order{};
  id_shape call_id = id_shape::hex32;
  id_shape tag = id_shape::short_hex;
  id_shape branch = id_shape::hex32;
  bool call_id_with_host = true;
  bool display_name = false;  ///< From carries the number as display name too
  std::string_view allow{};
  std::string_view supported{};
  std::string_view sdp_origin{};      ///< user name of `o=`
  std::string_view sdp_session{};     ///< `s=`
  std::string_view sdp_codecs{};      ///< `m=` payload types
  std::string_view sdp_attributes{};  ///< `a=` lines, CRLF at the end of each
  std::string_view media_address{};   ///< documentation addresses (RFC 5737): no media flows
};

/// Every equipment there is; indices are what the functions below return. Behind the kinds named in
/// equipment.cc stand variants of each: the same product set up differently.
std::span<const equipment> equipment_catalogue();
inline constexpr std::size_t kVariants = 16;  ///< of each kind, itself included

/// The border equipment of a carrier: most of what its trunk carries is written by it.
std::size_t core_equipment(std::size_t trunk);
/// A company's or call centre's exchange.
std::size_t office_equipment(dice& d);

/// A mobile network; the same `which` is the same network.
std::size_t core_network(std::uint64_t which);
/// A small exchange as companies and scam offices buy it alike.
std::size_t common_exchange(std::uint64_t which);
/// Equipment that only a scam office uses.
std::size_t own_scam_equipment(std::uint64_t which);

enum class scam_site : std::uint8_t { spoofers, rotators, sequential, office };
/// The equipment a scam office speaks with, whatever number it shows.
std::size_t scam_equipment(scam_site site, std::size_t variant);

}  // namespace qorgan::sim
