#include "sim/equipment.h"

#include <array>
#include <deque>
#include <utility>
#include <vector>

namespace qorgan::sim {

namespace {

using enum field;

constexpr std::string_view kPcmuFirst =
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-16\r\na=sendrecv\r\n";
constexpr std::string_view kPcmaFirst =
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n";
constexpr std::string_view kWideband =
    "a=rtpmap:96 AMR-WB/16000\r\na=fmtp:96 mode-change-capability=2\r\na=rtpmap:97 AMR/8000\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:100 telephone-event/8000\r\na=ptime:20\r\na=maxptime:240\r\n";
constexpr std::string_view kCompressed =
    "a=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\na=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n";

constexpr std::array kCoreOrder{
    via,           max_forwards, from,  to,        call_id,         cseq,
    contact,       p_asserted,   allow, supported, session_expires, content_type,
    content_length};
constexpr std::array kBorderOrder{via,          from,           to,          call_id, cseq,
                                  max_forwards, user_agent,     p_asserted,  contact, allow,
                                  supported,    content_length, content_type};
constexpr std::array kExchangeOrder{via,     max_forwards, from,         to,
                                    contact, call_id,      cseq,         user_agent,
                                    allow,   supported,    content_type, content_length};
constexpr std::array kPhoneOrder{via,   contact,      to,         from,         call_id,       cseq,
                                 allow, content_type, user_agent, max_forwards, content_length};
constexpr std::array kDiallerOrder{call_id,      cseq,       from,    to,           via,
                                   max_forwards, user_agent, contact, content_type, content_length};

constexpr std::string_view kAllMethods =
    "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, REFER, INFO, OPTIONS, NOTIFY";
constexpr std::string_view kFewMethods = "INVITE,ACK,CANCEL,BYE,OPTIONS";

enum index : std::size_t {
  kImsA,
  kImsB,
  kBorderA,
  kBorderB,
  kPbxA,
  kPbxB,
  kPbxC,
  kGatewayCentre,
  kScamPhone,
  kScamPbx,
  kScamRotator,
  kScamDialler,
  kScamOffice,
};

// In the order of `index`.
constexpr std::array kCatalogue{
    equipment{// kImsA
              "", kCoreOrder, id_shape::hex32, id_shape::hex32, id_shape::hex32, true, false,
              kAllMethods, "timer, 100rel, precondition", "-", "IMS", "96 97 8 100", kWideband,
              "198.51.100.10"},
    equipment{// kImsB
              "", kCoreOrder, id_shape::dashed, id_shape::decimal, id_shape::mixed, true, false,
              kAllMethods, "timer,100rel", "MSC", "-", "8 0", kPcmaFirst, "198.51.100.24"},
    equipment{// kBorderA
              "Border-Controller/9.2", kBorderOrder, id_shape::uuid, id_shape::decimal,
              id_shape::hex32, false, false, kAllMethods, "replaces, timer", "sbc", "call",
              "8 0 101", kPcmuFirst, "198.51.100.41"},
    equipment{// kBorderB
              "Border-Controller/8.4", kBorderOrder, id_shape::hex32, id_shape::mixed,
              id_shape::dashed, true, false, kFewMethods, "timer", "sbc", "call", "18 8 101",
              kCompressed, "203.0.113.7"},
    equipment{// kPbxA
              "Office-PBX 18.12", kExchangeOrder, id_shape::hex32, id_shape::short_hex,
              id_shape::short_hex, true, true, kAllMethods, "replaces, timer", "root", "PBX",
              "0 8 101", kPcmuFirst, "203.0.113.66"},
    equipment{// kPbxB
              "Office-PBX 16.30", kExchangeOrder, id_shape::uuid, id_shape::uuid, id_shape::uuid,
              false, true, kAllMethods, "100rel, timer, replaces", "-", "PBX", "8 0", kPcmaFirst,
              "203.0.113.70"},
    equipment{// kPbxC
              "Unified-Comm/12.5", kBorderOrder, id_shape::dashed, id_shape::decimal,
              id_shape::hex32, true, true, kAllMethods, "timer,resource-priority,replaces", "UC",
              "SIP Call", "18 8 101", kCompressed, "203.0.113.81"},
    equipment{// kGatewayCentre
              "Contact-Centre/5", kExchangeOrder, id_shape::mixed, id_shape::mixed, id_shape::mixed,
              true, true, kFewMethods, "timer", "cc", "session", "8 0", kPcmaFirst, "203.0.113.99"},
    equipment{// kScamPhone
              "Softphone 3.1.4", kPhoneOrder, id_shape::decimal, id_shape::short_hex,
              id_shape::mixed, false, true, kFewMethods, "", "user1", "A conversation", "0 8 101",
              kPcmuFirst, "192.0.2.17"},
    equipment{// kScamPbx
              "Office-PBX 11.7", kExchangeOrder, id_shape::hex32, id_shape::short_hex,
              id_shape::short_hex, true, true, kFewMethods, "replaces", "root", "gw", "18 8 101",
              kCompressed, "192.0.2.29"},
    equipment{// kScamRotator
              "VoIP-Router v2", kDiallerOrder, id_shape::decimal, id_shape::decimal,
              id_shape::decimal, true, false, "", "", "router", "s", "18 8 101", kCompressed,
              "192.0.2.55"},
    equipment{// kScamDialler
              "Predictive/1.0", kDiallerOrder, id_shape::mixed, id_shape::short_hex,
              id_shape::mixed, false, false, kFewMethods, "", "dialer", "campaign", "0 8 101",
              kPcmuFirst, "192.0.2.61"},
    equipment{// kScamOffice
              "Office-PBX 13.38", kExchangeOrder, id_shape::hex32, id_shape::short_hex,
              id_shape::short_hex, true, true, kAllMethods, "replaces, timer", "root", "FPBX",
              "8 0", kPcmaFirst, "192.0.2.83"},
};
static_assert(kCatalogue.size() == kScamOffice + 1);

std::string from_alphabet(std::string_view alphabet, unsigned count, dice& d) {
  std::string out;
  for (unsigned i = 0; i < count; ++i) out += alphabet[d.below(alphabet.size())];
  return out;
}

}  // namespace

std::string draw_id(id_shape shape, dice& d) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kUpperHex = "0123456789ABCDEF";
  constexpr std::string_view kMixed = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
  switch (shape) {
    case id_shape::hex32: return from_alphabet(kHex, 32, d);
    case id_shape::uuid:
      return from_alphabet(kHex, 8, d) + "-" + from_alphabet(kHex, 4, d) + "-4" +
             from_alphabet(kHex, 3, d) + "-a" + from_alphabet(kHex, 3, d) + "-" +
             from_alphabet(kHex, 12, d);
    case id_shape::decimal: return "1" + from_alphabet("0123456789", 11, d);
    case id_shape::short_hex: return "as" + from_alphabet(kHex, 10, d);
    case id_shape::mixed: return from_alphabet(kMixed, 14, d);
    case id_shape::dashed:
      return from_alphabet(kUpperHex, 8, d) + "-" + from_alphabet(kUpperHex, 6, d) + "-" +
             from_alphabet(kUpperHex, 4, d);
  }
  return {};
}

namespace {

/// Words of a list, the first `turns` of them moved to its end.
std::string turned(std::string_view list, char separator, std::size_t turns) {
  std::string out{list};
  for (; turns > 0; --turns) {
    const auto cut = out.find(separator);
    if (cut == std::string::npos) break;
    const auto rest = out.find_first_not_of(' ', cut + 1);
    out = out.substr(rest) + separator + (rest > cut + 1 ? " " : "") + out.substr(0, cut);
  }
  return out;
}

/// The catalogue and the texts its variants point to.
struct variants {
  std::deque<std::string> texts;
  std::vector<equipment> all{kCatalogue.begin(), kCatalogue.end()};

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
  variants() {
    for (const equipment& base : kCatalogue) {
      for (std::size_t v = 1; v < kVariants; ++v) {
        equipment one = base;
        one.allow = keep(turned(base.allow, ',', v % 4));
        one.supported = keep(turned(base.supported, ',', v / 4));
        one.sdp_codecs = keep(turned(base.sdp_codecs, ' ', v % 3));
        one.call_id = static_cast<id_shape>((static_cast<std::size_t>(base.call_id) + v) % 6);
        one.branch = static_cast<id_shape>((static_cast<std::size_t>(base.branch) + v / 6) % 6);
        all.push_back(one);
      }
    }
  }
};

std::size_t variant_of(std::size_t base, std::uint64_t which) {
  const std::size_t v = which % kVariants;
  return v == 0 ? base : kCatalogue.size() + base * (kVariants - 1) + v - 1;
}

}  // namespace

std::span<const equipment> equipment_catalogue() {
  static const variants kAll;
  return kAll.all;
}

std::size_t core_network(std::uint64_t which) {
  static constexpr std::array<std::size_t, 3> kCores{kImsA, kImsB, kBorderA};
  return variant_of(kCores[which / kVariants % kCores.size()], which);
}

std::size_t common_exchange(std::uint64_t which) {
  static constexpr std::array<std::size_t, 4> kExchanges{kPbxA, kPbxB, kPbxC, kScamPbx};
  return variant_of(kExchanges[which / kVariants % kExchanges.size()], which);
}

std::size_t own_scam_equipment(std::uint64_t which) {
  static constexpr std::array<std::size_t, 4> kOwn{kScamPhone, kScamRotator, kScamDialler,
                                                   kScamOffice};
  return variant_of(kOwn[which / kVariants % kOwn.size()], which);
}

std::size_t core_equipment(std::size_t trunk) {
  static constexpr std::array<std::size_t, 4> kFirst{kImsA, kImsB, kBorderA, kBorderB};
  return kFirst[trunk % 4];
}

std::size_t office_equipment(dice& d) {
  static constexpr std::array<std::size_t, 4> kOffice{kPbxA, kPbxB, kPbxC, kGatewayCentre};
  return d.one_of(kOffice);
}

std::size_t scam_equipment(scam_site site, std::size_t variant) {
  switch (site) {
    case scam_site::spoofers: return variant == 0 ? kScamPhone : kScamPbx;
    case scam_site::rotators: return kScamRotator;
    case scam_site::sequential: return kScamDialler;
    case scam_site::office: return kScamOffice;
  }
  return kScamOffice;
}

}  // namespace qorgan::sim
