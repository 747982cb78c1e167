#include "core/workspace/workspace.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <limits>
#include <mutex>
#include <string_view>

#include "core/base/error.h"
#include "core/workspace/folder_lock.h"
#include "core/workspace/workspace_database.h"

namespace ectopy {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDatabaseName = "workspace.sqlite";

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored))
    throw Error(fmt::format("The folder {} can't be made: {}.", folder.string(),
                            error ? error.message() : "a file of that name is in the way"));
}

/// Leaves a prepared statement as it was found, also when a step threw.
class StatementUse {
 public:
  explicit StatementUse(SQLite::Statement& statement) : m_statement(statement) {}
  ~StatementUse() { m_statement.tryReset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  SQLite::Statement* operator->() { return &m_statement; }

 private:
  SQLite::Statement& m_statement;
};

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
  step->when = query.getColumn(4).getString();
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

/// All steps that hold changes.
std::vector<JournalStepPointer> readJournal(SQLite::Database& database) {
  const SQLite::Transaction snapshot(database);
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

}  // namespace

struct Workspace::State {
  State(fs::path path, const std::string& fingerprint)
      : folder(std::move(path)), lock(folder / "workspace.lock"), file(folder / kDatabaseName) {
    if (!lock.isHeld()) {
      database = openExisting(fingerprint);
      return;
    }
    for (const char* name : {"models", "reports", "cache"}) makeFolder(folder / name);
    database = openForWriting(file, fingerprint);
    stepInsertion.emplace(*database, "INSERT INTO journal_step VALUES (?, ?, ?, ?, ?, ?, ?)");
    changeInsertion.emplace(*database, "INSERT INTO journal_change VALUES (?, ?, ?, ?, ?)");
    factReplacement.emplace(*database, "INSERT OR REPLACE INTO fact(key, value) VALUES (?, ?)");
  }

  std::unique_ptr<SQLite::Database> openExisting(const std::string& fingerprint) const {
    if (!fs::exists(file)) throw Error(lock.refusal());
    return openForReading(file, fingerprint, lock.isTaken());
  }

  void requireWritable() const {
    if (!lock.isHeld()) throw Error(lock.refusal());
  }

  /// Runs a call alone, with SQLite's errors turned into sentences.
  template <typename Call>
  auto alone(const char* action, Call&& call) {
    const std::lock_guard guard(mutex);
    try {
      return call();
    } catch (const SQLite::Exception& exception) {
      throw Error(sentenceOf(exception, file, action));
    }
  }

  void insertStep(const JournalStep& step) {
    StatementUse insert(*stepInsertion);
    insert->bind(1, step.number);
    insert->bind(2, static_cast<int>(step.kind));
    insert->bind(3, step.targetStep);
    insert->bind(4, step.who);
    insert->bind(5, step.when);
    insert->bind(6, step.why);
    insert->bind(7, step.suggestedBy);
    insert->exec();
  }

  void insertChange(std::int64_t step, std::int64_t place, const LabelChange& change) {
    StatementUse insert(*changeInsertion);
    insert->bind(1, step);
    insert->bind(2, place);
    insert->bind(3, change.beat);
    insert->bind(4, static_cast<int>(change.from));
    insert->bind(5, static_cast<int>(change.to));
    insert->exec();
  }

  /// Inside a transaction. A journal with a gap could not be replayed, so none is let in.
  void insert(std::span<const JournalStepPointer> steps) {
    std::int64_t last = database->execAndGet("SELECT coalesce(max(step), 0) FROM journal_step").getInt64();
    for (const JournalStepPointer& step : steps) {
      if (step->number != last + 1)
        throw Error(fmt::format("The label journal in {} ends at step {}, so step {} can't follow.",
                                file.string(), last, step->number));
      insertStep(*step);
      std::int64_t place = 0;
      for (const LabelChange& change : step->changes) insertChange(step->number, place++, change);
      last = step->number;
    }
  }

  fs::path folder;
  FolderLock lock;  // outlives the database
  fs::path file;
  std::mutex mutex;
  std::unique_ptr<SQLite::Database> database;
  std::optional<SQLite::Statement> stepInsertion;
  std::optional<SQLite::Statement> changeInsertion;
  std::optional<SQLite::Statement> factReplacement;
};

std::unique_ptr<Workspace> Workspace::open(const fs::path& folder, const std::string& fingerprint) {
  makeFolder(folder);
  try {
    return std::unique_ptr<Workspace>(new Workspace(std::make_unique<State>(folder, fingerprint)));
  } catch (const SQLite::Exception& exception) {
    throw Error(sentenceOf(exception, folder / kDatabaseName, "open the workspace"));
  }
}

Workspace::Workspace(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Workspace::~Workspace() = default;

const fs::path& Workspace::folder() const {
  return m_state->folder;
}
bool Workspace::isReadOnly() const {
  return !m_state->lock.isHeld();
}
const std::string& Workspace::readOnlyReason() const {
  return m_state->lock.refusal();
}
fs::path Workspace::modelsFolder() const {
  return m_state->folder / "models";
}
fs::path Workspace::reportsFolder() const {
  return m_state->folder / "reports";
}
fs::path Workspace::cacheFolder() const {
  return m_state->folder / "cache";
}

std::vector<JournalStepPointer> Workspace::loadJournal() const {
  return m_state->alone("read the labels", [this] { return readJournal(*m_state->database); });
}

void Workspace::append(std::span<const JournalStepPointer> steps) {
  if (steps.empty()) return;
  m_state->requireWritable();
  m_state->alone("save the labels", [&] {
    SQLite::Transaction transaction(*m_state->database, SQLite::TransactionBehavior::IMMEDIATE);
    m_state->insert(steps);
    transaction.commit();
  });
}

std::optional<std::string> Workspace::value(const std::string& key) const {
  return m_state->alone("read the workspace", [&]() -> std::optional<std::string> {
    SQLite::Statement query(*m_state->database, "SELECT value FROM fact WHERE key = ?");
    query.bind(1, key);
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getString();
  });
}

void Workspace::setValue(const std::string& key, const std::string& value) {
  m_state->requireWritable();
  m_state->alone("save the workspace", [&] {
    StatementUse replace(*m_state->factReplacement);
    replace->bind(1, key);
    replace->bind(2, value);
    replace->exec();
  });
}

std::int64_t Workspace::addRun(const RunRecord& run) {
  m_state->requireWritable();
  return m_state->alone("save the run", [&] {
    SQLite::Statement insert(*m_state->database,
                             "INSERT INTO run(at, name, model_file, info_json) VALUES (?, ?, ?, ?)");
    insert.bind(1, run.when);
    insert.bind(2, run.name);
    insert.bind(3, run.modelFile);
    insert.bind(4, run.infoJson);
    insert.exec();
    return static_cast<std::int64_t>(m_state->database->getLastInsertRowid());
  });
}

std::vector<RunRecord> Workspace::runs() const {
  return m_state->alone("read the runs", [this] {
    std::vector<RunRecord> runs;
    SQLite::Statement query(*m_state->database,
                            "SELECT id, at, name, model_file, info_json FROM run ORDER BY id");
    while (query.executeStep())
      runs.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                      query.getColumn(2).getString(), query.getColumn(3).getString(),
                      query.getColumn(4).getString()});
    return runs;
  });
}

}  // namespace ectopy
