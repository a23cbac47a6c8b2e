#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>

#include "domain/record.h"

namespace qorgan::codec {

/// Binary form of a journal record: little-endian, one version byte, fields in order, texts with a
/// length byte. At most limits::kRecordBytes. `seq` is not part of it; the journal keeps it.
/// Returns the bytes written; `out` must hold limits::kRecordBytes.
std::size_t encode(const record& entry, std::span<std::byte> out);

/// Inverse of `encode`; bytes of unknown version, cut short or with values out of range are
/// answered with words. Never reads outside `bytes`.
std::expected<void, std::string> decode(std::span<const std::byte> bytes, record& out);

}  // namespace qorgan::codec
