#pragma once

#include <memory>

#include "gateway/call_path.h"
#include "gateway/name_watch.h"
#include "net/poller.h"

namespace qorgan::gateway {

/// The next hops that have to be looked up.
std::vector<watched_name> names_of(const std::vector<trunk_options>& trunks);

/// Looks up the next hops of `path` that have names, from now on. Waits for the first answers, not
/// for long, so that the first call finds its way. What is found goes to the mailbox; `mail` wakes
/// the call path. Both must outlive the watch.
std::unique_ptr<name_watch> watch_next_hops(call_path& path, const net::wake_fd& mail,
                                            std::unique_ptr<net::name_source> source);

}  // namespace qorgan::gateway
