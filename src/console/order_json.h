#pragma once

#include <boost/json/object.hpp>

#include "casework/legal_bases.h"
#include "console/call_json.h"
#include "domain/order_book.h"

namespace qorgan::console {

/// Whom an order is aimed at, as this reader may see it: a number of this country is masked.
std::string shown_target(const order& value, const reader& who);

/// `order` of the API.
boost::json::object order_json(const order& value, const reader& who);
boost::json::object blast_json(const blast_radius& value, const reader& who);
boost::json::object basis_json(const casework::legal_basis& value);

}  // namespace qorgan::console
