#include "core/workspace/first_layout.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "core/workspace/utc_time.h"

namespace ectopy {

namespace {

std::int64_t requireRange(std::int64_t value, std::int64_t largest, const char* what) {
  if (value >= 0 && value <= largest) return value;
  throw SQLite::Exception(fmt::format("{} {} in the label journal", what, value), SQLITE_CORRUPT);
}

/// A step without its changes.
std::shared_ptr<JournalStep> readStep(SQLite::Statement& query) {
  auto step = std::make_shared<JournalStep>();
  step->number = query.getColumn(0).getInt64();
  step->kind = static_cast<JournalKind>(requireRange(query.getColumn(1).getInt64(), 2, "kind"));
  step->targetStep = query.getColumn(2).getInt64();
  step->who = query.getColumn(3).getString();
  // What is no time (of a very early program) becomes the earliest.
  step->whenMs = std::max<std::int64_t>(utcFromText(query.getColumn(4).getString()), 0);
  step->why = query.getColumn(5).getString();
  step->suggestedBy = query.getColumn(6).getString();
  return step;
}

LabelChange readChange(SQLite::Statement& query) {
  return {static_cast<BeatIndex>(
              requireRange(query.getColumn(1).getInt64(), std::numeric_limits<BeatIndex>::max(), "beat")),
          static_cast<ClassIndex>(requireRange(query.getColumn(2).getInt64(), 255, "class")),
          static_cast<ClassIndex>(requireRange(query.getColumn(3).getInt64(), 255, "class"))};
}

}  // namespace

std::vector<JournalStepPointer> readFirstLayout(SQLite::Database& database) {
  SQLite::Statement steps(database,
                          "SELECT step, kind, target_step, who, at, why, suggested_by FROM journal_step "
                          "ORDER BY step");
  SQLite::Statement changes(database,
                            "SELECT step, beat, from_class, to_class FROM journal_change "
                            "ORDER BY step, place");
  std::vector<JournalStepPointer> read;
  std::shared_ptr<JournalStep> step;
  while (changes.executeStep()) {
    const std::int64_t number = changes.getColumn(0).getInt64();
    if (!step || step->number != number) {
      while ((!step || step->number < number) && steps.executeStep()) step = readStep(steps);
      if (!step || step->number != number)
        throw SQLite::Exception(fmt::format("step {} of the label journal is missing", number),
                                SQLITE_CORRUPT);
      read.push_back(step);
    }
    step->changes.push_back(readChange(changes));
  }
  return read;
}

std::string ownerOfFirstLayout(SQLite::Database& database) {
  SQLite::Statement query(database,
                          "SELECT who FROM journal_step GROUP BY who ORDER BY count(*) DESC, who LIMIT 1");
  return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

bool hasFirstLayout(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt() == 1;
}

}  // namespace ectopy
