#pragma once

#include <string>

namespace SQLite {
class Database;
}

namespace ectopy {

/// The newest schema this program knows, kept in user_version.
int latestSchemaVersion();
/// Throws Error when the database is another program's or of a newer schema; damage throws
/// SQLite::Exception or Error. `name` is for the sentence. Changes nothing.
void requireReadableSchema(SQLite::Database& database, const std::string& name);
/// Climbs from the database's version to the latest, a transaction for each step.
void migrate(SQLite::Database& database);

}  // namespace ectopy
