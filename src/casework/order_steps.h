#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "casework/legal_bases.h"
#include "domain/order_book.h"

namespace qorgan::casework {

/// Why a step of an order is not taken.
enum class order_refusal : std::uint8_t {
  wrong_state,       ///< the order is not, or no longer, in a state where this is possible
  own_proposal,      ///< nobody decides about what he proposed himself
  not_the_proposer,  ///< only its proposer submits or retracts a draft
  not_for_role,      ///< the legal basis gives this right to others
  unlawful,          ///< something in the order contradicts its legal basis; `mistakes` says what
};
std::string_view to_string(order_refusal value);

struct order_mistake {
  std::string field;
  std::string message;
};
struct order_fault {
  order_refusal why = order_refusal::unlawful;
  std::vector<order_mistake> mistakes{};
};

/// Who takes a step, and when.
struct order_actor {
  std::string name;  ///< sign-in name
  role acts_as = role::operator_;
  timestamp at;
};

using order_result = std::expected<order, order_fault>;

/// What is wrong with an order: its target, its end, what its legal basis allows.
std::vector<order_mistake> mistakes_of(const order& value, const legal_bases& law, timestamp now);

//   draft --submit--> submitted --approve--> approved --begin--> active --expire--> expired
//     |                  |  '------refuse--> refused               |  '---lift----> lifted
//     |                  '---retract--> retracted                  '---replace--> replaced
//     '--enact--> emergency --ratify--> active
//                     '--lapse or lift--> lifted
//
// Each step answers the order as it is after it, or why it is not taken.

order_result submit(order value, const order_actor& by, const legal_bases& law);
/// At once, by who may, until it is ratified.
order_result enact(order value, const order_actor& by, const legal_bases& law);
order_result retract(order value, const order_actor& by);
order_result approve(order value, const order_actor& by, const legal_bases& law);
order_result refuse(order value, const order_actor& by, const legal_bases& law,
                    std::string_view reason);
order_result ratify(order value, const order_actor& by, const legal_bases& law);
order_result lift(order value, const order_actor& by, std::string_view reason);
/// Another order that names this one has come into force.
order_result replace(order value, const order_actor& by);

/// The clock's own step, if one is due: an approved order begins, an order expires, an emergency
/// measure lapses.
order_result pass_time(order value, timestamp now);
/// A day before the end somebody has to decide whether it goes on.
bool renewal_due(const order& value, timestamp now);

/// What the engine has to be told.
order_changed change_of(const order& value);

}  // namespace qorgan::casework
