#include "core/workspace/workspace_schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <span>

#include "core/base/error.h"
#include "core/workspace/first_layout.h"
#include "core/workspace/journal_store.h"

namespace ectopy {

namespace {

// "Ecty": tells our files from other SQLite databases.
constexpr int kApplicationId = 0x45637479;

// A rung leads to the next version. Never edit one that was released; add another.
constexpr const char* kFirstRung = R"sql(
      CREATE TABLE data_set(fingerprint TEXT NOT NULL);
      CREATE TABLE fact(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE journal_step(
        step INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        target_step INTEGER NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        why TEXT NOT NULL,
        suggested_by TEXT NOT NULL);
      CREATE TABLE journal_change(
        step INTEGER NOT NULL REFERENCES journal_step(step),
        place INTEGER NOT NULL,
        beat INTEGER NOT NULL,
        from_class INTEGER NOT NULL,
        to_class INTEGER NOT NULL,
        PRIMARY KEY(step, place)) WITHOUT ROWID;
      CREATE TABLE run(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        name TEXT NOT NULL,
        model_file TEXT NOT NULL,
        info_json TEXT NOT NULL);
    )sql";

/// To a journal for each annotator; the one of all becomes that of who made most of it.
void climbToSecond(SQLite::Database& database) {
  database.exec(kJournalTables);
  const auto steps = readFirstLayout(database);
  JournalStore(database).append(ownerOfFirstLayout(database), steps);
  database.exec("DROP TABLE journal_change; DROP TABLE journal_step");
}

constexpr int kLatestVersion = 3;
constexpr std::array kFirstTables = {"data_set", "fact", "journal_step", "journal_change", "run"};
constexpr std::array kTables = {"data_set", "fact", "annotator", "word", "journal", "run"};

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

[[noreturn]] void failAsDamaged(const std::string& what) {
  throw SQLite::Exception(what, SQLITE_CORRUPT);
}

void requireTables(SQLite::Database& database, std::span<const char* const> tables) {
  for (const char* const table : tables) {
    if (!database.tableExists(table)) failAsDamaged(fmt::format("its table {} is missing", table));
  }
}

}  // namespace

int latestSchemaVersion() {
  return kLatestVersion;
}

void requireReadableSchema(SQLite::Database& database, const std::string& name) {
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  const int version = pragma(database, "user_version");
  if (tables == 0 && version == 0) return;
  if (pragma(database, "application_id") != kApplicationId)
    throw Error(
        fmt::format("{} is a database of another program, not a workspace; it was left alone.", name));
  if (version > latestSchemaVersion())
    throw Error(
        fmt::format("{} was made by a newer Ectopy (version {} of its layout, this program knows {}).", name,
                    version, latestSchemaVersion()));
  if (version < 1) failAsDamaged(fmt::format("version {} of its layout", version));
  const char* const foreign = "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')";
  if (database.execAndGet(foreign).getInt() > 0)
    throw Error(fmt::format("{} holds views or triggers, which no workspace has; it was left alone.", name));
  SQLite::Statement check(database, "PRAGMA quick_check(1)");
  if (!check.executeStep() || std::string_view(check.getColumn(0).getText()) != "ok")
    failAsDamaged(check.getColumn(0).getText());
  requireTables(database, version == 1 ? std::span<const char* const>(kFirstTables) : kTables);
}

void migrate(SQLite::Database& database) {
  for (int version = pragma(database, "user_version"); version < latestSchemaVersion(); ++version) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (version == 0) database.exec(kFirstRung);
    if (version == 1) climbToSecond(database);
    if (version == 2) database.exec(kPeakColumn);
    database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    database.exec(fmt::format("PRAGMA user_version = {}", version + 1));
    transaction.commit();
  }
}

}  // namespace ectopy
