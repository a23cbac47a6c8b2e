#include "app/carried_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>

#include "app/config.h"
#include "base/hash.h"
#include "codec/bytes.h"

namespace qorgan::app {
namespace {

constexpr std::string_view kMark = "QORGANC1";
// Mark, journal_seq, written_at, hash of everything but itself.
constexpr std::size_t kHeadBytes = 8 + 8 + 8 + 8;

std::string head_of(const carried_calls& what) {
  std::string out(kHeadBytes, '\0');
  codec::byte_writer to(reinterpret_cast<std::byte*>(out.data()));
  to.bytes(kMark.data(), kMark.size());
  to.fixed(what.journal_seq);
  to.fixed(to_us(what.written_at));
  to.fixed(stable_hash(out.substr(0, to.size()) + what.calls));
  return out;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::expected<carried_calls, std::string> read_whole(std::string_view bytes) {
  if (bytes.size() < kHeadBytes || !bytes.starts_with(kMark)) {
    return std::unexpected("it is not a file of carried calls");
  }
  codec::byte_reader in(std::as_bytes(std::span(bytes.data(), bytes.size())));
  in.bytes(kMark.size());
  carried_calls out;
  out.journal_seq = in.fixed<std::uint64_t>();
  out.written_at = from_us(in.fixed<std::int64_t>());
  out.calls = bytes.substr(kHeadBytes);
  if (head_of(out) != bytes.substr(0, kHeadBytes)) return std::unexpected("it is damaged");
  return out;
}

}  // namespace

std::expected<void, std::string> write_carried(const std::string& file, const carried_calls& what) {
  const std::string beside = file + ".new";
  const auto failed = [&beside] {
    return std::unexpected(beside + ": " + std::string(std::strerror(errno)));
  };
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed();
  const bool written =
      write_all(fd, head_of(what)) && write_all(fd, what.calls) && ::fsync(fd) == 0;
  const auto why = written ? std::expected<void, std::string>{} : failed();
  ::close(fd);
  if (!written) {
    ::unlink(beside.c_str());
    return why;
  }
  if (::rename(beside.c_str(), file.c_str()) != 0) return failed();
  return {};
}

std::expected<carried_calls, std::string> take_carried(const std::string& file,
                                                       std::uint64_t journal_seq, timestamp now) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return carried_calls{};
  const auto bytes = read_file(file);
  if (!bytes) return std::unexpected(file + ": " + bytes.error());
  auto out = read_whole(*bytes);
  if (!out) {
    std::filesystem::rename(file, file + ".broken", error);
    return std::unexpected(file + ": " + out.error() + "; kept as " + file + ".broken");
  }
  std::filesystem::remove(file, error);
  if (error) return std::unexpected(file + ": " + error.message());  // it must not be used twice
  if (out->journal_seq != journal_seq) {
    return std::unexpected(file + ": the journal has gone on without it");
  }
  const std::int64_t away_ms = (now - out->written_at).count() / 1'000;
  if (away_ms < 0 || away_ms > kMostAway_ms) {
    return std::unexpected(file + ": written " + std::to_string(away_ms / 1'000) +
                           " s ago; calls may have ended unseen");
  }
  return out;
}

}  // namespace qorgan::app
