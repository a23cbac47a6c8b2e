#pragma once

#include <cstddef>

namespace qorgan::limits {

// Every limit of the centre in one place, with what happens when it is reached. Limits that a site
// may want to change are configuration (app/config.h) and only have their default here.

/// Largest SIP message over UDP. Larger ones cannot arrive in one datagram.
inline constexpr std::size_t kSipMessageBytes = 65'535;
/// Start line and header fields of one message on a stream; a longer one ends the connection.
inline constexpr std::size_t kStreamHeadBytes = 32'768;
/// Header fields in one message; more is answered 400 and counted.
inline constexpr std::size_t kSipHeaders = 128;
/// Via or Route values in one message; more is answered 400 and counted.
inline constexpr std::size_t kSipHops = 64;

/// Text kept of a party's number as signalled; the rest is cut.
inline constexpr std::size_t kSignalledBytes = 48;
/// Text kept of a User-Agent or Call-ID; the rest is cut.
inline constexpr std::size_t kTextBytes = 128;

/// Evidence in one decision; the weakest are left out.
inline constexpr std::size_t kReasons = 12;
/// SIP messages kept per call for the ladder; later ones are counted, not kept.
inline constexpr std::size_t kLadderEntries = 64;
/// Ladder entries in one journal record; the rest follows in the next record of the call.
inline constexpr std::size_t kLadderPerRecord = 16;
/// Largest encoded journal record.
inline constexpr std::size_t kRecordBytes = 2'560;

/// Trunks in one configuration; more is a configuration error.
inline constexpr std::size_t kTrunks = 256;

/// Default size of the ring between call path and journal. Full: the record is counted as lost,
/// the call passes, a refusal becomes a pass.
inline constexpr std::size_t kJournalRingBytes = 64u << 20;

/// New calls that wait under overload; more are handled at once, which then means refused.
inline constexpr std::size_t kWaitingCalls = 4'096;

/// Lasting measures in force at once; a further one is not approved.
inline constexpr std::size_t kOrdersInForce = 10'000;

/// Datagrams taken from the kernel in one call.
inline constexpr std::size_t kUdpBatch = 64;

}  // namespace qorgan::limits
