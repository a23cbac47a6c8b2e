#pragma once

#include <optional>

#include "console/endpoints.h"
#include "domain/order_book.h"

namespace qorgan::console {

/// The order of the request's path.
std::optional<order> find_asked_order(exchange& x);

/// What an order of this kind and target would have hit in the last seven days. The target must be
/// one that parse_order_target reads.
blast_radius measure_blast(exchange& x, order_kind kind, const std::string& target);

/// The password again, before something that cannot be done lightly. The same limits as for signing
/// in hold; a failure is an audit entry. Only on the thread that hashes passwords.
std::optional<problem> confirm_password(exchange& x, const std::string& password);

}  // namespace qorgan::console
