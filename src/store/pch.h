#pragma once

// Precompiled for this module: headers that cost seconds each.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>
