#pragma once

#include <string>
#include <vector>

#include "core/workspace/journal_step.h"

namespace SQLite {
class Database;
}

namespace ectopy {

/// Whether a database still has the first layout, of one journal for all who labelled.
bool hasFirstLayout(SQLite::Database& database);

/// All steps of its journal that hold changes. Throws SQLite::Exception: damaged.
std::vector<JournalStepPointer> readFirstLayout(SQLite::Database& database);

/// Whose journal it is to be: who made most of its steps; empty: nobody made any.
std::string ownerOfFirstLayout(SQLite::Database& database);

}  // namespace ectopy
