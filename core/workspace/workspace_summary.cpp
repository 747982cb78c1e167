#include "core/workspace/workspace_summary.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/workspace/workspace_database.h"

namespace ectopy {

namespace fs = std::filesystem;

namespace {

std::int64_t numberOf(SQLite::Database& database, const char* query) {
  return database.execAndGet(query).getInt64();
}

std::string factOf(SQLite::Database& database, const char* key) {
  SQLite::Statement query(database, "SELECT value FROM fact WHERE key = ?");
  query.bind(1, key);
  return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

std::optional<std::int64_t> countIn(const std::string& text) {
  constexpr std::size_t kMostDigits = 18;
  if (text.empty() || text.size() > kMostDigits) return {};
  if (text.find_first_not_of("0123456789") != std::string::npos) return {};
  return std::stoll(text);
}

std::int64_t filesIn(const fs::path& folder) {
  std::error_code error;
  std::int64_t files = 0;
  for (const auto& item : fs::directory_iterator(folder, error)) files += item.is_regular_file(error) ? 1 : 0;
  return files;
}

WorkspaceSummary summaryOf(SQLite::Database& database) {
  WorkspaceSummary summary;
  summary.dataPath = factOf(database, kDataPathKey);
  summary.beats = countIn(factOf(database, kBeatCountKey));
  summary.fingerprint = database.execAndGet("SELECT fingerprint FROM data_set").getString();
  summary.steps = numberOf(database, "SELECT count(*) FROM journal_step");
  // The first class a beat was changed from is the file's, the last it was changed to is the one it has.
  summary.editedBeats =
      numberOf(database,
               "SELECT count(*) FROM (SELECT DISTINCT beat, "
               "first_value(from_class) OVER (PARTITION BY beat ORDER BY step, place) AS was, "
               "first_value(to_class) OVER (PARTITION BY beat ORDER BY step DESC, place DESC) "
               "AS became FROM journal_change) WHERE was <> became");
  SQLite::Statement who(database, "SELECT DISTINCT who FROM journal_step ORDER BY who");
  while (who.executeStep()) summary.annotators.push_back(who.getColumn(0).getString());
  summary.runs = numberOf(database, "SELECT count(*) FROM run");
  return summary;
}

}  // namespace

WorkspaceSummary summariseWorkspace(const fs::path& folder) {
  const fs::path file = folder / "workspace.sqlite";
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored))
    throw Error(fmt::format("{}: expected a workspace folder (NAME.ectopy), found none.", folder.string()));
  // Whoever has it open keeps a log beside it.
  const bool isShared = fs::exists(file.string() + "-wal", ignored);
  const auto database = openForReading(file, std::nullopt, isShared);
  try {
    WorkspaceSummary summary = summaryOf(*database);
    summary.models = filesIn(folder / "models");
    return summary;
  } catch (const SQLite::Exception& exception) {
    throw Error(sentenceOf(exception, file, "read the workspace"));
  }
}

}  // namespace ectopy
