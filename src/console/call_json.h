#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <span>
#include <string>

#include "console/live_view.h"
#include "console/rights.h"
#include "domain/call_archive.h"
#include "domain/people.h"

namespace qorgan::console {

/// How numbers are shown to a reader.
struct reader {
  role acts_as = role::operator_;
  country home{"KZ"};
};

/// A caller's number as this reader may see it: in full only when it is a foreign number in E.164
/// and the role may see those.
std::string shown_caller(const std::string& caller, std::string_view caller_country,
                         const reader& who);

/// `call_row` of the API.
boost::json::object row_json(const call_detail& call, call_state state, const reader& who);
/// `call_row` as text, from the row's own store of texts.
const std::string& row_text(const live_call& call, const reader& who);

boost::json::object detail_json(const call_detail& call, call_state state, const reader& who);
boost::json::object alert_json(const alert& raised, bool with_reasons);
boost::json::array reasons_json(std::span<const evidence> reasons);

}  // namespace qorgan::console
