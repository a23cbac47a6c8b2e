#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/limits.h"
#include "codec/bytes.h"
#include "domain/record.h"

// What the writing and the reading half of the record codec agree on.
//
//   version | kind+parts | input | decision? | alerts? | ladder?
//
// Times and keys are written as distance from the record's call key, which is itself the arrival
// time of the call in microseconds: one to four bytes instead of eight. A signalled number that is
// just its E.164 form is not written twice. Both together bring a usual call_started with its
// decision from about 330 bytes to under 200.

namespace qorgan::codec::format {

/// Version 2 says of a call_started how the call was seen, version 3 what became of its PASSporTs,
/// version 4 knows reports, and of decisions what a model in shadow made of the call. Older ones
/// are read as well.
inline constexpr std::uint8_t kVersion = 4;
inline constexpr std::uint8_t kVersionSeenBy = 2;
inline constexpr std::uint8_t kVersionPassport = 3;
inline constexpr std::uint8_t kVersionReports = 4;
inline constexpr std::uint8_t kVersionChallenger = 4;
inline constexpr std::uint8_t kOldestVersion = 1;

/// Upper half of the second byte: which optional parts follow. Lower half: the kind of input.
inline constexpr std::uint8_t kHasDecision = 0x10;
inline constexpr std::uint8_t kHasAlerts = 0x20;
inline constexpr std::uint8_t kHasLadder = 0x40;
inline constexpr std::uint8_t kKindMask = 0x0f;
static_assert(std::variant_size_v<record_input> <= kKindMask);

/// Of the flags of a decision: the score and verdict of a model in shadow follow.
inline constexpr std::uint8_t kHasChallenger = 0x80;

/// In place of the length of a signalled text: it is "+" and the E.164 digits, or those digits.
inline constexpr std::uint8_t kSameWithPlus = 0xfe;
inline constexpr std::uint8_t kSameDigits = 0xff;
static_assert(limits::kSignalledBytes < kSameWithPlus);

/// Form of an address.
inline constexpr std::uint8_t kNoEndpoint = 0;
inline constexpr std::uint8_t kV4Endpoint = 1;
inline constexpr std::uint8_t kV6Endpoint = 2;

/// Methods of the ladder as one byte; a method that is not here is written as text behind a zero.
inline constexpr std::array<std::string_view, 15> kMethods{
    "",     "INVITE", "ACK",    "BYE",       "CANCEL",  "OPTIONS",  "PRACK",  "UPDATE",
    "INFO", "REFER",  "NOTIFY", "SUBSCRIBE", "MESSAGE", "REGISTER", "PUBLISH"};

// The largest record, part by part, from the fields as encode() writes them. It only has to be an
// upper bound; the test encodes a record with every field at its longest.
inline constexpr std::size_t kEvidenceBytes = 3 + 4 + 5 + 5;
inline constexpr std::size_t kReasonsBytes = 1 + limits::kReasons * kEvidenceBytes;
inline constexpr std::size_t kPartyBytes = kVarintBytes + 2 + 1 + 1 + limits::kSignalledBytes;
inline constexpr std::size_t kEndpointBytes = 1 + 16 + 2;
inline constexpr std::size_t kStartedBytes = 8 + kVarintBytes + 2 + 2 + 2 + 2 * kPartyBytes +
                                             2 * kEndpointBytes + 8 + 2 * (1 + limits::kTextBytes) +
                                             2;
inline constexpr std::size_t kTeardownBytes = 8 + kVarintBytes + 1 + 64 + 96;
inline constexpr std::size_t kReportBytes = 8 + 3 * kVarintBytes + 1 + 64;
inline constexpr std::size_t kDecisionBytes = 2 * kVarintBytes + 1 + 3 + 4 + 48 + kReasonsBytes + 5;
inline constexpr std::size_t kAlertBytes = 4 * kVarintBytes + 48 + 1 + 4 + kReasonsBytes;
inline constexpr std::size_t kLadderEntryBytes = kVarintBytes + 5 + 3 + 1 + 16;
inline constexpr std::size_t kLargestRecord = 2 + kStartedBytes + kDecisionBytes + 1 +
                                              4 * kAlertBytes + 1 +
                                              limits::kLadderPerRecord * kLadderEntryBytes;
static_assert(kTeardownBytes < kStartedBytes && kReportBytes < kStartedBytes);
static_assert(kLargestRecord <= limits::kRecordBytes);

/// Times and keys are written relative to this.
inline std::uint64_t base_of(const record_input& input) {
  const std::uint64_t key = call_of(input).value;
  return key != 0 ? key : static_cast<std::uint64_t>(to_us(at_of(input)));
}

}  // namespace qorgan::codec::format
