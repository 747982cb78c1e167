#include "core/workspace/workspace_summary.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"
#include "core/workspace/journal_store.h"
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

/// The first class a beat was changed from is the file's, the last it was changed to is the one it has.
std::int64_t editedBeatsOf(const std::vector<JournalStepPointer>& steps) {
  std::unordered_map<BeatIndex, LabelChange> changes;
  for (const JournalStepPointer& step : steps)
    for (const LabelChange& change : step->changes)
      if (change.what == BeatFact::Label)
        changes.try_emplace(change.beat, change).first->second.to = change.to;
  return std::ranges::count_if(changes, [](const auto& item) { return item.second.from != item.second.to; });
}

WorkspaceSummary summaryOf(SQLite::Database& database) {
  WorkspaceSummary summary;
  summary.dataPath = factOf(database, kDataPathKey);
  summary.beats = countIn(factOf(database, kBeatCountKey));
  summary.fingerprint = database.execAndGet("SELECT fingerprint FROM data_set").getString();
  const JournalStore journals(database);
  summary.annotators = journals.annotators();
  for (std::size_t i = 0; i < summary.annotators.size(); ++i) {
    const auto steps = journals.load(summary.annotators[i]);
    summary.steps += static_cast<std::int64_t>(steps.size());
    if (i == 0) summary.editedBeats = editedBeatsOf(steps);
  }
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
