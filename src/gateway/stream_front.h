#pragma once

#include "gateway/connection_table.h"

namespace qorgan::gateway {

struct call_path;

/// What the call path answers and does about connections.
class stream_front final : public stream_owner {
 public:
  explicit stream_front(call_path& path) : path_(path) {}

  origin who_calls(const ip_endpoint& from, transport over) override;
  origin who_is(const net::tls_names& names, const ip_endpoint& at) override;
  void on_message(std::string_view bytes, const peer& from, const origin& who) override;
  void on_unframed(std::string_view head, sip::frame_fault fault, const peer& from,
                   const origin& who) override;

 private:
  call_path& path_;
};

}  // namespace qorgan::gateway
