#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/config_error.h"
#include "domain/order_book.h"

namespace qorgan::casework {

/// The same words in the three languages of the console.
struct told_in {
  std::string en, ru, kk;
};

/// An article that measures may be founded on. Lawyers keep the catalogue; code only obeys it.
struct legal_basis {
  std::string id;  ///< short name, kept in orders
  told_in title;
  std::string article;
  std::vector<order_kind> kinds;  ///< what it may be aimed at
  std::vector<verdict> actions;   ///< what may be done
  std::vector<role> proposed_by;
  std::vector<role> issued_by;     ///< who may approve
  std::vector<role> emergency_by;  ///< who may put it in force at once; may be empty
  unsigned longest_hours = 0;
  std::vector<told_in> notices;  ///< who has to be told, and when
};

struct legal_bases {
  std::string version;
  unsigned ratify_hours = 24;  ///< an emergency measure that nobody ratified lapses after it
  unsigned appeal_hours = 48;  ///< an appeal nobody answered lifts the measure after it
  std::vector<legal_basis> bases;

  const legal_basis* find(std::string_view id) const;
};

/// Reads and checks a catalogue (policy/legal-bases.yaml says the format); every mistake with file
/// and line.
std::expected<legal_bases, config_errors> parse_legal_bases(const std::string& file,
                                                            std::string_view text);

}  // namespace qorgan::casework
