#include "gateway/reload.h"

#include "gateway/figures.h"

namespace qorgan::gateway {

void adopt_settings(call_path& path, gateway_options fresh) {
  path.trunks.adopt(std::move(fresh.trunks), path.now, path.now_ms);
  gateway_options& in_force = path.options;
  fresh.trunks.clear();
  // What the sockets and tables were opened with stays true of them.
  fresh.listen = std::move(in_force.listen);
  fresh.streams = in_force.streams;
  fresh.tls = std::move(in_force.tls);
  fresh.resolver = in_force.resolver;
  fresh.watch = std::move(in_force.watch);
  fresh.enquiries = in_force.enquiries;
  fresh.max_live_calls = in_force.max_live_calls;
  fresh.max_transactions = in_force.max_transactions;
  fresh.message_memory_bytes = in_force.message_memory_bytes;
  in_force = std::move(fresh);
  path.next_hits_ms = path.now_ms;  // the names of the next hops too are published at once
  publish_figures(path);
}

}  // namespace qorgan::gateway
