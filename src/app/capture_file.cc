#include "app/capture_file.h"

#include <pcap/pcap.h>

#include <array>
#include <cstdio>

namespace qorgan::app {

struct capture_file::state {
  pcap_t* file = nullptr;
  std::uint64_t packets = 0;
  std::uint64_t read_to = 0;  // byte behind the last whole packet
  std::string trouble;

  ~state() {
    if (file != nullptr) pcap_close(file);
  }
  std::uint64_t position() const {
    const long at = std::ftell(pcap_file(file));
    return at < 0 ? 0 : static_cast<std::uint64_t>(at);
  }
};

capture_file::capture_file(std::unique_ptr<state> s) : state_{std::move(s)} {}
capture_file::capture_file(capture_file&&) noexcept = default;
capture_file& capture_file::operator=(capture_file&&) noexcept = default;
capture_file::~capture_file() = default;

std::expected<capture_file, std::string> capture_file::open(const std::string& path) {
  std::array<char, PCAP_ERRBUF_SIZE> why{};
  auto s = std::make_unique<state>();
  s->file = pcap_open_offline(path.c_str(), why.data());
  if (s->file == nullptr) {
    const std::string words = why.data();
    return std::unexpected(words.starts_with(path) ? words : path + ": " + words);
  }
  s->read_to = s->position();
  return capture_file{std::move(s)};
}

int capture_file::link_type() const {
  return pcap_datalink(state_->file);
}

std::string capture_file::link_type_name() const {
  const char* const name = pcap_datalink_val_to_name(link_type());
  return name != nullptr ? name : std::to_string(link_type());
}

bool capture_file::next(packet& out) {
  state& s = *state_;
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  const int got = pcap_next_ex(s.file, &header, &bytes);
  if (got == 1) {
    ++s.packets;
    s.read_to = s.position();
    out.at = from_us(std::int64_t{header->ts.tv_sec} * 1'000'000 + header->ts.tv_usec);
    out.bytes = {reinterpret_cast<const char*>(bytes), header->caplen};
    return true;
  }
  if (got != PCAP_ERROR_BREAK) {
    s.trouble = "ends early behind packet " + std::to_string(s.packets) + ", byte " +
                std::to_string(s.read_to) + ": " + pcap_geterr(s.file);
  }
  return false;
}

const std::string& capture_file::trouble() const {
  return state_->trouble;
}

std::uint64_t capture_file::packets() const {
  return state_->packets;
}

}  // namespace qorgan::app
