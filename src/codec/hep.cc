#include "codec/hep.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstring>

#include "base/assert.h"

namespace qorgan::codec {
namespace {

constexpr std::string_view kMagic = "HEP3";
constexpr std::size_t kChunkHeaderBytes = 6;

enum class chunk : std::uint16_t {
  ip_family = 1,
  ip_protocol = 2,
  source_v4 = 3,
  destination_v4 = 4,
  source_v6 = 5,
  destination_v6 = 6,
  source_port = 7,
  destination_port = 8,
  seconds = 9,
  microseconds = 10,
  payload_kind = 11,
  agent = 12,
  auth_key = 14,
  payload = 15,
  compressed_payload = 16,
  correlation_id = 17,
};

template <std::unsigned_integral T>
T from_network(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  if constexpr (sizeof value > 1) value = std::byteswap(value);
  return value;
}

/// The chunk's value as an integer; false when it has another size.
template <std::unsigned_integral T>
bool take(std::string_view value, T& out) {
  if (value.size() != sizeof(T)) return false;
  out = from_network<T>(value);
  return true;
}

bool take_v4(std::string_view value, ip_endpoint& out) {
  std::uint32_t address = 0;
  if (!take(value, address)) return false;
  out.address = from_v4(address, 0).address;
  return true;
}

bool take_v6(std::string_view value, ip_endpoint& out) {
  if (value.size() != out.address.size()) return false;
  std::memcpy(out.address.data(), value.data(), value.size());
  return true;
}

struct moment {
  std::uint32_t seconds = 0;
  std::uint32_t microseconds = 0;
};

bool read_chunk(std::uint16_t type, std::string_view value, hep_packet& out, moment& at) {
  std::uint8_t family = 0;
  switch (static_cast<chunk>(type)) {
    case chunk::ip_family: return take(value, family);  // the address chunks say it as well
    case chunk::ip_protocol: return take(value, out.ip_protocol);
    case chunk::source_v4: return take_v4(value, out.source);
    case chunk::destination_v4: return take_v4(value, out.destination);
    case chunk::source_v6: return take_v6(value, out.source);
    case chunk::destination_v6: return take_v6(value, out.destination);
    case chunk::source_port: return take(value, out.source.port);
    case chunk::destination_port: return take(value, out.destination.port);
    case chunk::seconds: return take(value, at.seconds);
    case chunk::microseconds: return take(value, at.microseconds) && at.microseconds < 1'000'000;
    case chunk::payload_kind: return take(value, out.payload_kind);
    case chunk::agent: return take(value, out.agent);
    case chunk::auth_key: out.auth_key = value; return true;
    case chunk::correlation_id: out.correlation_id = value; return true;
    case chunk::payload:
    case chunk::compressed_payload:
      out.payload = value;
      out.is_compressed = static_cast<chunk>(type) == chunk::compressed_payload;
      return true;
  }
  return true;
}

void append_number(std::string& out, std::unsigned_integral auto value) {
  if constexpr (sizeof value > 1) value = std::byteswap(value);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void append_chunk(std::string& out, chunk type, std::string_view value) {
  append_number(out, std::uint16_t{0});
  append_number(out, static_cast<std::uint16_t>(type));
  append_number(out, static_cast<std::uint16_t>(kChunkHeaderBytes + value.size()));
  out += value;
}

void append_chunk(std::string& out, chunk type, std::unsigned_integral auto value) {
  std::string bytes;
  append_number(bytes, value);
  append_chunk(out, type, bytes);
}

void append_address(std::string& out, const ip_endpoint& at, chunk v4, chunk v6) {
  const std::string_view bytes{reinterpret_cast<const char*>(at.address.data()), 16};
  append_chunk(out, at.is_v4() ? v4 : v6, at.is_v4() ? bytes.substr(12) : bytes);
}

}  // namespace

std::string_view to_string(hep_fault fault) {
  switch (fault) {
    case hep_fault::not_hep: return "not HEP";
    case hep_fault::old_version: return "HEP version 1 or 2, only version 3 is accepted";
    case hep_fault::cut_short: return "cut short";
    case hep_fault::bad_length: return "a length does not fit";
    case hep_fault::bad_chunk: return "a chunk has the wrong size";
    case hep_fault::incomplete: return "an address, a port or the payload is missing";
  }
  return "not HEP";
}

std::expected<std::size_t, hep_fault> hep_frame_length(std::string_view stream) {
  const std::string_view head = stream.substr(0, kMagic.size());
  if (head != kMagic.substr(0, head.size())) {
    const bool old = stream[0] == 1 || stream[0] == 2;  // their first byte is the version
    return std::unexpected(old ? hep_fault::old_version : hep_fault::not_hep);
  }
  if (stream.size() < kHepHeaderBytes) return 0;
  const auto length = from_network<std::uint16_t>(stream.substr(kMagic.size(), 2));
  if (length < kHepHeaderBytes) return std::unexpected(hep_fault::bad_length);
  return length;
}

std::expected<void, hep_fault> decode_hep(std::string_view bytes, hep_packet& out) {
  out = {};
  const auto length = hep_frame_length(bytes);
  if (!length) return std::unexpected(length.error());
  if (*length == 0 || *length > bytes.size()) return std::unexpected(hep_fault::cut_short);
  std::string_view rest = bytes.substr(kHepHeaderBytes, *length - kHepHeaderBytes);
  moment at;
  while (!rest.empty()) {
    if (rest.size() < kChunkHeaderBytes) return std::unexpected(hep_fault::bad_length);
    const auto vendor = from_network<std::uint16_t>(rest);
    const auto type = from_network<std::uint16_t>(rest.substr(2));
    const auto size = from_network<std::uint16_t>(rest.substr(4));
    if (size < kChunkHeaderBytes || size > rest.size()) {
      return std::unexpected(hep_fault::bad_length);
    }
    const std::string_view value = rest.substr(kChunkHeaderBytes, size - kChunkHeaderBytes);
    if (vendor == 0 && !read_chunk(type, value, out, at)) {
      return std::unexpected(hep_fault::bad_chunk);
    }
    rest.remove_prefix(size);
  }
  const bool complete = !out.source.empty() && !out.destination.empty() && out.source.port != 0 &&
                        out.destination.port != 0 && !out.payload.empty();
  if (!complete) return std::unexpected(hep_fault::incomplete);
  out.at = from_us(std::int64_t{at.seconds} * 1'000'000 + at.microseconds);
  return {};
}

void append_hep(std::string& out, const hep_packet& packet) {
  const std::size_t begin = out.size();
  out += kMagic;
  append_number(out, std::uint16_t{0});
  append_chunk(out, chunk::ip_family, static_cast<std::uint8_t>(packet.source.is_v4() ? 2 : 10));
  append_chunk(out, chunk::ip_protocol, packet.ip_protocol);
  append_address(out, packet.source, chunk::source_v4, chunk::source_v6);
  append_address(out, packet.destination, chunk::destination_v4, chunk::destination_v6);
  append_chunk(out, chunk::source_port, packet.source.port);
  append_chunk(out, chunk::destination_port, packet.destination.port);
  const auto us = static_cast<std::uint64_t>(to_us(packet.at));
  append_chunk(out, chunk::seconds, static_cast<std::uint32_t>(us / 1'000'000));
  append_chunk(out, chunk::microseconds, static_cast<std::uint32_t>(us % 1'000'000));
  append_chunk(out, chunk::payload_kind, packet.payload_kind);
  append_chunk(out, chunk::agent, packet.agent);
  if (!packet.auth_key.empty()) append_chunk(out, chunk::auth_key, packet.auth_key);
  if (!packet.correlation_id.empty()) {
    append_chunk(out, chunk::correlation_id, packet.correlation_id);
  }
  append_chunk(out, packet.is_compressed ? chunk::compressed_payload : chunk::payload,
               packet.payload);
  const std::size_t length = out.size() - begin;
  QORGAN_ASSERT(length <= kHepLargest);
  out[begin + 4] = static_cast<char>(length >> 8);
  out[begin + 5] = static_cast<char>(length & 0xff);
}

struct hep_inflater::state {
  z_stream stream{};
};

hep_inflater::hep_inflater() : state_{std::make_unique<state>()} {
  constexpr int kZlibOrGzip = MAX_WBITS + 32;
  QORGAN_ASSERT(inflateInit2(&state_->stream, kZlibOrGzip) == Z_OK);
}
hep_inflater::~hep_inflater() {
  if (state_) inflateEnd(&state_->stream);
}
hep_inflater::hep_inflater(hep_inflater&&) noexcept = default;
hep_inflater& hep_inflater::operator=(hep_inflater&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

std::string_view hep_inflater::inflate(std::string_view compressed, std::span<char> room) {
  z_stream& stream = state_->stream;
  if (inflateReset(&stream) != Z_OK) return {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(room.data());
  stream.avail_out = static_cast<uInt>(room.size());
  if (::inflate(&stream, Z_FINISH) != Z_STREAM_END) return {};
  return {room.data(), room.size() - stream.avail_out};
}

}  // namespace qorgan::codec
