#pragma once

#include <soci/soci.h>

#include "domain/order_book.h"

namespace qorgan::store {

/// Part of a transaction: one step of an order and its audit entry. False: the order is not, or no
/// longer, as it was read; the transaction must not be committed.
bool take_order_step(soci::session& session, const order_step& step);

}  // namespace qorgan::store
